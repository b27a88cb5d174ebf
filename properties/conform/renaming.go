package conform

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// A Renaming numbers symbols in the order in which an observer meets them, so
// that two runs compare that met them in another order. The zero value is ready.
type Renaming struct {
	names map[string]string
	count map[byte]int
}

// symbolic are the facts whose values are symbols.
var symbolic = []string{"ticket", "session_id", "ms", "tls_unique"}

// Event is the event with its symbols renamed.
func (r *Renaming) Event(e traces.Event) traces.Event {
	e.Facts = slices.Clone(e.Facts)
	for i, f := range e.Facts {
		if isSymbol(f.Value) && slices.Contains(symbolic, f.Key) {
			e.Facts[i].Value = r.name(f.Value)
		}
	}
	return e
}

func isSymbol(v string) bool {
	return len(v) > 1 && v[0] >= 'A' && v[0] <= 'Z' && strings.Trim(v[1:], "0123456789") == ""
}

func (r *Renaming) name(symbol string) string {
	if n, ok := r.names[symbol]; ok {
		return n
	}
	if r.names == nil {
		r.names, r.count = map[string]string{}, map[byte]int{}
	}
	r.count[symbol[0]]++
	r.names[symbol] = fmt.Sprintf("%c%d", symbol[0], r.count[symbol[0]])
	return r.names[symbol]
}
