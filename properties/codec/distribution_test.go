package codec

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// drawn is how often each row is drawn.
const drawn = 800

// rare are the cases that the generator of a row must reach.
var rare = map[string][]string{
	"ClientHello": {
		"no extension", "1 extension", "11 extensions", "no session ID", "session ID of 32", "most suites", "block full",
		"no ticket", "ticket of 0", "ticket of 1", "renegotiation_info of 0", "name of 255",
	},
	"ServerHello":           {"no extension", "1 extension", "8 extensions", "no session ID", "session ID of 32", "RFC 4507's form"},
	"NewSessionTicket":      {"6 bytes", "65541 bytes", "hint 0"},
	"Certificate":           {"3 bytes", "4003 bytes"},
	"ServerKeyExchange/psk": {"2 bytes", "65537 bytes"},
	"ClientKeyExchange/rsa": {"2 bytes", "65537 bytes"},
	"client/session_ticket": {"0 bytes", "1 bytes", "4096 bytes"},
	"client/server_name":    {"6 bytes", "260 bytes"},
	"server/session_ticket": {"0 bytes", "2 bytes"},
	"State/current":         {"no extra field", "every extra field", "instant 0", "instant 2^32-1", "certificate_based", "psk"},
	"State/original":        {"no extra field", "instant 0", "instant 2^32-1", "certificate_based", "psk"},
	"ticket/draft":          {"no extra field", "every extra field"},
	"ticket/gcm":            {"no extra field", "every extra field"},
}

func TestGeneratorsReachTheRareCases(t *testing.T) {
	for _, f := range formats() {
		random := rand.New(rand.NewPCG(1, 1))
		seen := map[string]int{}
		var sizes []int
		for range drawn {
			value, b, err := f.made(random.IntN)
			if err != nil {
				t.Fatalf("%s: %v", f.name, err)
			}
			sizes = append(sizes, len(b))
			for _, what := range append(casesOf(f, value, b), fmt.Sprintf("%d bytes", len(b))) {
				if slices.Contains(rare[f.name], what) {
					seen[what]++
				}
			}
		}
		slices.Sort(sizes)
		t.Logf("%s: %d to %d bytes, half of them below %d%s", f.name, sizes[0], sizes[drawn-1], sizes[drawn/2], counts(seen))
		for _, want := range rare[f.name] {
			if seen[want] == 0 {
				t.Errorf("%s: got no case of %s in %d", f.name, want, drawn)
			}
		}
	}
}

func counts(seen map[string]int) (s string) {
	for _, what := range slices.Sorted(maps.Keys(seen)) {
		s += fmt.Sprintf("; %s: %d", what, seen[what])
	}
	return s
}

// casesOf names what there is in a value.
func casesOf(f format, value any, b []byte) []string {
	switch m := value.(type) {
	case *wire.ClientHello:
		all := helloCases(f, value, b, m.SessionID)
		if len(m.Suites) == 1<<15-1 {
			all = append(all, "most suites")
		}
		if m.Ticket == nil {
			all = append(all, "no ticket")
		} else {
			all = append(all, fmt.Sprintf("ticket of %d", len(m.Ticket)))
		}
		return append(all, fmt.Sprintf("renegotiation_info of %d", len(m.RenegotiationInfo)), fmt.Sprintf("name of %d", len(m.ServerName)))
	case *wire.ServerHello:
		all := helloCases(f, value, b, m.SessionID)
		if m.PrefixedTicket {
			all = append(all, "RFC 4507's form")
		}
		return all
	case *wire.NewSessionTicket:
		return []string{fmt.Sprintf("hint %d", m.LifetimeHint)}
	case *session.State:
		return stateCases(m)
	case *sealed:
		return stateCases(m.State)
	}
	return nil
}

// helloCases are those of a hello, of which only whole ones are told apart.
func helloCases(f format, value any, b, id []byte) []string {
	if f.whole == nil {
		return nil
	}
	all := []string{"no session ID"}
	if len(id) > 0 {
		all[0] = fmt.Sprintf("session ID of %d", len(id))
	}
	whole := f.whole(value, b)
	if len(whole) == 0 || whole[0] == len(b) {
		return append(all, "no extension")
	}
	extensions, err := blockOf(b, whole[0])
	switch {
	case err != nil:
		panic(err)
	case len(extensions) == 1:
		all = append(all, "1 extension")
	default:
		all = append(all, fmt.Sprintf("%d extensions", len(extensions)))
	}
	if len(b)-whole[0]-2 == blockMost {
		all = append(all, "block full")
	}
	return all
}

func stateCases(s *session.State) []string {
	extra := 0
	for _, there := range []bool{
		s.ServerName != "", s.MaxFragment != 0, s.EncryptThenMAC, s.EMS, s.VirtualHost != "", s.ClientPolicy != "", s.ClientName != "", s.Fenced,
	} {
		if there {
			extra++
		}
	}
	all := []string{s.Client.Auth.String()}
	switch extra {
	case 0:
		all = append(all, "no extra field")
	case 8:
		all = append(all, "every extra field")
	}
	switch s.Created.Unix() {
	case 0:
		all = append(all, "instant 0")
	case math.MaxUint32:
		all = append(all, "instant 2^32-1")
	}
	return all
}

// The orders of a hello's extensions that are tried: every extension comes first and last.
func TestEveryExtensionComesInEveryPlace(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	first, last := map[uint16]int{}, map[uint16]int{}
	for range drawn {
		g, err := dice(random.IntN).greets(true)
		if err != nil {
			t.Fatal(err)
		}
		g.block.shuffle(random.IntN)
		types := g.block.types()
		first[types[0]]++
		last[types[len(types)-1]]++
	}
	t.Logf("first: %v, last: %v", first, last)
	for _, e := range offers {
		if first[e.id] == 0 || last[e.id] == 0 {
			t.Errorf("%s: got it first %d times, last %d", e.name, first[e.id], last[e.id])
		}
	}
}

// How near decoders come to what they may allocate. A bound that none comes near says
// nothing.
func TestAllocationComesNearItsBound(t *testing.T) {
	var most float64
	for _, f := range formats() {
		if f.inside {
			continue
		}
		random := rand.New(rand.NewPCG(1, 1))
		var here float64
		for range 200 {
			b, err := f.input(random.IntN)
			if err != nil {
				t.Fatal(err)
			}
			got := allocated(func() { _, _ = f.decode(b) })
			here = max(here, float64(got)/float64(allocAnyhow+allocPerByte*len(b)))
		}
		t.Logf("%s: at most %.0f%% of what it may", f.name, 100*here)
		most = max(most, here)
	}
	if most < 0.25 {
		t.Errorf("got at most %.0f%% of what decoders may allocate, want a bound that is nearer", 100*most)
	}
}
