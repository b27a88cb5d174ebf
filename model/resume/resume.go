package resume

import "slices"

// A Verdict is what a server makes of a session that a hello asks for.
type Verdict uint8

// The verdicts, mildest first.
const (
	Resume  Verdict = iota
	Decline         // a full handshake
	Abort           // handshake_failure
)

// A Refusal is a reason of a server to do a full handshake instead of resuming.
type Refusal struct {
	Why   Reason
	Cites string
	When  func(*Question) bool
}

// A Reason is why a server does not resume a session.
type Reason uint8

// The reasons; the zero Reason is none.
const (
	TicketDoesNotOpen Reason = iota + 1
	SessionTooOld
	OtherServerName
	DemandGrew // the host wants more of a client's certificate than when the session was made
	SuiteNotOffered
	SuiteGone
	SessionRevoked
)

var reasonNames = [...]string{
	TicketDoesNotOpen: "ticket-does-not-open",
	SessionTooOld:     "session-too-old",
	OtherServerName:   "other-server-name",
	DemandGrew:        "demand-grew",
	SuiteNotOffered:   "suite-not-offered",
	SuiteGone:         "suite-gone",
	SessionRevoked:    "session-revoked",
}

// String names the reason.
func (r Reason) String() string { return reasonNames[r] }

// A Question is what a server decides on: may this hello resume this session?
type Question struct {
	World   *World
	Now     Seconds
	Server  *ServerNode
	Offer   *Offer
	Host    Host // that the offer asks for
	Session *Session
	Ticket  *Ticket // nil if the session was named by its ID
}

// refusals is looked through in this order; the first that applies decides.
var refusals = []Refusal{
	{TicketDoesNotOpen, "RFC 5077 3.2", func(q *Question) bool {
		return q.Ticket != nil && !q.Server.opens(q.Ticket)
	}},
	{SessionRevoked, "RFC 5246 7.2.2", func(q *Question) bool {
		return slices.Contains(q.Server.Revoked, q.Session.Master)
	}},
	{SessionTooOld, "RFC 5246 F.1.4", func(q *Question) bool {
		by := ByID
		if q.Ticket != nil {
			by = ByTicket
		}
		return q.Now-q.Session.Made >= q.Server.Options.Readings.honours(by)
	}},
	{OtherServerName, "RFC 6066 3", func(q *Question) bool {
		return !q.Server.Options.Readings.has(NamesRFC4366) && !q.World.same(q.Session.SNI, q.Offer.SNI)
	}},
	{DemandGrew, "RFC 5246 F.1.4", func(q *Question) bool {
		return q.Session.Host.Demand < q.Host.Demand
	}},
	{SuiteNotOffered, "RFC 5246 7.4.1.2", func(q *Question) bool {
		return !q.Offer.Suites.has(q.Session.Suite)
	}},
	{SuiteGone, "RFC 5246 7.4.1.3", func(q *Question) bool {
		return !q.Server.Options.Suites.has(q.Session.Suite)
	}},
}

// takeClientHello decides between the two handshakes and settles what the
// ServerHello will say.
func (s *State) takeClientHello(p Place, m *Message) Alert {
	e := s.end(p)
	srv := s.server(p)
	e.Offer, e.Readings, e.Wanted = m.Offer, srv.Options.Readings, false
	e.Own, e.Host = srv.Options.extends(), srv.Options.Hosts.host(s.world, m.Offer.SNI)
	e.Transcript.Randoms[Client] = m.Offer.Random
	if alert := s.examine(p, e.Offer.Info); alert != NoAlert {
		return alert
	}
	session, by := s.world.policy.Recall(s, p)
	s.watchRecall(p, by)
	switch s.world.policy.Judge(s, p, &session, by) {
	case Abort:
		return s.world.policy.EMSAlert
	case Resume:
		if alert := s.recognize(p, session.Peer); alert != NoAlert {
			return alert
		}
		s.accept(p, session, by)
		s.world.policy.Answers(e)
		return NoAlert
	}
	alert := s.answerFull(p)
	s.world.policy.Begin(e, &session)
	s.world.policy.Answers(e)
	return alert
}

// judge decides whether the session that was found is resumed.
func (s *State) judge(p Place, session *Session, by By) Verdict {
	if by == Nothing {
		return Decline
	}
	e := s.end(p)
	q := Question{s.world, s.Now, s.server(p), &e.Offer, e.Host, session, nil}
	if by == ByTicket {
		q.Ticket = &e.Offer.Ticket
	}
	if e.Seen.Declined = s.world.policy.refuse(&q); e.Seen.Declined != 0 {
		s.watchRefusal(p, by)
	}
	s.watchValidation(p, q)
	if e.Seen.Declined != 0 {
		return Decline
	}
	return s.judgeEMS(p, flavour(session))
}

// recall finds the session that a hello names. RFC 5077 3.4: "If a ticket is
// presented by the client, the server MUST NOT attempt to use the Session ID".
func (s *State) recall(p Place) (Session, By) {
	srv, o := s.server(p), &s.end(p).Offer
	if srv.Options.Tickets && !o.Ticket.empty() {
		s.reads(p, o.Ticket.Fenced)
		return s.perceived(p, &o.Ticket.Seals), ByTicket
	}
	if srv.Options.Cache && o.ID != 0 {
		for _, c := range *s.cacheOf(s.Conns[p.Conn].Server) {
			if c.ID == o.ID && s.reads(p, c.Fenced) {
				return s.perceived(p, &c.Session), ByID
			}
		}
	}
	return Session{}, Nothing
}

