package fuzz_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/impl/wire"
	"tlsresume/properties/codec"
)

// boundSeeds stand on both sides of bounds that several bytes at once say, which an engine
// seldom changes together.
func boundSeeds(t *testing.T) map[string][][]byte {
	t.Helper()
	all := map[string][][]byte{}
	for _, size := range []int{32, 33} { // RFC 5246 7.4.1.2: SessionID<0..32>
		id := bytes.Repeat([]byte{7}, size)
		for target, m := range map[string]wire.Body{
			"ClientHello": &wire.ClientHello{Version: wire.TLS12, SessionID: id, Suites: []uint16{0xc02b}, Compressions: []byte{0}, EMS: true, Ticket: id},
			"ServerHello": &wire.ServerHello{Version: wire.TLS12, SessionID: id, Suite: 0xc02b, EMS: true, Ticket: true},
		} {
			message, err := wire.Encode(m)
			if err != nil {
				t.Fatal(err)
			}
			all[target] = append(all[target], message.Body(), twice(t, target, message.Body()), bareHello(t, target, message.Body()))
		}
	}
	// RFC 6066 3: no more than one name of a type, and names of other types are passed over.
	all["ServerName"] = [][]byte{
		{0, 8, 0, 0, 1, 'a', 0, 0, 1, 'b'},
		{0, 8, 0, 0, 1, 'a', 1, 0, 1, 'b'},
	}
	for n := range uint64(200) { // a ticket of more than a kilobyte, and what is no more than its name
		i := slices.IndexFunc(codec.Subjects(), func(s codec.Subject) bool { return s.Name == "Ticket" })
		b, err := codec.Subjects()[i].Draw(rand.New(rand.NewPCG(2, n)).IntN)
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > 1<<10 && len(b) < 1<<14 {
			all["Ticket"] = [][]byte{b, b[:20]}
			break
		}
	}
	line := bytes.Repeat([]byte("QUJD"), 20) // characters of a key file that was cut to the size of a key
	all["TicketKeys"] = [][]byte{line[:48], line}
	return all
}

// bareHello is a hello without its extensions, "the extensions field", too (RFC 5246 7.4.1.2).
func bareHello(t *testing.T, target string, hello []byte) []byte {
	t.Helper()
	of, err := fuzz.Named(target)
	if err != nil {
		t.Fatal(err)
	}
	return of.Grammar.Join(of.Grammar.Split(hello)[:1])
}

// twice is a hello with its last extension a second time.
func twice(t *testing.T, target string, hello []byte) []byte {
	t.Helper()
	of, err := fuzz.Named(target)
	if err != nil {
		t.Fatal(err)
	}
	pieces := of.Grammar.Split(hello)
	return of.Grammar.Join(append(pieces, pieces[len(pieces)-1]))
}

// drawnSeeds are those of what codec can draw.
func drawnSeeds(t *testing.T) map[string][][]byte {
	all := map[string][][]byte{}
	for _, s := range codec.Subjects() {
		all[s.Name] = seedsOf(t, s)
	}
	return all
}

// seedsOf draws some of each form, none of them long, the longest that is not, and the
// shortest; and adds nothing, one that is cut short, and one with a byte behind it.
func seedsOf(t *testing.T, s codec.Subject) (all [][]byte) {
	t.Helper()
	const draws, enough, ofForm, usual, most = 200, 15, 3, 400, 1 << 10
	forms := map[int]int{} // what has been drawn, by the first choice, which is that of the form
	longest, shortest := []byte{}, make([]byte, most)
	for n := range uint64(draws) {
		random, first := rand.New(rand.NewPCG(1, n)), -1
		b, err := s.Draw(func(n int) int {
			choice := random.IntN(n)
			if first < 0 {
				first = choice
			}
			return choice
		})
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		if forms[first] < ofForm && len(all) < enough && len(b) <= usual {
			forms[first]++
			all = append(all, b)
		}
		if len(b) > len(longest) && len(b) <= most {
			longest = b
		}
		if len(b) < len(shortest) {
			shortest = b
		}
	}
	one := all[0]
	return append(all, longest, shortest, nil, one[:len(one)/2], append(slices.Clone(one), 0))
}
