package fuzz

import (
	"encoding/hex"
	"fmt"
	"slices"
)

// A Grammar reads an input as commands, and writes commands as an input. Any bytes are
// some commands, and Join of what Split gives does what the input does.
type Grammar interface {
	// Split cuts an input.
	Split(data []byte) []Piece
	// Join is the input that has these commands.
	Join(pieces []Piece) []byte
	// Show is a command as a line that a person can read.
	Show(Piece) string
	// Read is the command that Show wrote. The error says what was wrong.
	Read(line string) (Piece, error)
}

// A Piece is a command of an input.
type Piece struct {
	Kind  string // of the command, without what it is done to
	Bytes []byte
	Fixed bool // it can't be left out: a world that the commands are in
}

// Kinds are the kinds of the commands of an input, each once, in their order.
func Kinds(g Grammar, data []byte) []string {
	var kinds []string
	for _, p := range g.Split(data) {
		if !slices.Contains(kinds, p.Kind) {
			kinds = append(kinds, p.Kind)
		}
	}
	return kinds
}

// whole is the grammar of an encoding: one command, and its line is hexadecimal.
type whole struct{ kind string }

func (w whole) Split(data []byte) []Piece { return []Piece{{w.kind, data, true}} }

func (w whole) Join(pieces []Piece) (data []byte) {
	for _, p := range pieces {
		data = append(data, p.Bytes...)
	}
	return data
}

func (w whole) Show(p Piece) string { return hex.EncodeToString(p.Bytes) }

func (w whole) Read(line string) (Piece, error) {
	data, err := hex.DecodeString(line)
	if err != nil {
		return Piece{}, fmt.Errorf("got %.40q, want %s as hexadecimal: %w", line, w.kind, err)
	}
	return Piece{w.kind, data, true}, nil
}
