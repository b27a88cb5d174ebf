package session

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"pgregory.net/rapid"
)

// draftOnly is a strict parser of draft 4, as a server has it that knows neither
// EMS nor our extra fields.
func draftOnly(b []byte) bool {
	in := cryptobyte.String(b)
	var auth uint8
	var v cryptobyte.String
	if !in.Skip(2+2+1+48) || !in.ReadUint8(&auth) {
		return false
	}
	ok := auth == 0 || auth == 1 && in.ReadUint24LengthPrefixed(&v) || auth == 2 && in.ReadUint16LengthPrefixed(&v)
	return ok && in.Skip(4) && in.Empty()
}

// plain is s without all that the draft has no room for.
func plain(s *State) *State {
	return &State{
		Version: s.Version, Suite: s.Suite, Compression: s.Compression,
		Master: s.Master, Client: s.Client, Created: s.Created,
	}
}

// The fence of the mail of 2021-10-25: a server of before EMS refuses a session
// with it, and reads all that it has words for.
func TestOldGenerationsRefuseWhatIsNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyState(t)
		b, err := s.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := draftOnly(b), reflect.DeepEqual(s, plain(s)); got != want || Original.Reads(s) != want {
			t.Fatalf("got %v and %v, want %v for %v", got, Original.Reads(s), want, s)
		}
		if BeforeEMS.Reads(s) != (!s.EMS && !s.Fenced) || BeforeFence.Reads(s) == s.Fenced || !Current.Reads(s) {
			t.Fatalf("before EMS: got %v, before the fence %v for %v", BeforeEMS.Reads(s), BeforeFence.Reads(s), s)
		}
	})
}

// A field of tomorrow, of any type, is refused today.
func TestFieldsOfTheFutureAreRefused(t *testing.T) {
	known := map[uint16]bool{}
	for _, e := range extras {
		known[e.kind] = true
	}
	head := mustMarshal(t, plain(sample()))
	for kind := range 1 << 16 {
		fields := []byte{byte(kind >> 8), byte(kind), 0, 1, 1}
		b := append(bytes.Clone(head), 0, byte(len(fields)))
		err := new(State).Unmarshal(append(b, fields...))
		if (err == nil) && !known[uint16(kind)] {
			t.Fatalf("a field of type %d was accepted", kind)
		}
	}
}

// No field of a State is forgotten by its encoding or by Clone: each, set alone,
// comes back.
func TestEveryFieldOfAStateIsEncoded(t *testing.T) {
	for n := range reflect.TypeFor[State]().NumField() {
		s := plain(sample())
		*s = State{Created: s.Created}
		field := reflect.ValueOf(s).Elem().Field(n)
		name := reflect.TypeFor[State]().Field(n).Name
		switch v := field.Addr().Interface().(type) {
		case *time.Time:
			*v = v.Add(time.Hour)
		case *[48]byte:
			v[0] = 1
		case *uint8:
			*v = 1
		case *Identity:
			*v = sample().Client
		default:
			full := reflect.ValueOf(sample()).Elem().Field(n)
			if field.Set(full); full.IsZero() {
				t.Errorf("the sample has no %s", name)
			}
		}
		var got State
		if err := got.Unmarshal(mustMarshal(t, s)); err != nil || !reflect.DeepEqual(&got, s) || !reflect.DeepEqual(got.Clone(), s) {
			t.Errorf("%s: got %v %v, want %v", name, &got, err, s)
		}
	}
}

// An old build that shares keys and a store with a new one leaves alone what it
// cannot read, and what it makes can be read by the new one.
func TestOldGenerationAmongNewOnes(t *testing.T) {
	at := time.Unix(1_700_000_000, 0).UTC()
	ring, cache := NewRing(testKey), NewCache(10, time.Hour)
	old, oldCache := BeforeEMS.Sealer(ring), BeforeEMS.Store(cache)
	for _, s := range []*State{{Created: at}, {Created: at, ServerName: "a.example"}, {Created: at, EMS: true}} {
		ticket := seal(t, ring, s)
		got, err := old.Open(ticket)
		if s.EMS {
			refused(t, old, "session with EMS", ticket)
			if _, err := old.Seal(nil, s, new(counter)); err == nil {
				t.Error("sealed a session with EMS")
			}
		} else if err != nil || !reflect.DeepEqual(got, s) {
			t.Errorf("got %v, %v, want %v", got, err, s)
		} else if back, err := ring.Open(seal(t, old, s)); err != nil || !reflect.DeepEqual(back, s) {
			t.Errorf("of the old one: got %v, %v, want %v", back, err, s)
		}
		cache.Put([]byte("id"), s)
		if kept, ok := oldCache.Get([]byte("id"), at); ok == s.EMS || ok && !reflect.DeepEqual(kept, s) {
			t.Errorf("store: got %v, %v for %v", kept, ok, s)
		}
		if _, ok := cache.Get([]byte("id"), at); !ok {
			t.Error("what the old build could not read is gone")
		}
	}
	refused(t, old, "ticket of nobody", []byte("ticket"))
}
