package codec

import (
	"strings"

	"tlsresume/impl/wire"
)

// A hello keeps the extensions that are implemented, in the order of its table; others it
// passes over (RFC 5246 7.4.1.4), so that what decodes has several spellings.
var (
	clientHello = offering(hello(message("ClientHello", "RFC 5246 7.4.1.2", wire.ClientHello{}, func(d dice, m *wire.ClientHello) {
		d.clientHello(m)
		if d(8) == 7 {
			m.Ticket = d.fill(blockMost - 4) // it fills the block
		} else {
			putSome(d, offers, m)
		}
	}), func(v any) wire.Body {
		m := v.(*wire.ClientHello)
		return &wire.ClientHello{SessionID: m.SessionID, Suites: m.Suites, Compressions: m.Compressions}
	}))
	serverHello = hello(message("ServerHello", "RFC 5246 7.4.1.3", wire.ServerHello{}, func(d dice, m *wire.ServerHello) {
		d.serverHello(m)
		putSome(d, answers, m)
	}), func(v any) wire.Body {
		return &wire.ServerHello{SessionID: v.(*wire.ServerHello).SessionID}
	})
)

// offering is a ClientHello, which crypto/tls reads, too.
func offering(f format) format {
	f.agrees = stdlibAgrees
	return f
}

// hello is a message that may end before its extensions (RFC 5246 7.4.1.2): where bare,
// which is as long, ends.
func hello(f format, bare func(any) wire.Body) format {
	f.loose, f.listed = true, typesOf
	f.whole = func(v any, _ []byte) []int {
		b, err := encodeBody(bare(v))
		if err != nil {
			return nil
		}
		return []int{len(b)}
	}
	return f
}

func (d dice) clientHello(m *wire.ClientHello) {
	m.Version, m.Random = wire.Version(d.uint16()), [32]byte(d.fill(32))
	m.SessionID = d.bytes(0, 32)
	m.Suites = numbers[uint16](d, 1, 1<<15-1)
	m.Compressions = d.bytes(1, 1<<8-1)
}

func (d dice) serverHello(m *wire.ServerHello) {
	m.Version, m.Random = wire.Version(d.uint16()), [32]byte(d.fill(32))
	m.SessionID = d.bytes(0, 32)
	m.Suite, m.Compression = d.uint16(), byte(d(256))
}

// putSome draws none, one, all or some of the extensions.
func putSome[Hello any](d dice, table []extension[Hello], m *Hello) {
	switch d(6) {
	case 0:
	case 1:
		pick(d, table...).draw(d, m)
	case 2:
		putAll(d, table, m)
	default:
		for _, e := range table {
			if d.maybe() {
				e.draw(d, m)
			}
		}
	}
}

func putAll[Hello any](d dice, table []extension[Hello], m *Hello) {
	for _, e := range table {
		e.draw(d, m)
	}
}

// blockMost is how long a block of extensions may be (RFC 5246 7.4.1.2).
const blockMost = 1<<16 - 1

// An extension is one of a hello, which draw puts there.
type extension[Hello any] struct {
	id          uint16
	name, cites string
	draw        func(dice, *Hello)
	loose       bool                               // its data has several spellings
	endless     bool                               // its data is opaque to its end
	whole       func(value any, data []byte) []int // as that of a format
	hidden      bool                               // it may say what the hello shows by the list of its extensions alone
}

// part bounds the lists of a hello, so that all of them fit one block.
const part = 4 << 10