// accept resumes the session. RFC 5077 3.4: the ServerHello has "the same
// Session ID present in the ClientHello"; RFC 6066 3: it has no server_name.
func (s *State) accept(p Place, session Session, by By) {
	e, srv := s.end(p), s.server(p)
	s.watchResumption(p, &session, by)
	e.Plan, e.By, e.Session = Abbreviated, by, session
	e.Answer = Answer{
		Promised: by == ByTicket && srv.Options.Renew && e.Offer.Ready,
		EMS:      e.Own && e.Offer.EMS,
		ID:       s.world.policy.Echo(s, p),
		Suite:    session.Suite,
	}
	s.mark(p)
	if e.Readings.has(ResumedExtensionsNone) {
		// RFC 4366 3: the ServerHello contains "none of the extension types"
		e.Answer = Answer{Random: e.Answer.Random, ID: e.Answer.ID, Suite: e.Answer.Suite}
	}
}

// mark gives the ServerHello what every one has.
func (s *State) mark(p Place) {
	e := s.end(p)
	e.Answer.Random = s.random(p)
	e.Answer.Info, e.Answer.Bound = s.world.policy.Reply(s, p)
	e.Transcript.Randoms[Server] = e.Answer.Random
}

// answerFull settles a full handshake, if there is a suite for it.
func (s *State) answerFull(p Place) Alert {
	e, srv := s.end(p), s.server(p)
	suite := srv.Options.choose(&e.Offer.Suites)
	if suite == 0 {
		return HandshakeFailure
	}
	if s.judgeEMS(p, NoSession) == Abort {
		return s.world.policy.EMSAlert
	}
	e.Answer = Answer{
		Promised: srv.Options.Tickets && e.Offer.Ready, // RFC 5077 3.2: not unless the hello has the extension
		EMS:      e.Own && e.Offer.EMS,
		Ack:      e.Offer.SNI != 0,
		Suite:    suite,
	}
	s.mark(p)
	if s.world.policy.Names(&srv.Options, &e.Answer) {
		e.Answer.ID = s.world.policy.NewID(s, p)
	}
	s.begin(p)
	e.Asked = e.Host.Demand != NoDemand
	e.Session.SNI = s.world.policy.NameOf(e)
	return NoAlert
}

// choose is the first suite of the client's list that the server can do.
func (o *Options) choose(wanted *Suites) Suite {
	for _, suite := range wanted {
		if o.Suites.has(suite) && suite.fits(o.RSA) {
			return suite
		}
	}
	return 0
}

// takeResumption is the client's side: what it offered is accepted. From now
// on the connection belongs to the session.
func (s *State) takeResumption(p Place) Alert {
	e := s.end(p)
	e.Plan, e.By, e.Session, e.Held = Abbreviated, e.Offered, e.Held, Session{}
	switch {
	case s.judgeEMS(p, flavour(&e.Session)) == Abort:
		return s.world.policy.EMSAlert
	case e.Answer.Suite != e.Session.Suite && !s.world.policy.SuiteMayChange:
		// RFC 5246 7.4.1.3: "the value from the state of the session being resumed"
		return IllegalParameter
	}
	return s.identify(p, e.Session.Peer)
}

// watchRecall notes whether the server looks for the session where it is to.
func (s *State) watchRecall(p Place, by By) {
	e, srv := s.end(p), s.server(p)
	asked := srv.Options.Tickets && !e.Offer.Ticket.empty()
	known := slices.ContainsFunc(*s.cacheOf(s.Conns[p.Conn].Server), func(c Cached) bool {
		return c.ID == e.Offer.ID && srv.Options.reads(c.Fenced)
	})
	e.Seen.Swayed = asked && by == ByID
	e.Seen.Disabled = by == ByTicket && !srv.Options.Tickets
	e.Seen.Missed = by == Nothing && !asked && srv.Options.Cache && known
}

// watchValidation notes whether the verdict on a ticket would be another with
// another session ID beside it.
func (s *State) watchValidation(p Place, q Question) {
	if q.Ticket == nil {
		return
	}
	without, with := *q.Offer, *q.Offer
	without.ID, with.ID = 0, s.Last+1
	for _, o := range []*Offer{&without, &with} {
		other := q
		other.Offer = o
		if s.world.policy.refuse(&other) != s.world.policy.refuse(&q) {
			s.end(p).Seen.Swayed = true
		}
	}
}

// watchResumption notes what invariants want to know of a server that resumes.
// What was under way at a fatal alert may go on: RFC 5246 7.2 prevents "the
// failed session from being used to establish new connections".
func (s *State) watchResumption(p Place, session *Session, by By) {
	e, srv := s.end(p), s.server(p)
	e.Seen.Outranked = srv.Options.choose(&e.Offer.Suites) != session.Suite
	e.Seen.Suiteless = !e.Offer.Suites.has(session.Suite) || !srv.Options.Suites.has(session.Suite)
	least := LosesWhatIsHeld
	if by == ByTicket {
		least = LosesTickets
		e.Seen.Stale = !srv.opens(&e.Offer.Ticket) || slices.Contains(srv.Retired, e.Offer.Ticket.Key)
		key := e.Offer.Ticket.Key
		e.Seen.Foreign = key == noSecret || slices.Contains(srv.Borrowed, key)
		e.Seen.Elsewhere = slices.ContainsFunc(s.Servers, func(n ServerNode) bool {
			return slices.Contains(n.Revoked, session.Master)
		})
	}
	e.Seen.DayOld = s.Now-session.Born >= Day
	e.Seen.Aged = s.Now-session.Born >= e.Readings.honours(by)
	e.Seen.Burnt = burnt(srv.Burnt, session.Master, LosesNothing)
	e.Seen.Dead = burnt(srv.Burnt, session.Master, least)
}
