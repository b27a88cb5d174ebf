package endpoint_test

import (
	"bytes"
	"crypto/x509"
	"errors"
	"math/big"
	"slices"
	"testing"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A trigger brings one of two ends to act for a reason, by what is on the wire.
type trigger struct {
	first func(*pair) // what the ends have, before any connection
	again func(*pair) // and what they have when they come back; nil: they do not
	mend  mend        // what becomes of their flights
	after func(*line) // what happens once the handshake is over
}

// A mend changes a flight of one end.
type mend func(t *testing.T, from handshake.Side, flight []byte) []byte

// same is for ends that come back as they were.
func same(*pair) {}

// instead of what the client says first, the server gets other bytes.
func instead(flight ...byte) mend {
	return func(_ *testing.T, from handshake.Side, b []byte) []byte {
		if from == handshake.Client {
			return flight
		}
		return b
	}
}

func hello(edit func(*wire.ClientHello)) mend {
	return func(t *testing.T, from handshake.Side, b []byte) []byte {
		if from == handshake.Client && wire.Kind(b[recordHeader]) == wire.KindClientHello {
			return rewrite(t, b, &wire.ClientHello{}, edit)
		}
		return b
	}
}

func answer(edit func(*wire.ServerHello)) mend {
	return func(t *testing.T, from handshake.Side, b []byte) []byte {
		if from == handshake.Server && wire.Kind(b[recordHeader]) == wire.KindServerHello {
			return rewrite(t, b, &wire.ServerHello{}, edit)
		}
		return b
	}
}

// swap puts bytes in the place of others, once.
func swap(from handshake.Side, old, new []byte) mend {
	return func(_ *testing.T, by handshake.Side, b []byte) []byte {
		if by == from {
			return bytes.Replace(b, old, new, 1)
		}
		return b
	}
}

// refusing makes the client's verifier say so of every certificate; nil: nothing.
func refusing(err error) func(*pair) {
	return func(p *pair) { p.client.Verify = func([][]byte, string) (string, error) { return "", err } }
}

func blockCiphers(p *pair) {
	p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(0xc009), wire.SuiteByID(0xc00a)}
}
func marked(p *pair) { p.client.Policy.Marker = true }
func byID(p *pair)   { p.client.Policy.Tickets = false }
func everyVersion(p *pair) {
	p.client.Policy.Versions, p.server.Policy.Versions = wire.Versions, wire.Versions
}
func offerEverything(p *pair) {
	p.client.Policy.MayOffer = func(*session.ClientSession, *handshake.Policy, string, time.Time) handshake.Reason {
		return handshake.None
	}
}

// finite has both ends do DHE, and nothing else.
func finite(p *pair) {
	certify(p, "rsa")
	only(p, 0x009e)
}

func both(edits ...func(*pair)) func(*pair) {
	return func(p *pair) {
		for _, edit := range edits {
			edit(p)
		}
	}
}

// afterwards gives the server these bytes.
func afterwards(b ...byte) func(*line) {
	return func(l *line) { l.carry(handshake.Client, []endpoint.Effect{endpoint.Transmit{Wire: b}}) }
}

// saying makes an end send a handshake message behind the back of its plan.
func saying(side handshake.Side, raw ...byte) func(*line) {
	return func(l *line) {
		l.carry(side, l.ends[side].SendRaw(wire.Message{Kind: wire.Kind(raw[0]), Raw: raw}))
	}
}

// renegotiating makes the client renegotiate with another configuration of the ends.
func renegotiating(edit func(*pair)) func(*line) {
	return func(l *line) {
		edit(l.pair)
		l.do(handshake.Client, endpoint.Renegotiate{})
	}
}

// renegotiatingHello is what a client says to renegotiate, edited.
func renegotiatingHello(edit func(*wire.ClientHello)) func(*line) {
	return func(l *line) {
		hello, _ := bound(l)
		edit(hello)
		m, err := wire.Encode(hello)
		if err != nil {
			l.t.Fatal(err)
		}
		l.carry(handshake.Client, l.ends[handshake.Client].SendRaw(m))
	}
}

