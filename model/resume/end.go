package resume

// A Life is how far an end is from being over.
type Life uint8

// The lives of an end.
const (
	Alive   Life = iota
	Closing      // its close_notify is sent, behind a handshake that is complete
	Over         // it says nothing more, and hears nothing
)

// By is what named the session that is resumed.
type By uint8

// Nothing names the session of a full handshake.
const (
	Nothing By = iota
	ByTicket
	ByID
)

// An End is one end of a connection.
type End struct {
	Life       Life
	Done       bool // the handshake is over, and went well
	Plan       PlanName
	At         uint8    // the slot of the plan from which on it goes on
	Asked      bool     // a CertificateRequest came
	Readings   Readings // those of the node when the handshake began
	Offer      Offer
	Answer     Answer
	Offered    By      // client: what names the session that it would resume
	Held       Session // client: that session
	By         By      // what named the session, once resumption is decided
	Session    Session
	Receipt    Receipt // client: the ticket that came
	Transcript Transcript
	First      Verify // the first Finished of the handshake (RFC 5929 3.1)
	Writing    bool   // its own ChangeCipherSpec is behind it
	Reading    bool   // so is the peer's
	Written    uint8  // records under its own keys
	Read       uint8  // and under the peer's
	Edits      Edits
	Belief     Belief
	Seen       Seen
}

// A Belief is what an end holds for agreed once its handshake is over.
type Belief struct {
	By     By
	Master Value
	EMS    bool
	SNI    Name
	Suite  Suite
	Peer   Name
}

// Seen is what invariants and goals want to know of an end's past. Nothing
// else depends on it.
type Seen struct {
	TicketSent     bool
	TicketAfterCCS bool // NewSessionTicket left behind ChangeCipherSpec
	TicketEarly    bool // NewSessionTicket left before the client's Finished was verified
	FinishedSent   bool
	FinishedTaken  bool
	TicketTaken    bool   // a ticket that is not empty came
	Beside         bool   // the hello had a session ID beside its ticket
	Burnt          bool   // resumes or offers a session that saw a fatal alert here
	Dead           bool   // though the alert was to take what it uses
	Stale          bool   // resumes by a ticket that is not live
	Unproven       bool   // offers a ticket whose handshake has not seen the server's Finished
	Cells          Cells  // the cases of RFC 7627 that it was in
	Unseen         bool   // works with a session whose EMS it does not see
	Fenced         bool   // does not read the session that is at hand
	Demanded       bool   // gave up because its operator wants it so
	Legacy         bool   // a session without EMS was at hand and not offered
	Modern         bool   // a session with EMS was at hand and not offered
	Wronged        bool   // gave up with a session that it does not belong to
	Declined       Reason // server: why the session that it found was not resumed
	Aborted        Alert  // it gave up
}

// belonging is the session that the connection belongs to, or 0: in a full
// handshake from its completion on, in an abbreviated one from the decision.
func (e *End) belonging() Value {
	if !e.Done && e.By == Nothing {
		return 0
	}
	return e.Session.Master
}

// key is the master secret whose keys protect what this end sends.
func (e *End) key() Value {
	if e.Session.Master == 0 {
		return noSecret
	}
	return e.Session.Master
}

// rest drops what a completed handshake needs no more.
func (e *End) rest() {
	e.Offer.Random, e.Offer.Ticket, e.Offer.Suites = 0, Ticket{}, Suites{}
	e.Held, e.Receipt, e.Transcript, e.First = Session{}, Receipt{}, Transcript{}, Verify{}
	e.Edits = Edits{}
}

// die leaves of an end what its past says of it.
func (e *End) die() {
	*e = End{
		Life: Over, Done: e.Done, By: e.By, Answer: e.Answer,
		Session: e.Session, Belief: e.Belief, Seen: e.Seen, Readings: e.Readings,
	}
}
