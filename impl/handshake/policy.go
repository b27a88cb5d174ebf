package handshake

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A Policy is everything that a handshake settles by table or predicate instead
// of by code path.
type Policy struct {
	Full, Abbreviated Plan

	Versions []wire.Version // in any order; the newest that both have is used

	Suites  []*wire.Suite          // the client's in the order of its preference
	Groups  []wire.Group           // likewise, of ECDHE
	Fields  []wire.Group           // likewise, of DHE
	Schemes []wire.SignatureScheme // likewise, of the peer's signatures
	Signing []wire.SignatureScheme // of this end's own; nil: Schemes

	Protocols []string // of the application, the preferred first (RFC 7301); none: without the extension

	Sentinel       bool           // RFC 8446 4.1.3: set and check the mark of a version that was brought down
	EMS            bool           // RFC 7627: offer it, answer it
	EMSBuild       EMSBuild       // and what else there is to it
	EncryptThenMAC bool           // RFC 7366: offer it, answer it, with suites of block ciphers
	Invalidation   Invalidation   // which failures end a session; nil: AfterAnyAlert
	Tickets        bool           // RFC 5077: be ready for tickets, offer and accept them
	TicketEncoding TicketEncoding // of the extension
	Lifetime       time.Duration  // of a session, from the full handshake that made it

	Renegotiation Renegotiation                       // what to say to a peer that asks for a renegotiation; nil: Refusing
	Legacy        Legacy                              // how to treat a peer that does not signal RFC 5746
	Within        Within                              // what a renegotiation does, too
	Unpatched     bool                                // be an end from before RFC 5746, which neither signals nor checks it
	MayChange     func(before, now *Agreement) Reason // may a renegotiation change this? nil: whatever it is
	Strict        Strict
	// Unhashed leaves the NewSessionTicket out of the handshake's hash: the draft is
	// silent, and RFC 5077 3.3 has it in.
	Unhashed bool
	// ClientUnique has the client's Finished be tls-unique, in a resumption, too: the
	// mail of 2009-10-28. RFC 5929 3.1 has the first.
	ClientUnique bool
	Alerts       map[Reason]wire.Alert // announced instead of the reasons' own; nil: none
	Packing      Packing

	// Of a server.
	Cache     bool                                      // name sessions by an ID (RFC 5246 7.3)
	Beside    bool                                      // give an ID beside a promised ticket, too (RFC 5077 3.4: it SHOULD NOT)
	Bare      bool                                      // resume without any extension in the ServerHello (RFC 4366 3)
	Renew     bool                                      // issue a new ticket on resumption by ticket, too (RFC 5077 3.3)
	Hint      Hint                                      // of a ticket's lifetime; nil: HintLeft
	SameName  func(session, hello string) bool          // may a session be resumed under this name? nil: RFC6066Name
	MayResume func(*session.State, *Offer) Reason       // honour this ticket or ID?
	Promise   func(*Policy, *wire.ClientHello, By) bool // will a NewSessionTicket come?
	Listed    bool                                      // heed the versions that a client of TLS 1.3 lists (RFC 8446 4.2.1)
	OwnOrder  bool                                      // prefer suites in the order of Suites, not in the client's
	// LimitFragments: accept what the client's max_fragment_length asks for (RFC 6066 4).
	LimitFragments bool
	// AcknowledgeName has the server say that it has used the server_name (RFC 6066 3).
	AcknowledgeName bool
	// ChooseProtocol says which of the client's protocols is spoken, or "" for none:
	// SharedProtocol or SharedProtocolOrNone.
	ChooseProtocol func(own, offered []string) (string, Reason)

	UnknownPSK UnknownPSK // what becomes of clients whose PSK identity is not known
	LostPSK    bool       // honour sessions of PSK identities that are not known any more
	// OwnField is the group that DHE is done in, whatever the client can do; nil: one
	// of Fields.
	OwnField *FiniteField

	// Of a client.
	LeastField  int                                                     // the shortest modulus that AnyField goes along with, in bits
	MaxFragment wire.FragmentLength                                     // to ask for (RFC 6066 4); 0: none
	Native      bool                                                    // offer a session in its own version (RFC 5246 E.1)
	Fallback    bool                                                    // a newer version was tried in vain (RFC 7507)
	Marker      bool                                                    // send a session ID beside a ticket (RFC 5077 3.4)
	AlwaysID    bool                                                    // send a session ID in every hello (RFC 8446 D.4)
	ByExtension bool                                                    // signal RFC 5746 by the extension, not by the suite
	MayFollow   func(*Policy, *session.State, *wire.ServerHello) Reason // the server resumes it: abort?
	// MayOffer: offer this session to a server of this name?
	MayOffer func(s *session.ClientSession, p *Policy, serverName string, now time.Time) Reason
	// MayExchange: exchange keys in this group of the server's? nil: OfferedFields.
	MayExchange func(*Policy, *FiniteField) Reason
}

