package check

import "encoding/binary"

// A cell of a square board: the model of most tests, since everything about it
// can be counted by hand. From (x, y) one goes right or down, in this order.
type cell struct{ x, y int }

const (
	right = "right"
	down  = "down"
)

// grid is the board of side by side cells, from (0, 0) on: it has side*side
// states, 2*side*(side-1) transitions and depth 2*(side-1).
func grid(side int) *Model[cell, string] {
	return &Model[cell, string]{
		Init:    []cell{{}},
		Actions: func(_ *cell, dst []string) []string { return append(dst, right, down) },
		Next: func(s *cell, a string, t *cell) bool {
			*t = *s
			if a == right {
				t.x++
			} else {
				t.y++
			}
			return t.x < side && t.y < side
		},
		Encode: func(s *cell, dst []byte) []byte {
			dst = binary.LittleEndian.AppendUint32(dst, uint32(s.x))
			return binary.LittleEndian.AppendUint32(dst, uint32(s.y))
		},
		Decode: func(b []byte, s *cell) {
			s.x = int(binary.LittleEndian.Uint32(b))
			s.y = int(binary.LittleEndian.Uint32(b[4:]))
		},
	}
}

// avoid is the invariant that a run never comes to (x, y).
func avoid(name string, x, y int) Predicate[cell] {
	return Predicate[cell]{name, func(s *cell) (string, bool) {
		return "stands on " + name, *s != cell{x, y}
	}}
}

// visit is the goal to come to (x, y).
func visit(name string, x, y int) Goal[cell] {
	return Goal[cell]{name, func(s *cell) bool { return *s == cell{x, y} }}
}
