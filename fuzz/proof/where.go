package proof

import "tlsresume/impl/defect"

// Where names the target that is to find a defect, or says why none can: that of the codec
// which it edits, one end where it takes words that no fleet says, and else the fleet.
func Where(d defect.Defect) (target, why string) {
	if why := outOfReach[d.Name]; why != "" {
		return "", why
	}
	if target := atAnEnd[d.Name]; target != "" {
		return target, ""
	}
	for _, e := range d.Edits {
		if target := codecs[e.File]; target != "" {
			return target, ""
		}
	}
	return "Fleet", ""
}

// codecs are the targets of the files that encode and decode.
var codecs = map[string]string{
	"impl/handshake/ticket_encoding.go":       "TicketEncoding",
	"impl/session/format_cbc.go":              "Ticket",
	"impl/session/format_gcm.go":              "Ticket",
	"impl/session/keyfile.go":                 "TicketKeys",
	"impl/session/ring.go":                    "Ticket",
	"impl/session/state.go":                   "State",
	"impl/session/ticket.go":                  "Ticket",
	"impl/wire/client_hello.go":               "ClientHello",
	"impl/wire/ext_extended_master_secret.go": "ExtendedMasterSecret",
	"impl/wire/ext_server_name.go":            "ServerName",
	"impl/wire/ext_session_ticket.go":         "SessionTicket",
	"impl/wire/extension.go":                  "ClientHello",
	"impl/wire/message.go":                    "NewSessionTicket",
	"impl/wire/server_hello.go":               "ServerHello",
}

// atAnEnd are the defects that show when the other end says what none of ours does.
var atAnEnd = map[string]string{
	"alert-at-odd-time-crash":          "Client",
	"cache-before-finished":            "Server",
	"ccs-first-record-crash":           "Server",
	"ccs-of-any-content":               "Server",
	"cli-accepts-ticket-ext-with-data": "Client",
	"cli-accepts-unsolicited-ext":      "Client",
	"client-certificate-stale":         "Client",
	"ems-change-on-reneg-accepted":     "Server",
	"etm-dropped-on-reneg":             "Client",
	"huge-ticket-breaks-client":        "Client",
	"id-looked-up-beside-ticket":       "Server",
	"nst-split-across-ccs":             "Client",
	"reneg-etm-change":                 "Server",
	"reneg-initial-nonempty-accepted":  "Server",
	"reneg-legacy-accepts-signals":     "Server",
	"reneg-legacy-cli-no-signal":       "Client",
	"reneg-legacy-server-tolerated":    "Client",
	"reneg-reuses-randoms":             "Server",
	"reneg-ri-half-compared":           "Client",
	"reneg-version-active-early":       "Server",
	"resume-changes-suite-cli":         "Client",
	"resume-other-version":             "Client",
	"resume-recomputes-compression":    "Server",
	"resumption-reuses-keys":           "Server",
	"srv-random-repeats":               "Server",
	"tls10-close-rule-dropped":         "Server",
	"unknown-extension-refused":        "Server",
	"vhost-not-bound":                  "Server",
}

// outOfReach says of defects why no target can find them. A body runs in one goroutine,
// without a clock, and judges what ends say.
var outOfReach = map[string]string{
	"cache-never-evicts":            "shows in memory alone: linear/cache-bounded counts what a store holds",
	"nst-mutates-live-session":      "needs two goroutines: linear/client-store searches their histories",
	"reneg-memory-growth":           "shows in memory alone: the tests of impl/endpoint count it",
	"stek-rotate-not-atomic":        "needs two goroutines: linear/ring searches their histories",
	"ticket-mac-variable-time":      "shows in time alone, and bodies have no clock",
	"exporter-takes-reserved-label": "shows to an application that asks for a reserved label, and no command does",
}
