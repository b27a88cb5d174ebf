package traces

import "fmt"

// Symbols gives secrets and identifiers the names under which they stand in
// events: equal values have equal names, numbered in the order in which they
// are first asked for. The zero value is ready.
type Symbols struct {
	names map[string]string
	count map[byte]int
}

// The letters of symbols.
const (
	TicketSymbol    = 'T'
	SessionIDSymbol = 'S'
	MasterSymbol    = 'M'
	UniqueSymbol    = 'U'
	ExporterSymbol  = 'E'
)

// Name gives the symbol of a value; an empty value is "empty".
func (s *Symbols) Name(letter byte, value []byte) string {
	if len(value) == 0 {
		return "empty"
	}
	key := string(letter) + string(value)
	if name, ok := s.names[key]; ok {
		return name
	}
	if s.names == nil {
		s.names, s.count = map[string]string{}, map[byte]int{}
	}
	s.count[letter]++
	s.names[key] = fmt.Sprintf("%c%d", letter, s.count[letter])
	return s.names[key]
}

// Known is the symbol of a value that has one.
func (s *Symbols) Known(letter byte, value []byte) (name string, ok bool) {
	name, ok = s.names[string(letter)+string(value)]
	return name, ok
}
