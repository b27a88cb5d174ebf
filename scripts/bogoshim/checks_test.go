package main

import (
	"crypto/tls"
	"strings"
	"testing"
)

// An expecting is a run of the shim against crypto/tls: what it expects, and whether
// that holds. An expectation that cannot fail is none, so most stand here twice.
type expecting struct {
	flags string
	fails string // how the line begins that says so; "" for success
	peer  func(*tls.Config)
}

// asIs is a peer of no peculiarities.
func asIs(*tls.Config) {}

func noTickets(c *tls.Config) { c.SessionTicketsDisabled = true }

func anew(c *tls.Config) { c.ClientSessionCache = nil }

// Section 4a, of a client.
var ofClients = []expecting{
	{"-expect-version 771", "", asIs},
	{"-expect-version 770", "connection 0: version: got 1.2, want 1.1", asIs},
	{"-expect-version 770 -max-version 770", "", asIs},
	{"-expect-version 769 -no-tls11 -no-tls12", "", asIs},
	{"-min-version 771", "local_alert=protocol_version", func(c *tls.Config) { c.MaxVersion = tls.VersionTLS11 }},
	{"-no-tls1 -no-tls11 -no-tls12", "error=no_supported_versions", asIs},
	{"-max-version 770 -fallback-scsv", "peer_alert=inappropriate_fallback", asIs},
	{"-advertise-alpn \x02h2\x04echo -expect-alpn echo", "", func(c *tls.Config) { c.NextProtos = []string{"echo"} }},
	{"-advertise-alpn \x04echo", "connection 0: application protocol: got echo, want ", func(c *tls.Config) { c.NextProtos = []string{"echo"} }},
	{"-resume-count 1 -expect-curve-id 23 -curves 23 -on-resume-expect-ticket-renewal", "", asIs},
	{"-on-resume-expect-curve-id 29 -curves 23 -resume-count 1 -on-resume-expect-ticket-renewal", "connection 1: group: got secp256r1, want x25519", asIs},
	{"-expect-cipher 49195", "", asIs},
	{"-expect-cipher 49196", "connection 0: cipher suite: got 49195, want 49196", asIs},
	{"-resume-count 1 -on-resume-expect-ticket-renewal", "", asIs},
	{"-resume-count 1", "connection 1: a new session: got true, want false", asIs},
	{"-expect-ticket-renewal", "", asIs},
	{"-resume-count 1 -expect-session-miss", "connection 1: resumed: got true, want false", asIs},
	{"-expect-no-session", "connection 0: a new session: got true, want false", asIs},
	{"-expect-no-session", "", noTickets},
	{"", "connection 0: a new session: got false, want true", noTickets},
	{"-no-ticket -expect-no-session", "", asIs},
	{"-expect-extended-master-secret", "", asIs},
	{"-expect-server-name other", "", asIs}, // a server's
	{"-resume-count 1 -expect-session-miss -on-resume-no-ticket -on-resume-expect-no-session", "", asIs},
	{"-resume-count 1 -expect-session-miss -on-resume-max-version 770", "", asIs},
	{"-resume-count 1 -expect-session-miss -resumption-delay 7300", "", asIs},
	{"-trust-cert  -use-early-callback -use-old-client-cert-callback -ocsp-response AA== -signed-cert-timestamps AA== -no-tls13", "", asIs},
	{"-expect-no-hrr", "", asIs},
	{"-expect-hrr", "connection 0: HelloRetryRequest: got false, want true", asIs},
	{"-implicit-handshake -expect-total-renegotiations 1", "connection 0: renegotiations: got 0, want 1", asIs},
}

// Likewise of a server.
var ofServers = []expecting{
	{"-expect-version 771", "", asIs},
	{"-expect-version 769", "connection 0: version: got 1.2, want 1.0", asIs},
	{"-select-alpn echo", "", func(c *tls.Config) { c.NextProtos = []string{"h2", "echo"} }},
	{"-select-alpn echo", "connection 0: application protocol: got , want echo", asIs},
	{"-resume-count 1 -expect-curve-id 29", "", asIs},
	{"-expect-curve-id 23", "connection 0: group: got x25519, want secp256r1", asIs},
	{"-cipher ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256 -expect-cipher 49200", "", asIs},
	{"-expect-cipher 49199", "", asIs},
	{"-expect-cipher 49195", "connection 0: cipher suite: got 49199, want 49195", asIs},
	{"-resume-count 1", "", asIs},
	{"-resume-count 1 -expect-session-miss", "connection 1: resumed: got true, want false", asIs},
	{"-resume-count 1 -on-resume-expect-session-miss", "", anew},
	{"-resume-count 1", "connection 1: resumed: got false, want true", anew},
	{"-expect-no-session-id", "", asIs},
	{"-expect-session-id", "connection 0: session in the cache: got false, want true", asIs},
	{"-expect-session-id", "", noTickets},
	{"-expect-session-id -no-ticket", "", asIs},
	{"-expect-no-session-id", "connection 0: session in the cache: got true, want false", noTickets},
	{"-resume-count 1 -expect-server-name test", "", asIs},
	{"-expect-server-name other", "connection 0: server_name: got test, want other", asIs},
	{"-on-resume-expect-server-name other -resume-count 1", "connection 1: server_name: got test, want other", asIs},
	{"-expect-no-server-name", "connection 0: server_name: got test, want none", asIs},
	{"-expect-no-server-name", "", func(c *tls.Config) { c.ServerName = "" }},
	{"-resume-count 1 -expect-extended-master-secret", "", asIs},
}

// arguments splits flags at every space, so that two in a row enclose an empty value.
func arguments(flags string) []string {
	if flags == "" {
		return nil
	}
	return strings.Split(flags, " ")
}

func TestExpectations(t *testing.T) {
	for _, test := range ofClients {
		t.Run("client "+test.flags, func(t *testing.T) {
			cfg := serverConfig(t)
			test.peer(cfg)
			s := newRunner(t).start(arguments(test.flags)...)
			test.run(t, s, func() *tls.Conn { return tls.Server(s.accept(), cfg) })
		})
	}
	for _, test := range ofServers {
		t.Run("server "+test.flags, func(t *testing.T) {
			cfg := clientConfig()
			test.peer(cfg)
			s := serves(t, newRunner(t), strings.Fields(test.flags)...)
			test.run(t, s, func() *tls.Conn { return tls.Client(s.accept(), cfg) })
		})
	}
}

func (test *expecting) run(t *testing.T, s *shim, accept func() *tls.Conn) {
	t.Helper()
	connections := s.connections()
	if strings.HasPrefix(test.fails, "connection 0") {
		connections = 1
	}
	for i := range connections {
		c := accept()
		if test.fails != "" && i == connections-1 {
			c.Handshake()
			c.Close()
			continue
		}
		talk(t, c)
	}
	if test.fails == "" {
		s.passes()
		return
	}
	s.fails(test.fails)
}
