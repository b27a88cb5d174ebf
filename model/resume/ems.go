package resume

import "slices"

// The extended master secret: RFC 7627 5.2 and 5.3 as a table of cases, and what
// the mail of 2021-10-25 to the TLS list adds for nodes that do not have it.

// A Flavour is what an end has for a session when it decides.
type Flavour uint8

// The flavours: of no session, if the handshake is a full one.
const (
	AnyFlavour Flavour = iota
	NoSession
	LegacySession
	EMSSession
)

func flavour(x *Session) Flavour {
	if x.EMS {
		return EMSSession
	}
	return LegacySession
}

// Whether says what a case wants of a truth.
type Whether uint8

// A case may want a truth, its contrary or neither.
const (
	Either Whether = iota
	No
	Yes
)

func (w Whether) allows(truth bool) bool { return w == Either || (w == Yes) == truth }

// An EMSCell is a case of RFC 7627: what an end does that has such a session,
// has or lacks the extension itself, and hears of it or does not in the peer's
// hello. Resume means that it goes on.
type EMSCell struct {
	Name    string // of the goal that shows it
	Cites   string
	Side    Side
	Session Flavour
	Own     Whether
	Peer    Whether
	Given   Readings // it takes one of these policies, unless there is none here
	Verdict Verdict
}

// emsCells is looked through in this order; the first that applies decides.
var emsCells = []EMSCell{
	// 5.2: "it SHOULD abort the handshake if it does not wish to interoperate with legacy clients"
	{"ems-required-of-hello", "RFC 7627 5.2", Server, AnyFlavour, Either, No, given(EMSRequire), Abort},
	{"ems-required-of-itself", "RFC 7627 5.2", Server, AnyFlavour, No, Yes, given(EMSRequire), Abort},
	// 5.2: "it MUST include the extension in its ServerHello message"
	{"ems-hello", "RFC 7627 5.2", Server, NoSession, Yes, Yes, 0, Resume},
	{"ems-plain-hello", "RFC 7627 5.2", Server, NoSession, Either, No, 0, Resume},
	{"ems-hello-to-legacy-server", "RFC 7627 5.2", Server, NoSession, No, Yes, 0, Resume},
	// 5.3: "the server MUST NOT perform the abbreviated handshake. Instead, it SHOULD continue with a full handshake"
	{"ems-hello-legacy-session", "RFC 7627 5.3", Server, LegacySession, Yes, Yes, 0, Decline},
	{"ems-hello-legacy-session-legacy-server", "RFC 7627 5.3", Server, LegacySession, No, Yes, 0, Resume},
	// 5.3: "If neither the original session nor the new ClientHello uses the extension, the server SHOULD abort"
	{"ems-neither-aborts", "RFC 7627 5.3", Server, LegacySession, Either, No, given(EMSNeitherAbort), Abort},
	{"ems-neither", "RFC 7627 5.4", Server, LegacySession, Either, No, 0, Resume},
	// 5.3: "If the original session used the [...] extension but the new ClientHello does not contain it, the server MUST abort"
	{"ems-session-plain-hello-may", "RFC 7627 5.4", Server, EMSSession, Yes, No, given(EMSMixedMay), Resume},
	{"ems-session-plain-hello", "RFC 7627 5.3", Server, EMSSession, Yes, No, 0, Abort},
	// The mail: "legacy servers SHOULD ignore such sessions and continue with a full handshake"
	{"ems-session-legacy-server-may", "RFC 7627 5.4", Server, EMSSession, No, Either, given(EMSMixedMay), Resume},
	{"ems-session-legacy-server", "TLS list 2021-10-25", Server, EMSSession, No, Either, 0, Decline},
	// 5.3: "the server MUST include the extended_master_secret extension in its ServerHello"
	{"ems-session-hello", "RFC 7627 5.3", Server, EMSSession, Yes, Yes, 0, Resume},

	// 5.2: "it SHOULD abort the handshake if it does not wish to interoperate with legacy servers"
	{"ems-required-of-answer", "RFC 7627 5.2", Client, AnyFlavour, Either, No, given(EMSRequire), Abort},
	{"ems-answer", "RFC 7627 5.2", Client, NoSession, Yes, Yes, 0, Resume},
	{"ems-plain-answer", "RFC 7627 5.2", Client, NoSession, Either, No, 0, Resume},
	// 5.3: session without, ServerHello with: "the client MUST abort the handshake"
	{"ems-answer-legacy-session", "RFC 7627 5.3", Client, LegacySession, Yes, Yes, 0, Abort},
	{"ems-neither-aborts-client", "RFC 7627 5.3", Client, LegacySession, Either, No, given(EMSNeitherAbort), Abort},
	{"ems-neither-client", "RFC 7627 5.4", Client, LegacySession, Either, No, 0, Resume},
	// 5.3: session with, ServerHello without: "the client MUST abort the handshake"
	{"ems-session-plain-answer-may", "RFC 7627 5.4", Client, EMSSession, Either, No, given(EMSMixedMay), Resume},
	{"ems-session-plain-answer", "RFC 7627 5.3", Client, EMSSession, Either, No, 0, Abort},
	{"ems-session-answer", "RFC 7627 5.3", Client, EMSSession, Yes, Yes, 0, Resume},
}