// A Packing says how this end's handshake messages go into records (RFC 5246 6.2.1).
// The zero value gives each a record of its own, or as many as it needs.
type Packing struct {
	Fragment int  // the most bytes of messages in a record; 0: as many as it holds
	Coalesce bool // the messages between two changes of keys share records
}

// An Offer is what a client asks a server to resume, and when.
type Offer struct {
	By      By
	Hello   *wire.ClientHello
	Version wire.Version // that the server has chosen
	Host    *Host        // that the server is to the client
	Policy  *Policy      // of the server
	Now     time.Time
	KeyOf   func(identity []byte) (key []byte, ok bool) // the server's pre-shared keys, if any

	of *Handshake
}

// Suite is what a full handshake would have, or nil. It is found only when asked for:
// most policies do not.
func (o *Offer) Suite() *wire.Suite {
	s, _ := o.of.sharedSuite()
	return s
}

// Day is how long a session may be resumed: RFC 5246 F.1.4, "An upper limit of
// 24 hours is suggested for session ID lifetimes".
const Day = 24 * time.Hour

// DefaultPolicy has everything on that is not weak.
func DefaultPolicy() Policy {
	return Policy{
		Full: Full, Abbreviated: Abbreviated,
		Versions: []wire.Version{wire.TLS12}, // RFC 8996: no longer 1.0 and 1.1
		Sentinel: true, Native: true,
		Suites:  usual(wire.Suites),
		Groups:  slices.Clone(wire.Groups),
		Fields:  slices.Clone(wire.Fields),
		Schemes: slices.Clone(defaultSchemes),
		EMS:     true, EncryptThenMAC: true, Tickets: true, Lifetime: Day,
		Cache: true, AcknowledgeName: true, MayResume: MayResume, Promise: Promise, ChooseProtocol: SharedProtocol, LimitFragments: true,
		MayOffer: MayOffer, MayFollow: MayFollow,
		MayExchange: OfferedFields, LeastField: 2048, // RFC 9325 4.5
		Renegotiation: Refusing, Legacy: LegacyServed, MayChange: MayChange,
	}
}

// usual are the suites that nothing speaks against. RFC 9325 4.1: "Implementations
// SHOULD NOT negotiate cipher suites based on RSA key transport", nor "on ephemeral
// finite-field Diffie-Hellman key agreement".
func usual(all []*wire.Suite) (some []*wire.Suite) {
	for _, s := range all {
		if exchanges[s.KX].usual {
			some = append(some, s)
		}
	}
	return some
}

// check reports what a side lacks of its policy.
func (p *Policy) check(side Side) error {
	switch {
	case len(p.Full) == 0 || len(p.Abbreviated) == 0,
		side == Client && (p.MayOffer == nil || p.MayFollow == nil), side == Server && (p.MayResume == nil || p.Promise == nil):
		return errors.New("got a policy with holes, want one that was made from DefaultPolicy")
	case slices.Contains(p.Suites, nil):
		return errors.New("got a cipher suite that is nil, want one of wire.Suites")
	case side == Client && len(p.suitesOf(p.newest())) == 0:
		return fmt.Errorf("got no cipher suite of version %s, want some", p.newest())
	}
	if err := p.checkFields(); err != nil {
		return err
	}
	return p.checkProtocols()
}

// Promise says yes to a client that is ready for a ticket, in a full handshake;
// in a resumption by ticket only if the server renews.
func Promise(p *Policy, hello *wire.ClientHello, by By) bool {
	if !p.Tickets || hello.Ticket == nil {
		return false
	}
	return by == ByNothing || by == ByTicket && p.Renew
}

// MayResume says whether a server honours a session that it has found.
func MayResume(s *session.State, o *Offer) Reason {
	age := o.Now.Sub(s.Created)
	switch {
	case age >= o.Policy.Lifetime:
		return SessionExpired
	case age < -session.Skew:
		return SessionFromTheFuture
	case !o.Policy.sameName(s.ServerName, o.Hello.ServerName):
		return SessionOfOtherName
	case s.VirtualHost != o.Host.ID:
		return SessionOfOtherHost
	case s.Version != o.Version:
		return SessionOfOtherVersion
	case !slices.Contains(o.Hello.Suites, s.Suite) || o.Policy.suite(s.Suite) == nil:
		return SessionSuiteGone
	case !coheres(s, o.Policy.suite(s.Suite)):
		return SessionIncoherent
	}
	if !o.Policy.LostPSK && !o.knows(s) {
		return SessionOfUnknownPSK
	}
	if reason := o.Host.Clients.mayResume(s, o.Now); reason != None {
		return reason
	}
	if reason := o.Policy.serverEMS(s.EMS, o.Hello.EMS); reason != None {
		return reason
	}
	return serverETM(s.EncryptThenMAC, o.Hello.EncryptThenMAC, o.Policy.EncryptThenMAC)
}

