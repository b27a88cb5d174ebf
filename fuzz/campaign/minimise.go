package campaign

import (
	"slices"

	"tlsresume/fuzz"
)

// minimise makes an input small that keep holds of: first by leaving out commands,
// then bytes of the commands that are left. It asks keep that many times at most.
func minimise(g fuzz.Grammar, data []byte, tries int, keep func([]byte) bool) []byte {
	m := minimising{g: g, best: data, tries: tries, keep: keep}
	for before := -1; before != len(m.best) && m.tries > 0; {
		before = len(m.best)
		m.commands()
		m.bytes()
	}
	return m.best
}

type minimising struct {
	g     fuzz.Grammar
	best  []byte
	tries int
	keep  func([]byte) bool
}

// try takes a smaller input if it is as good.
func (m *minimising) try(pieces []fuzz.Piece) bool {
	data := m.g.Join(pieces)
	if len(data) >= len(m.best) || m.tries <= 0 {
		return false
	}
	m.tries--
	if !m.keep(data) {
		return false
	}
	m.best = data
	return true
}

// commands leaves out runs of commands, long ones first (ddmin without its subsets: the
// complements alone make progress on sequences).
func (m *minimising) commands() {
	pieces := m.g.Split(m.best)
	for length := len(pieces); length > 0; length /= 2 {
		for at := 0; at < len(pieces) && m.tries > 0; {
			rest := without(pieces, at, length)
			if len(rest) < len(pieces) && m.try(rest) {
				pieces = rest
				continue
			}
			at += length
		}
	}
}

// without leaves out up to length commands from a place on, except those that can't be.
func without(pieces []fuzz.Piece, at, length int) (rest []fuzz.Piece) {
	for i, p := range pieces {
		if p.Fixed || i < at || i >= at+length {
			rest = append(rest, p)
		}
	}
	return rest
}

// bytes leaves out runs of bytes inside a command.
func (m *minimising) bytes() {
	pieces := slices.Clone(m.g.Split(m.best))
	for i := range pieces {
		for length := len(pieces[i].Bytes); length > 0; length /= 2 {
			for at := 0; at < len(pieces[i].Bytes) && m.tries > 0; {
				whole := pieces[i].Bytes
				pieces[i].Bytes = slices.Delete(slices.Clone(whole), at, min(at+length, len(whole)))
				if !m.try(pieces) {
					pieces[i].Bytes = whole
					at += length
				}
			}
		}
	}
}
