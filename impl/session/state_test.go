package session

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tlsresume/impl/wire"
)

// anyBytes draws a slice that is nil when it is empty, as Unmarshal makes them.
func anyBytes(t *rapid.T, least, most int, label string) []byte {
	b := rapid.SliceOfN(rapid.Byte(), least, most).Draw(t, label)
	if len(b) == 0 {
		return nil
	}
	return b
}

func anyIdentity(t *rapid.T) Identity {
	i := Identity{Auth: AuthType(rapid.IntRange(0, 2).Draw(t, "auth"))}
	switch i.Auth {
	case CertificateBased:
		for range rapid.IntRange(0, 4).Draw(t, "certificates") {
			i.Certificates = append(i.Certificates, anyBytes(t, 1, 300, "certificate"))
		}
	case PSK:
		i.PSKIdentity = anyBytes(t, 0, 300, "psk identity")
	}
	return i
}

func anyState(t *rapid.T) *State {
	s := &State{
		Version:     wire.Version(rapid.Uint16().Draw(t, "version")),
		Suite:       rapid.Uint16().Draw(t, "suite"),
		Compression: rapid.Uint8().Draw(t, "compression"),
		Client:      anyIdentity(t),
		Created:     time.Unix(int64(rapid.Uint32().Draw(t, "created")), 0).UTC(),
		EMS:         rapid.Bool().Draw(t, "ems"),
		ServerName:  string(anyBytes(t, 0, 300, "server name")),
		MaxFragment: wire.FragmentLength(rapid.IntRange(0, 4).Draw(t, "max fragment")),

		EncryptThenMAC: rapid.Bool().Draw(t, "etm"), Fenced: rapid.Bool().Draw(t, "fenced"),
		VirtualHost:  string(anyBytes(t, 0, 30, "virtual host")),
		ClientPolicy: string(anyBytes(t, 0, 30, "client policy")),
		ClientName:   string(anyBytes(t, 0, 30, "client name")),
	}
	copy(s.Master[:], anyBytes(t, 48, 48, "master"))
	return s
}

// secret is a master secret that shows wherever it is printed.
var secret = [48]byte([]byte(strings.Repeat("\xa5SECRET\x5a", 6)))

// sample has every kind of field.
func sample() *State {
	return &State{
		Version: wire.TLS12, Suite: 0xc02f, Master: secret,
		Client:  Identity{Auth: CertificateBased, Certificates: [][]byte{[]byte("own"), []byte("issuer")}},
		Created: time.Unix(1_700_000_000, 0).UTC(), EMS: true, ServerName: "a.example",
		MaxFragment: 2, EncryptThenMAC: true, Fenced: true,
		VirtualHost: "a", ClientPolicy: "required", ClientName: "client.example",
	}
}

