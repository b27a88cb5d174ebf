package campaign

import (
	"bytes"
	"testing"

	"tlsresume/fuzz"
)

func TestMinimise(t *testing.T) {
	long := bytes.Repeat([]byte("x"), 500)
	long[77], long[400] = 'V', 'v'
	for name, test := range map[string]struct {
		grammar fuzz.Grammar
		tries   int
		want    int // bytes
	}{
		"commands":             {letters{}, 1000, 2},
		"bytes of one command": {one{}, 1000, 2},
		"fixed commands stay":  {fixed{}, 1000, 500},
		"bounded":              {letters{}, 1, 500},
	} {
		asked := 0
		got := minimise(test.grammar, long, test.tries, func(data []byte) bool {
			asked++
			return bytes.Contains(data, []byte("V")) && bytes.Contains(data, []byte("v"))
		})
		if len(got) != test.want || asked > test.tries {
			t.Errorf("%s: got %d bytes after %d questions, want %d after at most %d", name, len(got), asked, test.want, test.tries)
		}
	}
}

// one reads an input as one command.
type one struct{ letters }

func (one) Split(data []byte) []fuzz.Piece {
	return []fuzz.Piece{{Kind: "all", Bytes: data, Fixed: true}}
}

// fixed reads it as commands that can't be left out, and have no bytes to lose.
type fixed struct{ letters }

func (fixed) Split(data []byte) (all []fuzz.Piece) {
	for i := range data {
		all = append(all, fuzz.Piece{Kind: string(rune(data[i])), Fixed: true})
	}
	return all
}

func (fixed) Join(pieces []fuzz.Piece) (data []byte) {
	for _, p := range pieces {
		data = append(data, p.Kind...)
	}
	return data
}
