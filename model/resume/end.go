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
	Asked      bool     // the server wants a certificate of the client
	Host       Host     // server: what the client asked for
	Identity   Name     // client: the name in its certificate
	Certified  bool     // client: it has a certificate to show; server: the client showed one
	Own        bool     // it has the extended master secret
	Readings   Readings // those of the node when the handshake began
	Offer      Offer
	Answer     Answer
	Offered    By      // client: what names the session that it would resume
	Held       Session // client: that session
	By         By      // what named the session, once resumption is decided
	Session    Session
	Receipt    Receipt // client: the ticket that came
	Premaster  Value   // client: the secret that it proposes
	Transcript Transcript
	Finished   [2]Verify // what the handshake's Finished say, by Side
	Writing    bool      // its own ChangeCipherSpec of this handshake is behind it
	Reading    bool      // so is the peer's
	Written    uint8     // records under its own keys
	Read       uint8     // and under the peer's
	Edits      Edits
	Belief     Belief
	Seen       Seen

	// What belongs to the connection, and goes on from handshake to handshake.
	WriteKeys Keys // what protects the records of either way
	ReadKeys  Keys
	Secure    bool      // RFC 5746 3.1: secure_renegotiation
	Saved     [2]Verify // RFC 5746 3.1: client_verify_data and server_verify_data
	Again     bool      // this handshake is not the first
	Former    Value     // the session of the handshake before: its master secret
	Wanted    bool      // server: it asked for another handshake, and has no answer
	Before    *End      // client: itself, before a hello that has no answer
}

// Keys are what the records of one way are protected with: RFC 5246 6.3 makes
// them of the master secret and of both randoms, so that they differ from
// handshake to handshake. The zero Keys are none.
type Keys struct {
	Master  Value // noSecret if the end changes its cipher without one
	Randoms [2]Value
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
	Elsewhere      bool   // server: resumes by a ticket that another server has revoked
	Stale          bool   // resumes by a ticket whose key is gone
	Swayed         bool   // server: let a session ID count beside a ticket
	Disabled       bool   // server: took a ticket though it has none
	Missed         bool   // server: did not find what its cache has
	Cut            bool   // its connection was cut, and its session could be asked for
	Bereft         bool   // no more thereby
	Foreign        bool   // server: resumes by a ticket under a key that it did not make anew
	Evicted        bool   // server: resumed a session that had left the cache
	Suiteless      bool   // offers a session without its cipher suite, or resumes one whose suite an end does not have
	Unready        bool   // client: said the SessionTicket extension though it has no tickets
	DayOld         bool   // server: resumes a session a day behind its full handshake
	Aged           bool   // resumes a session that is too old
	Curtailed      bool   // server: refuses a ticket within its hint
	OldKey         bool   // server: seals under a key that is a week old
	Overdue        bool   // client: offers a session whose time is over
	Hasty          bool   // client: lets a session expire before its time
	Unproven       bool   // offers a ticket whose handshake has not seen the server's Finished
	Cells          Cells  // the cases of RFC 7627 that it was in
	Proved         bool   // server: the client's CertificateVerify came
	Unseen         bool   // works with a session whose EMS it does not see
	Fenced         bool   // does not read the session that is at hand
	Demanded       bool   // gave up because its operator wants it so
	Legacy         bool   // a session without EMS was at hand and not offered
	Modern         bool   // a session with EMS was at hand and not offered
	OtherName      bool   // client: offers a session that it made under another server name
	Outranked      bool   // server: resumes a session whose suite is not the one that it would choose
	Wronged        bool   // gave up with a session that it does not belong to
	Loose          bool   // a renegotiation behind a resumption without EMS
	Unchained      bool   // took a renegotiating hello that is not bound to the handshake before
	Silent         bool   // knows RFC 5746, and its hello did not signal it
	TicketLost     bool   // client: does not hold the session that it should
	BehindResumed  bool   // the handshake before was an abbreviated one
	BehindLegacy   bool   // it did not use the extended master secret
	BehindPromised bool   // its ServerHello promised a ticket
	BehindEmptied  bool   // the one before renewed the ticket by an empty one
	Refused        bool   // the peer refused to do another handshake
	RequestIgnored bool   // HelloRequest came in the middle of a handshake
	PeerChanged    bool   // the server is another than in the handshake before
	Past           uint8  // the slot of the RFCs' plan from which on it goes on
	Astray         bool   // left that plan
	DataEarly      bool   // said or accepted application data before it may
	DataSaid       bool   // said application data
	DataAmid       bool   // said or accepted application data in the middle of a handshake
	Bare           bool   // sent a record that its ChangeCipherSpec should have protected
	CloseHeard     bool   // close_notify came
	AfterClose     bool   // accepted something behind it
	Silenced       bool   // gave up without an alert
	Insisted       bool   // server: asked for a handshake that it had asked for
	RefusedOddly   bool   // refused another handshake without a word, or ended the connection by that
	Unanswered     bool   // did not answer close_notify
	UniqueRepeated bool   // has the tls-unique of the handshake before
	KeysRepeated   bool   // changed its cipher to the keys that it had
	RandomRepeated bool   // said a hello with a random that there was before
	Declined       Reason // server: why the session that it found was not resumed
	Aborted        Alert  // it gave up
}

// belonging is the session that the connection belongs to, or 0: in a full
// handshake from its completion on, in an abbreviated one from the decision. A
// client whose ServerHello was at fault has not resumed, and yet knows that the
// server has.
func (e *End) belonging() Value {
	switch {
	case e.Done || e.By != Nothing:
		return e.Session.Master
	case e.Offered != Nothing && e.detect() == Abbreviated:
		return e.Held.Master
	}
	return 0
}

// keys are those of the handshake that runs.
func (e *End) keys() Keys {
	k := Keys{e.Session.Master, [2]Value{e.Offer.Random, e.Answer.Random}}
	if k.Master == 0 {
		k.Master = noSecret
	}
	return k
}

// ownKeys protect what this end sends behind its ChangeCipherSpec.
func (e *End) ownKeys() Keys {
	if e.Done {
		return e.WriteKeys
	}
	return e.keys()
}

// rest drops what a completed handshake needs no more.
func (e *End) rest() {
	e.Offer.Random, e.Offer.Ticket, e.Offer.Suites, e.Offer.Bound = 0, Ticket{}, Suites{}, Verify{}
	e.Answer.Random, e.Answer.Bound = 0, [2]Verify{}
	e.Premaster = 0
	e.Held, e.Receipt, e.Transcript, e.Finished = Session{}, Receipt{}, Transcript{}, [2]Verify{}
	e.Edits = Edits{}
}

// die leaves of an end what its past says of it.
func (e *End) die() {
	e.Seen.Past, e.Seen.CloseHeard = 0, false
	*e = End{
		Life: Over, Done: e.Done, By: e.By, Answer: e.Answer,
		Session: e.Session, Belief: e.Belief, Seen: e.Seen, Readings: e.Readings, Again: e.Again,
		Host: e.Host, Own: e.Own,
	}
}