func mustMarshal(t testing.TB, s *State) []byte {
	t.Helper()
	b, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The bytes are the draft's, written here by hand.
func TestStateKnownAnswer(t *testing.T) {
	master := strings.Repeat("00", 48)
	for _, c := range []struct {
		name  string
		state State
		want  string
	}{
		{"anonymous", State{Version: wire.TLS12, Suite: 0xc02f, Created: time.Unix(0x01020304, 5)},
			"0303 c02f 00" + master + "00 01020304"},
		{"certificate", State{
			Version: wire.TLS10, Suite: 0x002f, Compression: 1, Created: time.Unix(math.MaxUint32, 0),
			Client: Identity{Auth: CertificateBased, Certificates: [][]byte{{0xaa, 0xbb}, {0xcc}}},
		},
			"0301 002f 01" + master + "01 000009 000002aabb 000001cc ffffffff"},
		{"psk", State{Version: wire.TLS11, Created: time.Unix(0, 0),
			Client: Identity{Auth: PSK, PSKIdentity: []byte("me")}},
			"0302 0000 00" + master + "02 0002 6d65 00000000"},
		{"ems", State{Created: time.Unix(0, 0), EMS: true},
			"0000 0000 00" + master + "00 00000000 0004 0017 0000"},
		{"name and ems", State{Created: time.Unix(0, 0), EMS: true, ServerName: "a.b"},
			"0000 0000 00" + master + "00 00000000 000b 0000 0003 612e62 0017 0000"},
		{"fragments of 2^9 bytes and encrypt-then-MAC", State{Created: time.Unix(0, 0), MaxFragment: 1, EncryptThenMAC: true},
			"0000 0000 00" + master + "00 00000000 0009 0001 0001 01 0016 0000"},
		{"client of a virtual host", State{Created: time.Unix(0, 0), VirtualHost: "v", ClientPolicy: "p", ClientName: "n"},
			"0000 0000 00" + master + "00 00000000 000f ff80 0001 76 ff81 0001 70 ff82 0001 6e"},
	} {
		want := strings.ReplaceAll(c.want, " ", "")
		if got := hex.EncodeToString(mustMarshal(t, &c.state)); got != want {
			t.Errorf("%s: got %s, want %s", c.name, got, want)
		}
	}
}

func TestStateRefuses(t *testing.T) {
	plain := strings.Repeat("00", 5+48) + "00" + "00000000"
	head := strings.Repeat("00", 5+48)
	for name, b := range map[string]string{
		"unknown client type":       head + "03" + "00000000",
		"empty certificate":         head + "01" + "000003" + "000000" + "00000000",
		"certificate over its list": head + "01" + "000004" + "000002aa" + "00000000",
		"empty extra":               plain + "0000",
		"unknown extra type":        plain + "0004" + "00150000",
		"fragment length 0":         plain + "0005" + "00010001" + "00",
		"fragment length 5":         plain + "0005" + "00010001" + "05",
		"fragment length of none":   plain + "0004" + "00010000",
		"etm with data":             plain + "0005" + "00160001" + "00",
		"extra twice":               plain + "0008" + "00170000" + "00170000",
		"extra descending":          plain + "0009" + "00170000" + "00000001" + "61",
		"ems with data":             plain + "0005" + "00170001" + "00",
		"empty server name":         plain + "0004" + "00000000",
		"extra cut":                 plain + "0003" + "001700",
		"empty virtual host":        plain + "0004" + "ff800000",
		"extra past the last":       plain + "0004" + "ffff0000",
		"bytes behind the extras":   plain + "0004" + "00170000" + "00",
	} {
		in, _ := hex.DecodeString(b)
		s := *sample()
		if err := s.Unmarshal(in); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: got %v, want ErrMalformed", name, err)
		}
		if !reflect.DeepEqual(&s, sample()) {
			t.Errorf("%s: a refused state was written to", name)
		}
	}
}

// A state cut after the timestamp is a whole one of the draft, without what
// followed: the MAC of the ticket stands against that. Every other cut is refused.
func TestStateTruncatedOrExtended(t *testing.T) {
	for _, i := range []Identity{
		{}, {Auth: PSK, PSKIdentity: []byte("me")},
		{Auth: CertificateBased}, {Auth: CertificateBased, Certificates: [][]byte{[]byte("own")}},
	} {
		s := sample()
		s.Client = i
		long := mustMarshal(t, s)
		*s = State{Version: s.Version, Suite: s.Suite, Master: s.Master, Client: i, Created: s.Created}
		short := mustMarshal(t, s)
		for n := range long {
			err := new(State).Unmarshal(long[:n])
			if whole := n == len(short); whole != (err == nil) {
				t.Errorf("%v cut to %d of %d: got %v", i.Auth, n, len(long), err)
			}
		}
		for _, b := range [][]byte{long, short} {
			for tail := range 256 {
				if err := new(State).Unmarshal(append(bytes.Clone(b), byte(tail))); err == nil {
					t.Errorf("%v with a trailing %#02x was accepted", i.Auth, tail)
				}
			}
		}
	}
}

// Every vector at its longest, and one byte longer.
func TestStateLimits(t *testing.T) {
	chain := func(n int) Identity {
		return Identity{Auth: CertificateBased, Certificates: [][]byte{{1}, make([]byte, n)}}
	}
	psk := func(n int) Identity { return Identity{Auth: PSK, PSKIdentity: make([]byte, n)} }
	at := time.Unix(1, 0).UTC()
	for _, c := range []struct {
		name  string
		state State
		fits  bool
	}{
		{"certificate list", State{Created: at, Client: chain(1<<24 - 1 - 3 - 4)}, true},
		{"longer certificate list", State{Created: at, Client: chain(1<<24 - 1 - 3 - 3)}, false},
		{"psk identity", State{Created: at, Client: psk(1<<16 - 1)}, true},
		{"longer psk identity", State{Created: at, Client: psk(1 << 16)}, false},
		{"server name", State{Created: at, ServerName: strings.Repeat("x", 1<<16-1-4)}, true},
		{"server name and ems", State{Created: at, EMS: true, ServerName: strings.Repeat("x", 1<<16-1-8)}, true},
		{"longer server name", State{Created: at, EMS: true, ServerName: strings.Repeat("x", 1<<16-1-7)}, false},
		{"last second", State{Created: time.Unix(math.MaxUint32, 0).UTC()}, true},
		{"past it", State{Created: time.Unix(math.MaxUint32+1, 0)}, false},
		{"before 1970", State{Created: time.Unix(-1, 0)}, false},
		{"no time", State{}, false},
		{"anonymous with certificates", State{Created: at, Client: Identity{Certificates: [][]byte{{1}}}}, false},
		{"anonymous with psk", State{Created: at, Client: Identity{PSKIdentity: []byte{1}}}, false},
		{"empty certificate", State{Created: at, Client: chain(0)}, false},
		{"unknown authentication", State{Created: at, Client: Identity{Auth: 3}}, false},
	} {
		b, err := c.state.Marshal()
		if (err == nil) != c.fits {
			t.Errorf("%s: got %v, want fit %v", c.name, err, c.fits)
		}
		var got State
		if err == nil && (got.Unmarshal(b) != nil || !reflect.DeepEqual(got, c.state)) {
			t.Errorf("%s: did not come back", c.name)
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyState(t)
		before, err := s.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		spoil(s.Clone())
		after, err := s.Marshal()
		if err != nil || !bytes.Equal(before, after) {
			t.Fatalf("the original changed with its clone: got %x, %v, want %x", after, err, before)
		}
	})
}