// freely makes both ends renegotiate whenever they are asked to.
func freely(p *pair) {
	p.client.Policy.Renegotiation, p.server.Policy.Renegotiation = handshake.Freely, handshake.Freely
}

// unpatched is a client from before RFC 5746, with which the server renegotiates.
func unpatched(p *pair) {
	freely(p)
	p.client.Policy.Unpatched, p.server.Policy.Legacy = true, handshake.LegacyRenegotiates
}

// recertified is a server with another certificate, which the client would take.
func recertified(p *pair) {
	refusing(nil)(p)
	pki, err := script.NewPKI()
	if err != nil {
		p.t.Fatal(err)
	}
	credential, err := pki.Credential(traces.Node{Name: "b.example"})
	if err != nil {
		p.t.Fatal(err)
	}
	p.server.Hosts = handshake.OneHost(credential)
}

// judging makes the server ask for a certificate, which the client has, and its
// verifier say so of it.
func judging(err error) func(*pair) {
	return func(p *pair) {
		p.known(authorities[0](), "P-256")
		p.asking(handshake.Asked, authorities[0]()).Verify = func([][]byte, time.Time) (string, error) { return "alice", err }
	}
}

func demanding(d handshake.Demand) func(*pair) {
	return func(p *pair) { p.asking(d, authorities[0]()) }
}