var offers = []extension[wire.ClientHello]{
	{id: wire.ExtServerName, name: "server_name", cites: "RFC 6066 3", loose: true, hidden: true, // names of other types
		draw: func(d dice, m *wire.ClientHello) { m.ServerName = d.host() }},
	{id: wire.ExtMaxFragmentLength, name: "max_fragment_length", cites: "RFC 6066 4", hidden: true,
		draw: func(d dice, m *wire.ClientHello) { m.MaxFragment = wire.FragmentLength(d.from(1, 255)) }},
	{id: wire.ExtSupportedGroups, name: "supported_groups", cites: "RFC 8422 5.1.1",
		draw: func(d dice, m *wire.ClientHello) { m.Groups = numbers[wire.Group](d, 1, part/2) }},
	{id: wire.ExtECPointFormats, name: "ec_point_formats", cites: "RFC 8422 5.1.2",
		draw: func(d dice, m *wire.ClientHello) { m.PointFormats = d.bytes(1, 255) }},
	{id: wire.ExtSignatureAlgorithms, name: "signature_algorithms", cites: "RFC 5246 7.4.1.4.1",
		draw: func(d dice, m *wire.ClientHello) { m.SignatureAlgorithms = numbers[wire.SignatureScheme](d, 1, part/2) }},
	{id: wire.ExtALPN, name: "application_layer_protocol_negotiation", cites: "RFC 7301 3.1",
		draw: func(d dice, m *wire.ClientHello) {
			for _, name := range d.many(1, func() []byte { return d.bytes(1, 255) }) {
				m.Protocols = append(m.Protocols, string(name))
			}
		}},
	{id: wire.ExtEncryptThenMAC, name: "encrypt_then_mac", cites: "RFC 7366 2",
		draw: func(_ dice, m *wire.ClientHello) { m.EncryptThenMAC = true }},
	{id: wire.ExtExtendedMasterSecret, name: "extended_master_secret", cites: "RFC 7627 5.1",
		draw: func(_ dice, m *wire.ClientHello) { m.EMS = true }},
	{id: wire.ExtSessionTicket, name: "session_ticket", cites: "RFC 5077 3.2", endless: true,
		draw: func(d dice, m *wire.ClientHello) { m.Ticket = append([]byte{}, d.bytes(0, part)...) }},
	{id: wire.ExtSupportedVersions, name: "supported_versions", cites: "RFC 8446 4.2.1",
		draw: func(d dice, m *wire.ClientHello) { m.SupportedVersions = numbers[wire.Version](d, 1, 127) }},
	{id: wire.ExtRenegotiationInfo, name: "renegotiation_info", cites: "RFC 5746 3.2",
		draw: func(d dice, m *wire.ClientHello) { m.RenegotiationInfo = append([]byte{}, d.bytes(0, 255)...) }},
}

var answers = []extension[wire.ServerHello]{
	{id: wire.ExtServerName, name: "server_name", cites: "RFC 6066 3",
		draw: func(_ dice, m *wire.ServerHello) { m.ServerName = true }},
	{id: wire.ExtMaxFragmentLength, name: "max_fragment_length", cites: "RFC 6066 4", hidden: true,
		draw: func(d dice, m *wire.ServerHello) { m.MaxFragment = wire.FragmentLength(d.from(1, 255)) }},
	{id: wire.ExtECPointFormats, name: "ec_point_formats", cites: "RFC 8422 5.1.2",
		draw: func(d dice, m *wire.ServerHello) { m.PointFormats = d.bytes(1, 255) }},
	{id: wire.ExtALPN, name: "application_layer_protocol_negotiation", cites: "RFC 7301 3.1",
		draw: func(d dice, m *wire.ServerHello) { m.Protocol = string(d.bytes(1, 255)) }},
	{id: wire.ExtEncryptThenMAC, name: "encrypt_then_mac", cites: "RFC 7366 2",
		draw: func(_ dice, m *wire.ServerHello) { m.EncryptThenMAC = true }},
	{id: wire.ExtExtendedMasterSecret, name: "extended_master_secret", cites: "RFC 7627 5.1",
		draw: func(_ dice, m *wire.ServerHello) { m.EMS = true }},
	{id: wire.ExtSessionTicket, name: "session_ticket", cites: "RFC 5077 3.2, Appendix A", whole: emptyInside,
		draw: func(d dice, m *wire.ServerHello) { m.Ticket, m.PrefixedTicket = true, d.maybe() }},
	{id: wire.ExtRenegotiationInfo, name: "renegotiation_info", cites: "RFC 5746 3.2",
		draw: func(d dice, m *wire.ServerHello) { m.RenegotiationInfo = append([]byte{}, d.bytes(0, 255)...) }},
}

// emptyInside: RFC 4507's form of an answer is RFC 5077's, which is nothing, with the
// length of a ticket of no bytes behind it.
func emptyInside(_ any, data []byte) []int {
	if len(data) > 0 {
		return []int{0}
	}
	return nil
}

// host draws a name as RFC 6066 3 has it: no dot behind it, and no more than 255 bytes
// (RFC 1035 3.1).
func (d dice) host() string {
	const most = 255
	switch d(8) {
	case 1:
		return "a"
	case 2:
		return strings.Repeat("a", most)
	}
	labels := list(d, 1, 4, func() string {
		return strings.Repeat(pick(d, "a", "b", "xn--", "0", "\xff"), d.from(1, 5))
	})
	return strings.Join(labels, ".")
}
