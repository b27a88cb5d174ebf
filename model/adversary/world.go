package adversary

// An extension is whether ends have the extended master secret.
type extension uint8

const (
	never   extension = iota // they predate RFC 7627
	always                   // they abort without it (RFC 7627 5.2)
	offered                  // they offer it, and go on without it (RFC 7627 5.4)
)

// A span is what of a handshake the session hash covers.
type span uint8

const (
	toKeyExchange span = iota // RFC 7627 3: up to and including ClientKeyExchange
	toServerHello
	toVerify
	nothing
	oldDerivation // no session hash: RFC 5246 8.1 in spite of the extension
)

// A world is what the honest ends do by policy.
type world struct {
	EMS         [2]extension // of clients, and of servers
	Kex         []kex
	Certificate bool // the server asks clients for one, and does without
	ChosenGroup bool // the client accepts an explicit group (RFC 5246 7.4.3), whatever it is
	CertChange  bool // the client lets the server's certificate change on renegotiation (RFC 5746 5)
	Tickets     bool // sessions are resumed by ticket, and not by identifier

	// What the tests get wrong on purpose, to see that it is what holds, and
	// two configurations with them.
	EarlyCCS          bool    // ChangeCipherSpec is accepted before there is a master secret
	TicketUnhashed    bool    // NewSessionTicket is not part of the transcript
	Span              [2]span // at clients, and at servers
	NoRenegotiateInfo bool    // no hello carries the verify_data of the handshake before
	NoVerify          bool    // the server takes a certificate without CertificateVerify
	ShareUnsigned     bool    // the client takes a share that the certificate's owner has not signed
	AnyPeer           bool    // the client offers a session to whomever it dials
	LegacyBinds       bool    // what RFC 7627 5.4 rules out of legacy sessions goes on
	SessionUnique     bool    // tls-unique is remembered with the session
}

// The roles, as Span and Finished tell them apart.
const (
	client = iota
	server
)

// master is that of a full handshake, at the end of a role.
func (w *world) master(h *handshake, role int) Term {
	if !h.EMS || w.Span[role] == oldDerivation {
		return of(master, h.Secret, h.CR, h.SR) // RFC 5246 8.1
	}
	return of(extended, h.Secret, w.sessionHash(h, role)) // RFC 7627 4
}

func (w *world) sessionHash(h *handshake, role int) Term {
	switch w.Span[role] {
	case toServerHello:
		return of(serverHello, h.CR, h.SR, h.SID)
	case toVerify:
		if h.Asked {
			return of(verify, h.Transcript)
		}
	case nothing:
		return 0
	}
	return h.Transcript
}

// binds says whether an end of a role has the uses of a session that RFC 7627 5.4 rules
// out of those without the extension, at ends that know better.
func (w *world) binds(role int, ems bool) bool { return w.EMS[role] != offered || ems || w.LegacyBinds }