// triggers has a row for every reason.
var triggers = map[handshake.Reason]trigger{
	handshake.OutOfOrder:                {mend: instead(22, 3, 1, 0, 4, 14, 0, 0, 0)},
	handshake.MalformedMessage:          {mend: instead(22, 3, 1, 0, 5, 1, 0, 0, 1, 3)},
	handshake.MessageTooLong:            {mend: instead(22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff)},
	handshake.MalformedAlert:            {mend: instead(21, 3, 1, 0, 1, 1)},
	handshake.AlertOfUnknownLevel:       {mend: instead(21, 3, 1, 0, 2, 7, 40)},
	handshake.MalformedChangeCipherSpec: {mend: instead(20, 3, 1, 0, 1, 2)},
	handshake.MessageAcrossKeys:         {mend: instead(22, 3, 1, 0, 3, 1, 0, 0, 20, 3, 1, 0, 1, 1)},
	handshake.TooManyWarnings:           {mend: instead(bytes.Repeat([]byte{21, 3, 1, 0, 2, 1, 90}, 6)...)},
	handshake.RecordTooLong:             {mend: instead(22, 3, 1, 0xff, 0xff)},
	handshake.RecordNotOpened:           {after: afterwards(append([]byte{23, 3, 3, 0, 32}, make([]byte, 32)...)...)},
	handshake.RecordOfUnknownType:       {mend: instead(24, 3, 1, 0, 1, 0)},
	handshake.RecordOfOtherVersion:      {after: afterwards(23, 3, 1, 0, 32)},
	handshake.TooManyEmptyRecords:       {mend: instead(bytes.Repeat([]byte{22, 3, 1, 0, 0}, 33)...)},

	handshake.MessageBehindFlight: {
		first: func(p *pair) { p.server.Policy.Strict.Flights = true },
		mend: func(_ *testing.T, from handshake.Side, b []byte) []byte {
			if from == handshake.Server {
				return b
			}
			b[4]++
			return append(b, 0)
		},
	},
	handshake.MessageInterrupted: {
		first: func(p *pair) { p.server.Policy.Strict.Messages = true },
		mend:  instead(22, 3, 1, 0, 1, 1, 23, 3, 1, 0, 1, 0),
	},

	handshake.MessageBehindHandshake: {
		first: func(p *pair) { p.client.Policy.Strict.Behind = true },
		after: saying(handshake.Server, byte(wire.KindServerKeyExchange), 0, 0, 0),
	},
	handshake.HelloRequestNotEmpty: {after: saying(handshake.Server, byte(wire.KindHelloRequest), 0, 0, 1, 1)},

	handshake.VersionTooLow: {mend: hello(func(m *wire.ClientHello) { m.Version = 0x0300 })},
	handshake.FallbackInappropriate: {first: everyVersion, mend: hello(func(m *wire.ClientHello) {
		m.Version, m.Suites = wire.TLS11, append(m.Suites, wire.FallbackSCSV)
	})},
	handshake.VersionNotOffered: {mend: answer(func(m *wire.ServerHello) { m.Version = wire.TLS11 })},
	handshake.Downgraded: {first: both(everyVersion, blockCiphers), mend: hello(func(m *wire.ClientHello) {
		m.Version = wire.TLS11
	})},
	handshake.NoNullCompression:     {mend: hello(func(m *wire.ClientHello) { m.Compressions = []byte{1} })},
	handshake.CompressionNotOffered: {mend: answer(func(m *wire.ServerHello) { m.Compression = 1 })},
	handshake.NoSharedSuite:         {mend: hello(func(m *wire.ClientHello) { m.Suites = []uint16{0x1301} })},
	handshake.NoSharedField: {
		first: finite, mend: hello(func(m *wire.ClientHello) { m.Groups = []wire.Group{511} }),
	},
	handshake.SuiteNotOffered:     {mend: answer(func(m *wire.ServerHello) { m.Suite = 0x1301 })},
	handshake.SuiteOfLaterVersion: {first: everyVersion, mend: answer(func(m *wire.ServerHello) { m.Version = wire.TLS11 })},
	handshake.ExtensionNotOffered: {
		first: func(p *pair) { p.client.Policy.EMS = false },
		mend:  answer(func(m *wire.ServerHello) { m.EMS = true }),
	},
	handshake.ExtensionOfClients: {mend: func(t *testing.T, from handshake.Side, b []byte) []byte {
		if from == handshake.Server {
			return addExtension(t, b, 0, 13, 0, 4, 0, 2, 4, 3)
		}
		return b
	}},
	handshake.ETMWithoutBlocks: {mend: answer(func(m *wire.ServerHello) { m.EncryptThenMAC = true })},
	handshake.FragmentLengthIllegal: {
		mend: hello(func(m *wire.ClientHello) { m.MaxFragment = 5 }),
	},
	handshake.OtherFragmentLength: {
		first: func(p *pair) { p.client.Policy.MaxFragment = 1 },
		mend:  answer(func(m *wire.ServerHello) { m.MaxFragment = 2 }),
	},
	handshake.NoSharedProtocol: {first: func(p *pair) {
		p.client.Policy.Protocols, p.server.Policy.Protocols = []string{"a"}, []string{"b"}
	}},
	handshake.ProtocolNotOffered: {
		first: func(p *pair) { p.client.Policy.Protocols = []string{"a"} },
		mend:  answer(func(m *wire.ServerHello) { m.Protocol = "b" }),
	},
	handshake.RenegotiationInfoNotEmpty: {mend: hello(func(m *wire.ClientHello) { m.RenegotiationInfo = []byte{1} })},
	handshake.RenegotiationInfoMissing: {
		first: freely, after: renegotiatingHello(func(m *wire.ClientHello) { m.RenegotiationInfo = nil }),
	},
	handshake.RenegotiationInfoWrong: {
		first: freely, after: renegotiatingHello(func(m *wire.ClientHello) { m.RenegotiationInfo = []byte{} }),
	},
	handshake.SCSVInRenegotiation: {first: freely, after: renegotiatingHello(func(m *wire.ClientHello) {
		m.Suites = append(m.Suites, wire.EmptyRenegotiationInfoSCSV)
	})},
	handshake.LegacyTurnedSecure: {first: unpatched, after: renegotiatingHello(func(*wire.ClientHello) {})},
	handshake.LegacyPeerRefused: {
		first: both(unpatched, func(p *pair) { p.server.Policy.Legacy = handshake.LegacyRefused }),
	},
	handshake.RenegotiationRefused: {
		first: func(p *pair) { p.server.Policy.Renegotiation = handshake.RefusingFatally }, after: renegotiating(same),
	},
	handshake.VersionChanged: {
		first: both(freely, everyVersion, blockCiphers),
		after: renegotiatingHello(func(m *wire.ClientHello) { m.Version = wire.TLS11 }),
	},
	handshake.ETMDropped: {
		first: both(freely, blockCiphers), after: renegotiating(func(p *pair) { p.client.Policy.EncryptThenMAC = false }),
	},
	handshake.EMSChanged: {first: freely, after: renegotiating(func(p *pair) { p.client.Policy.EMS = false })},
	handshake.ServerNameChanged: {
		first: freely, after: renegotiating(func(p *pair) { p.client.ServerName = "b.example" }),
	},
	handshake.CertificateChanged: {first: freely, after: renegotiating(recertified)},
	handshake.PSKIdentityChanged: {
		first: both(freely, shared, func(p *pair) { p.client.Policy.Within.Resume = false }),
		after: renegotiating(func(p *pair) { p.client.PSKs = []handshake.PSK{bob} }),
	},
	handshake.NoPlainPoints: {mend: hello(func(m *wire.ClientHello) { m.PointFormats = []byte{1} })},
	handshake.NameUnknown: {first: func(p *pair) {
		p.server.Hosts.Named, p.server.Hosts.Unknown = map[string]*handshake.Host{"b.example": p.server.Hosts.Default}, handshake.UnknownRefused
	}},
	handshake.CertificateMissing: {first: demanding(handshake.Required)},
	handshake.CertificateUnsupported: {
		first: judging(x509.CertificateInvalidError{Reason: x509.IncompatibleUsage}),
	},
	handshake.CertificateRevoked:    {first: judging(handshake.ErrRevoked)},
	handshake.CertificateUnknown:    {first: judging(handshake.ErrUnknown)},
	handshake.AccessDenied:          {first: judging(handshake.ErrDenied)},
	handshake.CertificateRefused:    {first: refusing(errors.New("not to my taste"))},
	handshake.CertificateUnreadable: {first: func(p *pair) { p.server.Hosts.Default.Credentials[0].Chain = [][]byte{{1, 2, 3}} }},
	handshake.CertificateExpired:    {first: refusing(x509.CertificateInvalidError{Reason: x509.Expired})},
	handshake.AuthorityUnknown:      {first: refusing(x509.UnknownAuthorityError{})},
	handshake.CertificateOfOtherKey: {mend: answer(func(m *wire.ServerHello) { m.Suite = 0xc02f })},
	handshake.CertificateOfOtherCurve: {
		first: func(p *pair) { p.client.Policy.Groups = []wire.Group{wire.X25519} },
		mend:  hello(func(m *wire.ClientHello) { m.Groups = append(m.Groups, wire.P256) }),
	},
	handshake.SchemeNotOffered: {mend: swap(handshake.Server, []byte{4, 3, 0}, []byte{2, 2, 0})},
	handshake.GroupNotOffered:  {mend: swap(handshake.Server, []byte{3, 0, 0x1d, 32}, []byte{3, 0, 0x1e, 32})},
	handshake.SignatureWrong:   {mend: swap(handshake.Server, []byte{4, 3, 0}, []byte{5, 3, 0})},
	handshake.KeyShareInvalid: {
		first: func(p *pair) { p.client.Policy.Groups = []wire.Group{wire.P256} },
		mend:  swap(handshake.Client, []byte{65, 4}, []byte{65, 5}),
	},
	handshake.PSKMissing:      {first: both(shared, func(p *pair) { p.server.Hint = []byte("b.example") })},
	handshake.PSKUnknown:      {first: both(shared, func(p *pair) { p.server.KeyOf = handshake.PSKs(nil) })},
	handshake.PSKWrong:        {first: both(shared, func(p *pair) { p.client.PSKs[0].Key = []byte{1} })},
	handshake.FieldNotOffered: {first: both(finite, smallField, func(p *pair) { p.client.Policy.MayExchange = nil })},
	handshake.FieldTooSmall:   {first: both(finite, smallField, func(p *pair) { p.client.Policy.LeastField = 62 })},
	handshake.FieldUnusable: {first: both(finite, smallField, func(p *pair) {
		p.server.Policy.OwnField.G = big.NewInt(1)
	})},
	handshake.FieldShareInvalid: {first: finite, mend: func(t *testing.T, from handshake.Side, b []byte) []byte {
		if from == handshake.Client && wire.Kind(b[recordHeader]) == wire.KindClientKeyExchange {
			return rewrite(t, b, &wire.ClientKeyExchange{KX: wire.DHE}, func(m *wire.ClientKeyExchange) { m.Exchange = []byte{1} })
		}
		return b
	}},
	// Without EMS: there the keys would be others, too.
	handshake.FinishedWrong: {
		first: func(p *pair) { p.client.Policy.EMS = false },
		mend:  hello(func(m *wire.ClientHello) { m.Groups = append(m.Groups, 0x0a0a) }),
	},

	handshake.FinishedOfOtherLength: {
		first: func(p *pair) {
			p.client.Policy.Full = handshake.Full.Silencing(handshake.Client, wire.KindFinished)
		},
		after: saying(handshake.Client, append([]byte{byte(wire.KindFinished), 0, 0, 13}, make([]byte, 13)...)...),
	},

	handshake.TicketLengthWrong: {
		first: func(p *pair) { p.server.Policy.TicketEncoding = handshake.PrefixedTicket }, again: same,
	},
	handshake.TicketAnswerNotEmpty: {mend: answer(func(m *wire.ServerHello) { m.PrefixedTicket = true })},
	handshake.EMSRequired: {
		first: func(p *pair) {
			handshake.EMSBuilds["off"](&p.client.Policy)
			handshake.EMSBuilds["required"](&p.server.Policy)
		},
	},
	handshake.EMSOfNeither: {
		first: func(p *pair) { p.client.Policy.EMS = false }, again: func(p *pair) { p.server.Policy.EMSBuild.Neither = true },
	},
	handshake.EMSSessionPlainHello: {
		first: byID, again: same, mend: hello(func(m *wire.ClientHello) { m.EMS = false }),
	},
	handshake.EMSSessionPlainAnswer: {
		first: marked, again: same, mend: answer(func(m *wire.ServerHello) { m.EMS = false }),
	},
	handshake.LegacySessionEMSAnswer: {
		first: both(marked, func(p *pair) { p.client.Policy.EMS = false }),
		again: both(offerEverything, func(p *pair) {
			p.client.Policy.EMS = true
			p.server.Policy.MayResume = func(*session.State, *handshake.Offer) handshake.Reason { return handshake.None }
		}),
	},
	handshake.ETMSessionPlainAnswer: {
		first: both(marked, blockCiphers), again: same,
		mend: answer(func(m *wire.ServerHello) { m.EncryptThenMAC = false }),
	},
	handshake.ResumedOtherFragmentLength: {
		first: marked, again: func(p *pair) { p.client.Policy.MaxFragment = 1 },
		mend: answer(func(m *wire.ServerHello) { m.MaxFragment = 1 }),
	},
	handshake.ResumedOtherSuite: {first: marked, again: same, mend: answer(func(m *wire.ServerHello) { m.Suite = 0xc02c })},
	handshake.ResumedOtherVersion: {
		first: both(marked, everyVersion, blockCiphers), again: same,
		mend: answer(func(m *wire.ServerHello) { m.Version = wire.TLS11 }),
	},
	handshake.ResumedNothing: {
		first: func(p *pair) { p.client.Policy.AlwaysID = true; p.server.Policy.Tickets = false },
		mend:  echo(),
	},
	handshake.InternalFailure: {first: func(p *pair) { p.server.Rand = &spent{p.server.Rand, 10} }},

	handshake.SessionExpired:       {again: func(p *pair) { p.now = p.now.Add(handshake.Day) }},
	handshake.SessionFromTheFuture: {again: both(offerEverything, func(p *pair) { p.now = p.now.Add(-time.Hour) })},
	handshake.SessionOfOtherName:   {again: both(refusing(nil), func(p *pair) { p.client.ServerName = "b.example" })},
	handshake.SessionOfOtherHost: {again: func(p *pair) {
		host := *p.server.Hosts.Default
		host.ID = "another"
		p.server.Hosts.Default = &host
	}},
	handshake.SessionOfOtherClientAuth: {first: judging(nil), again: demanding(handshake.NotAsked)},
	handshake.SessionLacksCertificate:  {again: both(judging(nil), func(p *pair) { p.server.Hosts.Default.Clients.Demand = handshake.Required })},
	handshake.SessionCertificateStale: {first: judging(nil), again: func(p *pair) {
		once := true
		p.server.Hosts.Default.Clients.Verify = func([][]byte, time.Time) (string, error) {
			if once = !once; once {
				return "alice", nil
			}
			return "", handshake.ErrRevoked
		}
	}},
	handshake.SessionOfUnknownPSK: {first: shared, again: forgets},
	handshake.SessionSuiteGone:    {again: blockCiphers},
	handshake.SessionOfOtherSuite: {
		first: func(p *pair) { p.server.Policy.MayResume = handshake.SuiteFirst },
		again: func(p *pair) { p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(0xc02c), wire.SuiteByID(0xc02b)} },
	},
	handshake.SessionIncoherent: {again: both(offerEverything, func(p *pair) {
		p.kept.State.Compression = 1
		p.kept.Ticket, _ = p.server.Sealer.Seal(nil, &p.kept.State, p.server.Rand)
	})},
	handshake.SessionOfOtherVersion: {
		first: both(everyVersion, blockCiphers),
		again: func(p *pair) { p.client.Policy.Versions = []wire.Version{wire.TLS11} },
	},
	handshake.SessionUsesEMS:               {again: func(p *pair) { p.client.Policy.EMS = false }},
	handshake.SessionUsesETM:               {first: blockCiphers, again: func(p *pair) { p.client.Policy.EncryptThenMAC = false }},
	handshake.SessionOfOtherFragmentLength: {first: func(p *pair) { p.client.Policy.MaxFragment = 1 }, again: func(p *pair) { p.client.Policy.MaxFragment = 2 }},
	handshake.LegacySessionEMSHello: {
		first: func(p *pair) { p.client.Policy.EMS = false },
		again: func(p *pair) { p.client.Policy.EMS = true },
	},

	handshake.RenegotiationInsecure: {
		first: both(unpatched, func(p *pair) { p.server.Policy.Legacy = handshake.LegacyConnects }), after: renegotiating(same),
	},
	handshake.RenegotiationBehindLegacySession: {
		first: both(freely, func(p *pair) { p.client.Policy.EMS = false }), again: same, after: renegotiating(same),
	},
}

