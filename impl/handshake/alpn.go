package handshake

import (
	"fmt"
	"slices"
)

// Which protocol is spoken inside: RFC 7301. It is settled anew by every
// handshake, resumed or not: RFC 7301 3.1, it "does not establish properties of the
// session, only of the connection".

// SharedProtocol is the server's favourite among what the client offers, and
// without one there is no connection. RFC 7301 3.2: "the server SHOULD select the
// most highly preferred protocol that it supports and that is also advertised by
// the client", or else "SHALL respond with a fatal "no_application_protocol" alert".
func SharedProtocol(own, offered []string) (string, Reason) {
	name, _ := SharedProtocolOrNone(own, offered)
	if name == "" {
		return "", NoSharedProtocol
	}
	return name, None
}

// SharedProtocolOrNone is SharedProtocol that goes on without the extension
// where there is no favourite, as servers do that speak one protocol to whoever
// comes: RFC 7301 3.1, servers "MAY return a suitable protocol selection response".
func SharedProtocolOrNone(own, offered []string) (string, Reason) {
	for _, name := range own {
		if slices.Contains(offered, name) {
			return name, None
		}
	}
	return "", None
}

// chooseProtocol is the server's answer to the extension. A server without
// protocols, like a client that offers none, has no part in it.
func (h *Handshake) chooseProtocol() error {
	if len(h.policy.Protocols) == 0 || len(h.hello.Protocols) == 0 {
		return nil
	}
	name, reason := h.policy.ChooseProtocol(h.policy.Protocols, h.hello.Protocols)
	if reason != None {
		return because(reason, nil)
	}
	h.protocol = name
	return nil
}

// answeredProtocol judges the server's choice.
func (h *Handshake) answeredProtocol() error {
	h.protocol = h.answer.Protocol
	if h.protocol != "" && !slices.Contains(h.hello.Protocols, h.protocol) {
		return because(ProtocolNotOffered, fmt.Errorf("got %q, want one of %q", h.protocol, h.hello.Protocols))
	}
	return nil
}

// spoken is the protocol of the connection. RFC 7301 3.2: it is "definitive for the
// connection, until renegotiated", which a renegotiation does only if it is asked.
func (h *Handshake) spoken() string {
	if h.prior != nil && len(h.hello.Protocols) == 0 {
		return h.prior.Protocol
	}
	return h.protocol
}

// checkProtocols refuses names that the extension cannot carry (RFC 7301 3.1).
func (p *Policy) checkProtocols() error {
	size := 0
	for _, name := range p.Protocols {
		if len(name) == 0 || len(name) > 1<<8-1 {
			return fmt.Errorf("protocols: got a name of %d bytes, want 1 to 255", len(name))
		}
		size += 1 + len(name)
	}
	if size > maxProtocols {
		return fmt.Errorf("protocols: got %d bytes of names, want at most %d", size, maxProtocols)
	}
	return nil
}

// maxProtocols is the most that the names may take in a hello, in bytes with a
// length each. The extension could hold more, but then nothing else fits beside it.
const maxProtocols = 1 << 14
