package resume

import (
	"slices"
	"strings"

	"tlsresume/traces"
)

// A Demand is what a virtual host wants of a client's certificate.
type Demand uint8

// The demands, mildest first.
const (
	NoDemand Demand = iota
	Request
	Require // a client without one is not let in
)

var demandNames = [...]string{"", "request", "require"}

// A Host is a virtual host.
type Host struct {
	Name   Name
	Demand Demand
}

// maxHosts bounds the virtual hosts of a server.
const maxHosts = 4

// Hosts are the virtual hosts of a server, its default first.
type Hosts [maxHosts]Host

func (w *World) hosts(n traces.Node) (l Hosts) {
	for i, h := range n.Hosts()[:min(len(n.Hosts()), maxHosts)] {
		l[i] = Host{w.name(h.Name), Demand(slices.Index(demandNames[:], h.Demand))}
	}
	return l
}

// spell is the inverse: vhost=, auth= and vhosts=.
func (l *Hosts) spell(w *World) (vhost, auth, vhosts string) {
	var more []string
	for _, h := range l[1:] {
		if h.Name != 0 {
			text := w.text(h.Name) + ":" + demandNames[h.Demand]
			more = append(more, strings.TrimSuffix(text, ":"))
		}
	}
	return w.text(l[0].Name), demandNames[l[0].Demand], strings.Join(more, ",")
}

// host is the virtual host that a hello asks for: the default one if it names
// none, or one that is not here. RFC 6066 3: the server "MAY use the information
// contained in the extension to guide its selection of an appropriate certificate",
// and one that "does not recognize the server name" may "continue the handshake".
func (l *Hosts) host(w *World, sni Name) Host {
	for _, h := range l {
		if sni != 0 && w.same(h.Name, sni) {
			return h
		}
	}
	return l[0]
}

// same compares names. RFC 6066 3: "DNS hostnames are case-insensitive."
func (w *World) same(a, b Name) bool { return a == b || w.fold(a) == w.fold(b) }

// fold is the Name of the text in lower case.
func (w *World) fold(n Name) Name {
	if n == 0 {
		return 0
	}
	return w.folded[n-1]
}

// takeClientCertificate learns who the client says it is. RFC 5246 7.4.6: of a
// client that sends no certificate the server "MAY at its discretion either
// continue the handshake without client authentication, or respond with a fatal
// handshake_failure alert".
func (s *State) takeClientCertificate(p Place, m *Message) Alert {
	e := s.end(p)
	if alert := s.recognize(p, m.Name); alert != NoAlert {
		return alert
	}
	e.Session.Peer, e.Certified = m.Name, m.Name != 0
	if !e.Certified && e.Host.Demand == Require {
		e.Seen.Demanded = true
		return HandshakeFailure
	}
	return NoAlert
}

// signed is what the client's signature covers. RFC 5246 7.4.8: "all handshake messages
// sent or received, starting at client hello and up to, but not including, this message".
func (e *End) signed() Verify { return Verify{Transcript: e.Transcript, From: Client} }

// takeSignature verifies the client's signature.
func (s *State) takeSignature(p Place, m *Message) Alert {
	e := s.end(p)
	if m.Verify != e.signed() {
		return DecryptError
	}
	e.Seen.Proved = true
	return NoAlert
}

// recognize checks that a client which shows a certificate in a renegotiation, or resumes
// a session in which it did, is who it was. RFC 5746 5 has the option for either peer.
func (s *State) recognize(p Place, peer Name) Alert {
	e := s.end(p)
	if e.Again && e.Belief.Peer != 0 && peer != 0 && peer != e.Belief.Peer {
		return IllegalParameter
	}
	return NoAlert
}