// unreachable are the reasons that nothing on a wire brings about, and why.
var unreachable = map[handshake.Reason]string{
	handshake.SequenceExhausted: "it takes 2^64 records under one key; impl/record sets the number itself",
}

// echo makes the server echo the session ID of a client that has none to offer.
func echo() mend {
	var id []byte
	return func(t *testing.T, from handshake.Side, b []byte) []byte {
		if from == handshake.Client {
			return hello(func(m *wire.ClientHello) { id = bytes.Clone(m.SessionID) })(t, from, b)
		}
		return answer(func(m *wire.ServerHello) { m.SessionID = id })(t, from, b)
	}
}

// Every reason has a row in reason.go, and here a row that shows it over the wire:
// the alert that the peer takes, or the session that is not resumed.
func TestEveryReasonIsTriggered(t *testing.T) {
	for _, reason := range handshake.Reasons() {
		if reason.String() == "" || reason.Cite() == "" {
			t.Errorf("reason %d has no sentence or no citation: add a row to reason.go", reason)
		}
		row, ok := triggers[reason]
		why, exempt := unreachable[reason]
		switch {
		case ok && exempt:
			t.Errorf("%q is triggered, and was said not to be: %s", reason, why)
		case !ok && !exempt:
			t.Errorf("%q (%s) has no trigger: add a row to triggers in reason_test.go", reason, reason.Cite())
		case ok:
			t.Run(reason.String(), func(t *testing.T) { row.pull(t, reason, reason.Alert()) })
		}
	}
}

