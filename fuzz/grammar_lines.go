package fuzz

import (
	"bytes"
	"fmt"
	"strconv"
)

// lines is the grammar of a text: its lines, each with the newline that ends it.
type lines struct{ of string }

// Split cuts behind each newline.
func (l lines) Split(data []byte) (all []Piece) {
	for line := range bytes.Lines(data) {
		all = append(all, l.piece(line))
	}
	return all
}

// piece is a line, of which the first word is the kind where it is one of letters; what is
// indented is an event.
func (lines) piece(line []byte) Piece {
	word, _, _ := bytes.Cut(bytes.TrimRight(line, ":\n"), []byte(" "))
	kind := string(bytes.TrimRight(word, ":"))
	switch {
	case len(line) > 0 && line[0] == ' ':
		kind = "event"
	case kind == "" || bytes.ContainsFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' && r != ':' }):
		kind = "line"
	}
	return Piece{Kind: kind, Bytes: line}
}

// Join puts them together.
func (lines) Join(pieces []Piece) (data []byte) {
	for _, p := range pieces {
		data = append(data, p.Bytes...)
	}
	return data
}

// Show quotes a line.
func (lines) Show(p Piece) string { return strconv.Quote(string(p.Bytes)) }

// Read takes it back.
func (l lines) Read(line string) (Piece, error) {
	text, err := strconv.Unquote(line)
	if err != nil {
		return Piece{}, fmt.Errorf("got %.40q, want a line of a %s between quotes: %w", line, l.of, err)
	}
	return l.piece([]byte(text)), nil
}