// An EMSCase is what an end decides on.
type EMSCase struct {
	Side     Side
	Session  Flavour
	Own      bool
	Peer     bool
	Readings Readings
}

func (l *EMSCell) takes(c *EMSCase) bool {
	return l.Side == c.Side && (l.Session == AnyFlavour || l.Session == c.Session) &&
		l.Own.allows(c.Own) && l.Peer.allows(c.Peer) && (l.Given == 0 || l.Given&c.Readings != 0)
}

// Cells is a set of EMSCells, by their places.
type Cells uint32

// in says whether the end was in a case.
func (x *Seen) in(cell string) bool {
	i := slices.IndexFunc(emsCells, func(l EMSCell) bool { return l.Name == cell })
	return x.Cells>>i&1 == 1
}

// judgeEMS finds the case that an end is in.
func (s *State) judgeEMS(p Place, session Flavour) Verdict {
	e := s.end(p)
	c := EMSCase{p.Side, session, e.Own, e.Answer.EMS, e.Readings}
	if p.Side == Server {
		c.Peer = e.Offer.EMS
	}
	for i := range s.world.policy.EMS {
		if l := &s.world.policy.EMS[i]; l.takes(&c) {
			e.Seen.Cells |= 1 << i
			e.Seen.Demanded = e.Seen.Demanded || l.Verdict == Abort && l.Given != 0
			return l.Verdict
		}
	}
	return Resume
}

// extends says whether the node negotiates the extension.
func (o *Options) extends() bool { return o.EMS && !o.Readings.has(EMSIgnorant) }

// A Keeper is where a session is kept.
type Keeper uint8

// The keepers: two of a server, and a client's store.
const (
	InTicket Keeper = iota
	InCache
	InStore
)

// fences: the mail of 2021-10-25, a session with the extension may be kept so
// that builds which predate RFC 7627 "do not recognize" it: in another form, or
// under keys that they do not have.
func (e *End) fences(Keeper) bool {
	return e.Session.EMS && e.Readings&given(FenceFormat, FenceKey) != 0
}

func (o *Options) reads(fenced bool) bool { return !fenced || !o.Readings.has(EMSIgnorant) }

// options are those of the end's node.
func (s *State) options(p Place) *Options {
	if p.Side == Server {
		return &s.server(p).Options
	}
	return &s.client(p).Options
}

// reads says whether the end's build can read what was kept, and notes if not.
func (s *State) reads(p Place, fenced bool) bool {
	can := s.options(p).reads(fenced)
	s.end(p).Seen.Fenced = !can
	return can
}

// perceived is a session that was kept, as the end's build reads it: one that
// predates RFC 7627 has no flag for the extension (5.4), and keeps none.
func (s *State) perceived(p Place, kept *Session) Session {
	x := *kept
	if x.EMS && s.options(p).Readings.has(EMSIgnorant) {
		x.EMS = false
		s.end(p).Seen.Unseen = true
	}
	return x
}

// mixed says whether an end of the connection lets the hellos of a resumption
// differ from the session (RFC 7627 5.4).
func (c *Conn) mixed() bool {
	return (c.Ends[Client].Readings | c.Ends[Server].Readings).has(EMSMixedMay)
}

// A Secret is what ClientKeyExchange carries, as the model sees it: the master
// secret that comes of it, if both ends derive it alike.
type Secret struct {
	Master Value
	EMS    bool
	Hash   Transcript // RFC 7627 3: up to and including ClientKeyExchange
}

// propose makes the client's secret, once for a handshake.
func (s *State) propose(p Place) Secret {
	e := s.end(p)
	if e.Premaster == 0 {
		e.Premaster = s.fresh()
	}
	return Secret{e.Premaster, e.Answer.EMS, e.Transcript.plus(Client, ClientKeyExchange)}
}

// takeSecret derives the server's master secret. RFC 7627 4: with the
// extension it depends on the transcript, so that ends that saw different ones
// do not share it.
func (s *State) takeSecret(p Place, m *Message) Alert {
	e := s.end(p)
	same := m.Secret.EMS == e.Answer.EMS
	if same && e.Answer.EMS {
		same = m.Secret.Hash == e.Transcript.plus(Client, ClientKeyExchange)
	}
	e.Session.Master = m.Secret.Master
	if !same {
		e.Session.Master = s.fresh()
	}
	return NoAlert
}