// A policy's alert goes out in the place of the reason's own.
func TestAlertsOfAPolicy(t *testing.T) {
	for reason, alert := range handshake.BoringSSLAlerts {
		t.Run(reason.String(), func(t *testing.T) {
			row := triggers[reason]
			first := row.first
			row.first = func(p *pair) {
				if first != nil {
					first(p)
				}
				p.client.Policy.Alerts, p.server.Policy.Alerts = handshake.BoringSSLAlerts, handshake.BoringSSLAlerts
			}
			if alert == reason.Alert() {
				t.Errorf("%s is the reason's own", alert)
			}
			row.pull(t, reason, alert)
		})
	}
}

// pull brings an end to act for a reason, and to tell with the alert.
func (row trigger) pull(t *testing.T, reason handshake.Reason, alert wire.Alert) {
	p := newPair(t)
	if row.first != nil {
		row.first(p)
	}
	if row.again != nil {
		p.connect()
		row.again(p)
	}
	heard := p.listen()
	l := p.line()
	c, s := p.talk(l.ends[0], l.ends[1], func(from handshake.Side, b []byte) []byte {
		if row.mend == nil {
			return b
		}
		return row.mend(t, from, b)
	})
	if l.last = [2][]endpoint.Effect{c, s}; row.after != nil {
		row.after(l)
		for _, end := range l.ends {
			*heard = append(*heard, end.MayRenegotiate())
		}
	}
	if reason.Aborts() {
		l.announced(t, reason, alert)
		return
	}
	if a := agreement(c); a == nil || row.after == nil && a.By != handshake.ByNothing || !slices.Contains(*heard, reason) {
		t.Errorf("got %v, %v, declined for %v", a, abort(l.last[0]), *heard)
	}
}

