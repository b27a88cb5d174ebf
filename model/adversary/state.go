package adversary

// A phase is where a handshake stands at an end.
type phase uint8

const (
	none    phase = iota // no handshake is under way
	hello                // the end has sent its first flight
	waiting              // the end awaits the peer's last flight
)

// A party is who a certificate names.
type party uint8

const (
	nobody party = iota
	honestClient
	honestServer
	adversary
)

// A kex is a key exchange.
type kex uint8

const (
	rsa kex = iota
	dhe
	ecdhe
)

// An end is an honest end of a connection.
type end struct {
	Handshakes uint8 // begun
	Meant      party // whom the client dialled
	Now        handshake
	Conn       connection
	Session    session
}

// A handshake is the one under way; zero if none is.
type handshake struct {
	Phase       phase
	Abbreviated bool
	Asked       bool // the server asked for the client's certificate
	EMS         bool
	Early       bool // ChangeCipherSpec came before there was a master secret
	MasterKnown bool // the adversary knows Master
	Kex         kex
	Peer        party // whom the handshake names; of a server, the client that it authenticated

	CR, SR, SID, Share, Secret Term
	Transcript                 Term
	Master                     Term
	Signed                     Term // the client's CertificateVerify
	Said, Want                 Term // Finished
	Unique                     Term // of the session that is resumed, where that is remembered
}

// A connection is what the last finished handshake made of it.
type connection struct {
	KeysKnown     bool // the adversary knows Keys
	EMS           bool
	Resumed       bool
	Unbound       bool // RFC 7627 5.4: it has no tls-unique, and a client does not renegotiate
	ForeignTicket bool // the client was given a ticket that does not seal its session
	Peer          party

	Keys                   Term
	Before                 Term // the keys of the handshake before
	ClientData, ServerData Term // verify_data (RFC 5746 3.1); the Finished messages as they were sent
	Unique                 Term // tls-unique (RFC 5929 3.1)
	Signed                 Term // the CertificateVerify by which the client is authenticated
	Said                   Term // Finished, as long as the peer may await it
}

// A session is what an end may resume.
type session struct {
	ID, Master  Term // ID is the session identifier, or the ticket
	Unique      Term // tls-unique of its first connection, where that is remembered
	Peer        party
	Kex         kex // which stands for its cipher suite
	MasterKnown bool
	EMS         bool
}

// A state is every honest end. The adversary has no state besides what they said.
type state struct {
	Clients, Servers [2]end
	Setting          setting
	// Choices are what the adversary will give to an end once it is there, clients
	// first.
	Choices [4]choice
}

// done says whether the end has a connection, and no handshake under way.
func (e *end) done() bool { return e.Now.Phase == none && e.Conn.Keys != 0 }

// idle says whether the end has not begun a handshake.
func (e *end) idle() bool { return e.Handshakes == 0 }

// keys are those of the handshake under way, as far as it has got, or else of the
// connection.
func (e *end) keys() Term {
	if e.Now.Phase == waiting {
		return e.Now.keys()
	}
	return e.Conn.Keys
}

// keys are those that the end derives, or has derived already if ChangeCipherSpec
// came before there was a master secret (CVE-2014-0224).
func (h *handshake) keys() Term {
	if h.Early {
		return of(keys, noMaster, h.CR, h.SR)
	}
	return of(keys, h.Master, h.CR, h.SR)
}

func (h *handshake) keysKnown() bool { return h.Early || h.MasterKnown }
