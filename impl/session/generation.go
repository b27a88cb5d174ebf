package session

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
)

// A Generation is what builds of a server of one time know of a session: it
// writes and reads the draft's structure and its own extra fields, and refuses
// what came later. Servers of several generations share tickets and caches while
// a fleet is upgraded; mail of 2021-10-25: "it must be possible to roll EMS out
// gradually, or roll it back, without breaking connections".
type Generation struct {
	name  string
	knows []extra
}

// The generations.
var (
	// Original knows what draft 4 does, and nothing else.
	Original = &Generation{name: "original"}
	// BeforeEMS knows all but the extended master secret.
	BeforeEMS = &Generation{"before-ems", without(extraEMS, extraFence)}
	// BeforeFence reads the extended master secret's flag as what it need not know, and
	// refuses sessions that were fenced.
	BeforeFence = &Generation{"before-fence", without(extraFence)}
	// Current knows everything that State has.
	Current = &Generation{"current", extras}
)

// without are all fields but those of these types.
func without(kinds ...uint16) []extra {
	return slices.DeleteFunc(slices.Clone(extras), func(e extra) bool { return slices.Contains(kinds, e.kind) })
}

// String names the generation.
func (g *Generation) String() string { return g.name }

// Append appends what State.Append does. A State with a field that the
// generation does not know is an error: without the field it would be another.
func (g *Generation) Append(dst []byte, s *State) ([]byte, error) {
	seconds := s.Created.Unix()
	if seconds < 0 || seconds > math.MaxUint32 {
		return nil, fmt.Errorf("session state: got time %d, want 32 bits of seconds since 1970", seconds)
	}
	if kind, ok := g.lacks(s); ok {
		return nil, fmt.Errorf("session state: got a field of type %d, want one that generation %v knows", kind, g)
	}
	b := cryptobyte.NewBuilder(dst)
	b.AddUint16(uint16(s.Version))
	b.AddUint16(s.Suite)
	b.AddUint8(s.Compression)
	b.AddBytes(s.Master[:])
	s.Client.encode(b)
	b.AddUint32(uint32(seconds))
	s.encodeExtra(b, g.knows)
	out, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("session state: %w", err)
	}
	return out, nil
}

// lacks finds a field of s that the generation does not know.
func (g *Generation) lacks(s *State) (kind uint16, ok bool) {
	for _, e := range extras {
		known := slices.ContainsFunc(g.knows, func(k extra) bool { return k.kind == e.kind })
		if e.present(s) && !known {
			return e.kind, true
		}
	}
	return 0, false
}

// Unmarshal reads into s what State.Unmarshal does, and refuses fields that the
// generation does not know.
func (g *Generation) Unmarshal(s *State, b []byte) error {
	was := *s
	*s = State{}
	if field := g.decode(s, b); field != "" {
		*s = was
		return malformed(field)
	}
	return nil
}

// decode reads into the zero State, and names the field that is malformed, or gives
// "".
func (g *Generation) decode(s *State, b []byte) string {
	var seconds uint32
	in := cryptobyte.String(b)
	switch {
	case !in.ReadUint16((*uint16)(&s.Version)):
		return "protocol_version"
	case !in.ReadUint16(&s.Suite):
		return "cipher_suite"
	case !in.ReadUint8(&s.Compression):
		return "compression_method"
	case !in.CopyBytes(s.Master[:]):
		return "master_secret"
	case !s.Client.decode(&in):
		return "client_identity"
	case !in.ReadUint32(&seconds):
		return "timestamp"
	case len(in) > 0 && !s.decodeExtra(in, g.knows):
		return "extra"
	}
	s.Created = time.Unix(int64(seconds), 0).UTC()
	return ""
}

// Reads says whether a build of the generation reads what a build of today
// writes of s.
func (g *Generation) Reads(s *State) bool {
	b, err := s.Marshal()
	return err == nil && g.Unmarshal(new(State), b) == nil
}

// Sealer is a build of the generation among others that have the same keys: its
// parser stands behind the MAC. A state has one spelling, so that to read what
// another parser has read is to read the ticket.
func (g *Generation) Sealer(of Sealer) Sealer { return oldSealer{g, of} }

// Store is a build of the generation among others that have the same store.
func (g *Generation) Store(of Store) Store { return oldStore{g, of} }

type oldSealer struct {
	generation *Generation
	Sealer
}

// Open opens what the generation reads.
func (o oldSealer) Open(ticket []byte) (*State, error) {
	s, err := o.Sealer.Open(ticket)
	if err != nil || !o.generation.Reads(s) {
		return nil, ErrNotOpened
	}
	return s, nil
}

// Seal seals what the generation writes.
func (o oldSealer) Seal(dst []byte, s *State, rand io.Reader) ([]byte, error) {
	if _, err := o.generation.Append(nil, s); err != nil {
		return nil, err
	}
	return o.Sealer.Seal(dst, s, rand)
}

type oldStore struct {
	generation *Generation
	Store
}

// Get finds what the generation reads.
func (o oldStore) Get(id []byte, now time.Time) (*State, bool) {
	s, ok := o.Store.Get(id, now)
	if !ok || !o.generation.Reads(s) {
		return nil, false
	}
	return s, true
}
