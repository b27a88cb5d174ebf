package fuzz_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
	"tlsresume/impl/handshake"
	"tlsresume/impl/peers/stack"
	"tlsresume/impl/wire"
)

// A capture is what both ends of a connection with a real stack said, as the tests of
// impl/peers/stack write it down.
type capture struct {
	from string // which stack, as what, in which scenario
	said []turn
}

// A turn is what an end said before the other had its say.
type turn struct {
	by    string // client or server
	bytes []byte
}

func readCapture(file string) (c capture, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return c, err
	}
	for line := range strings.Lines(string(text)) {
		by, said, _ := strings.Cut(strings.TrimSpace(line), " ")
		if by == "#" {
			c.from = said
			continue
		}
		b, err := hex.DecodeString(said)
		if err != nil || by != "client" && by != "server" {
			return c, fmt.Errorf("%s: got a line of %q, %v", file, by, err)
		}
		if last := len(c.said) - 1; last >= 0 && c.said[last].by == by {
			c.said[last].bytes = append(c.said[last].bytes, b...)
		} else {
			c.said = append(c.said, turn{by, b})
		}
	}
	return c, nil
}

// by is the stack's own role in the capture.
func (c capture) by() string {
	if strings.Contains(c.from, " as client,") {
		return "client"
	}
	return "server"
}

// seeds are the inputs of targets that are in what an end said.
func (c capture) seeds(t testing.TB, by string) (all []captured) {
	var stream []byte
	for _, said := range c.said {
		if said.by == by {
			stream = append(stream, said.bytes...)
		}
	}
	for _, m := range messages(stream) {
		all = append(all, captured{wire.Kind(m[0]).String(), m[wire.HeaderSize:]})
		for _, e := range extensions(m) {
			if name := extensionTargets[e.id]; name != "" {
				all = append(all, captured{name, e.data})
			}
		}
	}
	for _, said := range c.said {
		if said.by == by {
			all = append(all, captured{"Records", said.bytes})
		}
	}
	return append(all, c.dialogue(t, by)...)
}

// A captured is an input of a target.
type captured struct {
	target string
	data   []byte
}

// messages are those of the handshake that come before all is protected.
func messages(stream []byte) (all [][]byte) {
	const header = 5
	var joined []byte
	for len(stream) >= header && stream[0] == 22 {
		n := min(header+int(binary.BigEndian.Uint16(stream[3:])), len(stream))
		joined = append(joined, stream[header:n]...)
		stream = stream[n:]
	}
	for len(joined) >= wire.HeaderSize {
		n := wire.HeaderSize + int(binary.BigEndian.Uint32(joined)&0xffffff)
		if n > len(joined) {
			break
		}
		all = append(all, joined[:n])
		joined = joined[n:]
	}
	return all
}

type extension struct {
	id   uint16
	data []byte
}

// extensions are those of a hello, and none of another message.
func extensions(m []byte) (all []extension) {
	rest := m[wire.HeaderSize:]
	skip := func(prefix int) {
		n := prefix
		for i := range prefix {
			n += int(rest[i]) << (8 * (prefix - 1 - i))
		}
		rest = rest[n:]
	}
	switch wire.Kind(m[0]) {
	case wire.KindClientHello:
		rest = rest[2+32:]
		skip(1) // session_id
		skip(2) // cipher_suites
		skip(1) // compression_methods
	case wire.KindServerHello:
		rest = rest[2+32:]
		skip(1)
		rest = rest[2+1:]
	default:
		return nil
	}
	for rest = rest[min(2, len(rest)):]; len(rest) > 0; {
		n := 4 + int(binary.BigEndian.Uint16(rest[2:]))
		all = append(all, extension{binary.BigEndian.Uint16(rest), rest[4:n]})
		rest = rest[n:]
	}
	return all
}

var extensionTargets = map[uint16]string{
	wire.ExtServerName:           "ServerName",
	wire.ExtMaxFragmentLength:    "MaxFragmentLength",
	wire.ExtSupportedGroups:      "SupportedGroups",
	wire.ExtECPointFormats:       "EcPointFormats",
	wire.ExtSignatureAlgorithms:  "SignatureAlgorithms",
	wire.ExtALPN:                 "ApplicationLayerProtocolNegotiation",
	wire.ExtEncryptThenMAC:       "EncryptThenMac",
	wire.ExtExtendedMasterSecret: "ExtendedMasterSecret",
	wire.ExtSessionTicket:        "SessionTicket",
	wire.ExtSupportedVersions:    "SupportedVersions",
	wire.ExtRenegotiationInfo:    "RenegotiationInfo",
}

// dialogue has our end, in a world where it can do what it can, hear the first words of
// the other in place of those of its peer.
func (c capture) dialogue(t testing.TB, by string) []captured {
	i := slices.IndexFunc(c.said, func(t turn) bool { return t.by == by })
	if i < 0 {
		return nil
	}
	hears := map[string]string{"client": "Server", "server": "Client"}[by]
	return []captured{{hears, dialogue(t, "world version=any suite=every", "drop", fmt.Sprintf("raw %x", c.said[i].bytes), "record")}}
}