// coheres reports whether the parts of a session go together. Those that were made here
// do; a ticket, or a session that was handed over, may be of who has the key and other
// ideas. RFC 5246 7.4.1.3: the compression of a resumed session "is the value from the
// resumed session state", and none but null is spoken here.
func coheres(s *session.State, suite *wire.Suite) bool {
	return s.Compression == 0 && suite.Cipher.Since() <= s.Version && (blocks(suite) || !s.EncryptThenMAC) &&
		(suite.KX == wire.PSK) == (s.Client.Auth == session.PSK)
}

// SuiteFirst is the MayResume of a server that chooses the suite as for a full
// handshake, and resumes what fits that choice, as BoringSSL does. RFC 5246 7.4.1.3
// has the suite follow from the session.
func SuiteFirst(s *session.State, o *Offer) Reason {
	if reason := MayResume(s, o); reason != None {
		return reason
	}
	if full := o.Suite(); full == nil || full.ID != s.Suite {
		return SessionOfOtherSuite
	}
	return None
}

// RFC6066Name is RFC 6066 3: a server "MUST NOT accept the request to resume the
// session if the server_name extension contains a different name"; names are
// "case-insensitive".
func RFC6066Name(session, hello string) bool { return equalNames(session, hello) }

// RFC4366Name is RFC 4366, which has no such rule: what the hello of a resumption has in
// its extensions is ignored (3). What sessions are bound to is then their host alone.
func RFC4366Name(_, _ string) bool { return true }

// SameNames are both rules by their names. They are of their time: RFC 6066 has obsoleted
// RFC 4366.
var SameNames = map[string]func(session, hello string) bool{"rfc6066": RFC6066Name, "rfc4366": RFC4366Name}

func (p *Policy) sameName(session, hello string) bool {
	if p.SameName == nil {
		return RFC6066Name(session, hello)
	}
	return p.SameName(session, hello)
}

// MayOffer says whether a client offers a session. RFC 6066 3: "the client SHOULD
// include the same server_name extension" when it resumes.
func MayOffer(s *session.ClientSession, p *Policy, serverName string, now time.Time) Reason {
	switch {
	case !equalNames(s.ServerName, serverName):
		return SessionOfOtherName
	case !s.Usable(now, p.Lifetime):
		return SessionExpired
	case !slices.Contains(p.Versions, s.Version):
		return SessionOfOtherVersion
	case p.suite(s.Suite) == nil:
		return SessionSuiteGone
	case !coheres(&s.State, p.suite(s.Suite)):
		return SessionIncoherent
	case s.MaxFragment != 0 && s.MaxFragment != p.MaxFragment:
		return SessionOfOtherFragmentLength
	}
	if reason := p.clientEMS(s.EMS); reason != None {
		return reason
	}
	return clientETM(s.EncryptThenMAC, p.EncryptThenMAC)
}

// MayFollow says whether a client goes along with a server that resumes.
func MayFollow(p *Policy, s *session.State, answer *wire.ServerHello) Reason {
	switch {
	case answer.Version != s.Version:
		return ResumedOtherVersion
	case answer.Suite != s.Suite:
		return ResumedOtherSuite
	case answer.MaxFragment != 0 && answer.MaxFragment != s.MaxFragment:
		return ResumedOtherFragmentLength // some servers repeat the session's, which does no harm
	}
	if reason := p.answeredEMS(s.EMS, answer.EMS); reason != None {
		return reason
	}
	return answeredETM(s.EncryptThenMAC, answer.EncryptThenMAC)
}

func (p *Policy) suite(id uint16) *wire.Suite {
	i := slices.IndexFunc(p.Suites, func(s *wire.Suite) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return p.Suites[i]
}

// suitesOf are the suites that a version has. RFC 5288 4: clients "MUST NOT offer"
// those of TLS 1.2 "if they do not offer TLS 1.2 or later".
func (p *Policy) suitesOf(v wire.Version) (some []*wire.Suite) {
	for _, s := range p.Suites {
		if s.Cipher.Since() <= v {
			some = append(some, s)
		}
	}
	return some
}
