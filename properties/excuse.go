package properties

import (
	"slices"
	"strings"

	"tlsresume/traces"
)

// An excuse is why an end gives up though both are honest and nothing has happened on the
// way: what the two want does not go together.
type excuse struct {
	why   string
	cites string
	side  int // 0 is the client
	alert string
	when  func(r Run, h Handshake) bool
}

var excuses = []excuse{
	{"no suite suits both", "RFC 5246 7.4.1.3", 1, "handshake_failure", func(r Run, h Handshake) bool {
		return !slices.ContainsFunc(suites(r.client(h)), func(s string) bool { return slices.Contains(suites(r.server(h)), s) && fits(s, r.server(h)) })
	}},
	{"the host requires a certificate", "RFC 5246 7.4.6", 1, "handshake_failure", func(r Run, h Handshake) bool {
		return r.host(h).Demand == "require" && fact(find(h.Client, traces.Sent, "Certificate"), "name") == "none"
	}},
	{"the certificate is another's", "RFC 6125 6", 0, "bad_certificate", func(r Run, h Handshake) bool {
		return has(h.hello(), "sni") && !strings.EqualFold(r.host(h).Name, fact(h.hello(), "sni"))
	}},
	{"the server requires the extended master secret", "RFC 7627 5.2", 1, "handshake_failure", func(r Run, h Handshake) bool {
		return reads(r.server(h), "ems-require") && (!has(h.hello(), "ems") || !extends(r.server(h)))
	}},
	{"the client requires the extended master secret", "RFC 7627 5.2", 0, "handshake_failure", func(r Run, h Handshake) bool {
		return reads(r.client(h), "ems-require") && !has(h.answer(), "ems")
	}},
	{"the server wants a resumption with the extended master secret", "RFC 7627 5.3", 1, "handshake_failure", func(r Run, h Handshake) bool {
		return reads(r.server(h), "ems-neither-abort") && !has(h.hello(), "ems") && r.named(h.hello()) != nil
	}},
	{"the client wants a resumption with the extended master secret", "RFC 7627 5.3", 0, "handshake_failure", func(r Run, h Handshake) bool {
		return reads(r.client(h), "ems-neither-abort") && !has(h.answer(), "ems") && h.abbreviates()
	}},
	{"the session uses the extended master secret, and to a client that predates it, or did when it kept the session, it does not", "RFC 7627 5.3", 1, "handshake_failure", func(r Run, h Handshake) bool {
		from := r.named(h.hello())
		return from != nil && !has(h.hello(), "ems") && extends(r.server(h)) &&
			(reads(r.client(h), "ems-ignorant") || r.passed(0, from.master(), h.hello(), "ems-ignorant"))
	}},
	{"the session uses the extended master secret, and the answer does not say so", "RFC 7627 5.3", 0, "handshake_failure", func(r Run, h Handshake) bool {
		n := r.server(h)
		return h.abbreviates() && !has(h.answer(), "ems") && (reads(n, "resumed-extensions-none") || reads(n, "ems-ignorant") || reads(n, "ems-mixed-may"))
	}},
	{"the answer says that the extended master secret is used, and to the client the session does not", "RFC 7627 5.3", 0, "handshake_failure", func(r Run, h Handshake) bool {
		from := r.named(h.hello())
		return h.abbreviates() && has(h.answer(), "ems") && from != nil && r.passed(0, from.master(), h.answer(), "ems-ignorant")
	}},
	{"only one end has the ticket in its hash", "RFC 5077 3.3", 0, "decrypt_error", func(r Run, h Handshake) bool {
		return issues(h) && reads(r.client(h), "ticket-unhashed") != reads(r.server(h), "ticket-unhashed")
	}},
	{"the server's renegotiation is not bound", "RFC 5746 3.5", 0, "handshake_failure", func(r Run, h Handshake) bool {
		n := r.server(h)
		return h.N > 0 && !has(h.answer(), "ri") && (reads(n, "legacy-reneg") || reads(n, "resumed-extensions-none") || !r.secure(h, 1))
	}},
	{"the client's renegotiation is not bound", "RFC 5746 3.7", 1, "handshake_failure", func(r Run, h Handshake) bool {
		return h.N > 0 && fact(h.hello(), "ri") != "bound"
	}},
	{"the client has become another", "RFC 5746 5", 1, "illegal_parameter", func(r Run, h Handshake) bool {
		identity, _ := r.client(h).Has("identity")
		return h.N > 0 && slices.ContainsFunc(r.Handshakes, func(before Handshake) bool {
			peer := fact(ending(before.Server), "peer")
			return before.Name == h.Name && before.N < h.N && peer != "" && peer != identity
		})
	}},
	{"the server has become another", "RFC 5746 5", 0, "illegal_parameter", func(r Run, h Handshake) bool {
		before := ending(r.begun(h).Client)
		return h.N > 0 && before != nil && (fact(before, "peer") != r.host(h).Name || ecdsa(fact(before, "suite")) != ecdsa(fact(h.answer(), "suite")))
	}},
}

// excused reports whether an end had a reason to give up so.
func (r Run) excused(h Handshake, side int, alert string) bool {
	return slices.ContainsFunc(excuses, func(x excuse) bool { return x.side == side && x.alert == alert && x.when(r, h) })
}

// ecdsa reports whether a suite is of servers with such a certificate.
func ecdsa(suite string) bool { return strings.Contains(suite, "_ECDSA_") }

// fits reports whether a server's certificate is of the sort that the suite wants.
func fits(suite string, server traces.Node) bool {
	cert, _ := server.Has("cert")
	return ecdsa(suite) != (cert == "rsa")
}