// valid wants a target to take these.
func valid(t *testing.T, name string, inputs ...[]byte) {
	t.Helper()
	target, err := fuzz.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range inputs {
		if is, err := target.Judge(bytes.Clone(data)); !is || err != nil {
			t.Errorf("%s: %x: got %t, %v, want an input that is valid", name, data, is, err)
		}
	}
}

// What is cut out of a connection is all that was said in it in the clear.
func TestCapturesAreCut(t *testing.T) {
	c, err := readCapture("testdata/captures/OpenSSL-server-1.2-ticket-0")
	if err != nil {
		t.Fatal(err)
	}
	for by, want := range map[string]string{
		"client": "ClientHello ServerName SupportedGroups EcPointFormats SignatureAlgorithms EncryptThenMac ExtendedMasterSecret SessionTicket ClientKeyExchange Records Records Records Records Server",
		"server": "ServerHello RenegotiationInfo EcPointFormats SessionTicket ExtendedMasterSecret Certificate ServerKeyExchange ServerHelloDone NewSessionTicket Records Records Records Client",
	} {
		var got []string
		for _, s := range c.seeds(t, by) {
			valid(t, s.target, s.data)
			got = append(got, s.target)
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: got %s, want %s", by, got, want)
		}
	}
}

// signed is the list of what the corpora have of each stack whatever it reaches: its
// hellos and tickets.
const signed = "testdata/captured.txt"

// capturedSeeds are those of some captures by their targets, and the lines of the list of
// those that stay.
func capturedSeeds(t *testing.T, folder string) (all map[string][][]byte, list []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: got no files, %v", folder, err)
	}
	all = map[string][][]byte{}
	for _, file := range files {
		c, err := readCapture(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range []string{"client", "server"} {
			for _, s := range c.seeds(t, by) {
				all[s.target] = append(all[s.target], s.data)
				if by == c.by() && c.plain() && slices.Contains(resuming, s.target) {
					list = append(list, listed{s.target, entries.Name(s.data), strings.Split(c.from, ", ")}.String())
				}
			}
		}
	}
	return all, list
}

// relist writes the list anew. What it has of stacks that were not captured stays.
func relist(t *testing.T, list []string) {
	t.Helper()
	captured := list
	for _, l := range readList(t) {
		of := l.from[0] + ", "
		if !slices.ContainsFunc(captured, func(line string) bool { return strings.Contains(line, of) }) {
			list = append(list, l.String())
		}
	}
	slices.Sort(list)
	if err := os.WriteFile(signed, []byte(strings.Join(list, "")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A listed is a line of the list.
type listed struct {
	target, name string
	from         []string // the stack as what, and so on
}

func (l listed) String() string {
	return fmt.Sprintf("%s %s %s\n", l.target, l.name, strings.Join(l.from, ", "))
}

func readList(t *testing.T) (all []listed) {
	t.Helper()
	text, err := os.ReadFile(signed)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		word := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(word) != 3 {
			t.Fatalf("%s: got a line %q, want target, entry, and where it is from", signed, line)
		}
		all = append(all, listed{word[0], word[1], strings.Split(word[2], ", ")})
	}
	return all
}

// plain says whether the connection is the first or the second of a scenario in which
// nothing is switched off.
func (c capture) plain() bool {
	from := strings.SplitN(c.from, ", ", 2)[1]
	return slices.Contains([]string{
		"TLS 1.2, ticket, connection 0", "TLS 1.2, ticket, connection 1", "TLS 1.2, id, connection 0", "TLS 1.2, id, connection 1",
	}, from)
}

// resuming are the targets whose inputs resumption is made of, and those that hear it.
var resuming = []string{"ClientHello", "ServerHello", "NewSessionTicket", "SessionTicket", "Client", "Server"}

// The corpora hold of each stack how it says hello, how it says hello to one that it
// knows, and its tickets; and our endpoints hear its first flight.
func TestCorporaHoldEveryStack(t *testing.T) {
	got := map[string]bool{}
	for _, l := range readList(t) {
		data, err := os.ReadFile(filepath.Join("..", "corpus", l.target, l.name))
		if err != nil {
			t.Errorf("%s: %v", signed, err)
			continue
		}
		valid(t, l.target, data)
		got[strings.Join([]string{l.from[0], l.target, l.from[len(l.from)-1]}, ", ")] = true
	}
	for _, s := range stack.All() {
		want := []string{
			"client, ClientHello, connection 0", "client, ClientHello, connection 1", "client, Server, connection 0",
			"server, ServerHello, connection 0", "server, ServerHello, connection 1", "server, Client, connection 0",
		}
		if s.Lack(handshake.Server, stack.ByTicket) == "" {
			want = append(want, "server, NewSessionTicket, connection 0")
		}
		if s.Lack(handshake.Client, stack.ByTicket) == "" {
			want = append(want, "client, SessionTicket, connection 1")
		}
		for _, w := range want {
			if w = s.Name + " as " + w; !got[w] {
				t.Errorf("%s: got no line of %s", signed, w)
			}
		}
	}
}