// aborted wants that one end gave up for a reason, and that the other took its alert.
func (l *line) aborted(t *testing.T, reason handshake.Reason) {
	t.Helper()
	l.announced(t, reason, reason.Alert())
}

func (l *line) announced(t *testing.T, reason handshake.Reason, alert wire.Alert) {
	t.Helper()
	gaveUp, other := l.last[0], l.last[1]
	if abort(gaveUp) == nil {
		gaveUp, other = other, gaveUp
	}
	if a := abort(gaveUp); a == nil || a.Reason != reason {
		t.Fatalf("got %v", a)
	}
	want := endpoint.Notice{Level: wire.Fatal, Alert: alert}
	if n, _ := lastAlert(other); n != want {
		t.Errorf("the peer took %v %v, want %v %v", n.Level, n.Alert, want.Level, want.Alert)
	}
}

// listen notes why sessions are not offered and not resumed.
func (p *pair) listen() *[]handshake.Reason {
	var heard []handshake.Reason
	mayOffer, mayResume := p.client.Policy.MayOffer, p.server.Policy.MayResume
	p.client.Policy.MayOffer = func(s *session.ClientSession, policy *handshake.Policy, name string, now time.Time) handshake.Reason {
		reason := mayOffer(s, policy, name, now)
		heard = append(heard, reason)
		return reason
	}
	p.server.Policy.MayResume = func(s *session.State, o *handshake.Offer) handshake.Reason {
		reason := mayResume(s, o)
		heard = append(heard, reason)
		return reason
	}
	return &heard
}