// spoil overwrites everything that a State can reach.
func spoil(s *State) {
	s.Master[0]++
	for _, b := range append(s.Client.Certificates, s.Client.PSKIdentity) {
		for n := range b {
			b[n]++
		}
	}
	s.EMS, s.ServerName = !s.EMS, "spoilt"
}

// printed is v by every way that programs print things.
func printed(v any) string {
	var b strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o"} {
		fmt.Fprintf(&b, verb+"\n", v)
	}
	text, _ := json.Marshal(v)
	b.Write(text)
	return b.String()
}

// hidden fails when s shows bytes of secret in any notation.
func hidden(t *testing.T, what, s string, secret []byte) {
	t.Helper()
	for _, form := range []string{"%s", "%x", "%X", "%d", "%o", "%#v", "%d as json"} {
		shown := strings.Trim(fmt.Sprintf(form, secret), "[]")
		if strings.HasSuffix(form, "json") {
			shown = strings.ReplaceAll(shown, " ", ",")
		}
		if piece := shown[len(shown)/4 : len(shown)/2]; strings.Contains(s, piece) {
			t.Errorf("%s shows the secret as %s: %.200s", what, form, s)
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	s := sample()
	key := TicketKey{Form: Draft, Name: [16]byte{1}, AES: secret[:16], MAC: secret[16:32]}
	c := NewCache(1, time.Hour)
	c.Put([]byte("id"), s)
	store := NewClientStore(1)
	partitions, revocations := NewPartitions(1, time.Hour), NewRevocations(key, 1)
	partitions.Put([]byte("id"), s)
	revocations.Revoke(s)
	session := &ClientSession{State: *s, Ticket: []byte("t")}
	store.Put(ClientKey{}, session)
	for _, v := range []any{
		s, *s, []State{*s}, struct{ S *State }{s}, session, *session,
		key, &key, []TicketKey{key}, NewRing(key), c, store,
		BeforeEMS.Sealer(NewRing(key)), BeforeEMS.Sealer(key), BeforeEMS.Store(c), revocations, partitions,
	} {
		text := printed(v)
		hidden(t, fmt.Sprintf("%T", v), text, secret[:32])
	}
	for _, want := range []string{"1.2", "suite=0xc02f", "ems", `sni="a.example"`, "certificate_based"} {
		if !strings.Contains(s.String(), want) {
			t.Errorf("got %s, want %s in it", s, want)
		}
	}
	short := *s
	if short.MaxFragment = 0; strings.Contains(short.String(), "max_fragment") {
		t.Errorf("got %s, want no max_fragment in it", &short)
	}
	if short.MaxFragment = wire.FragmentLength(1); !strings.Contains(short.String(), "max_fragment=512") {
		t.Errorf("got %s, want max_fragment=512 in it", &short)
	}
	if got, of := key.String(), new(TicketKey).String(); got == of || of != "no ticket key" {
		t.Errorf("got %q for a key and %q for none", got, of)
	}
}

// The reach of the check above: a struct of the same bytes does show.
func TestSecretWouldShow(t *testing.T) {
	type bare State
	text := printed(bare(*sample()))
	for _, want := range []string{"83 69 67 82 69 84", "83,69,67,82,69,84"} {
		if !strings.Contains(text, want) {
			t.Errorf("got %.300s, want the bytes of SECRET as %s", text, want)
		}
	}
}
