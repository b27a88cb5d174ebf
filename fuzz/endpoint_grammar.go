package fuzz

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// dialogues is the grammar of what is done to an endpoint: a world, and commands.
type dialogues struct{}

// A command is a verb with its arguments.
type command struct {
	of   *verb
	args []value
}

// cut takes the world off an input.
func cut(data []byte) (world, []byte) {
	return canonical(data), data[min(len(data), len(world{})):]
}

// next takes a command off an input. A byte that stands for no verb does nothing; nor do
// bytes that lack an argument.
func next(data []byte) (c command, rest []byte) {
	for len(data) > 0 {
		i := int(data[0] & 63)
		if data = data[1:]; i >= len(verbs) {
			continue
		}
		c.of = &verbs[i]
		for _, a := range c.of.args {
			var v value
			v, data = a.take(data)
			c.args = append(c.args, v)
		}
		return c, data
	}
	return command{}, nil
}

// append appends the bytes of a command.
func (c command) append(data []byte) []byte {
	i := slices.IndexFunc(verbs, func(v verb) bool { return v.name == c.of.name })
	data = append(data, byte(i))
	for i, a := range c.of.args {
		data = a.put(data, c.args[i])
	}
	return data
}

// An argument is how a value stands in an input and in a line.
type argument struct {
	name  string
	size  int // of the number, in bytes; 0: bytes behind their length
	names map[int]string
}

var (
	number8     = argument{name: "a number up to 255", size: 1}
	number16    = argument{name: "a number up to 65535", size: 2}
	octets      = argument{name: "bytes as hexadecimal, - for none"}
	kind        = argument{name: "a handshake message", size: 1, names: kindNames()}
	contentType = argument{name: "a content type", size: 1, names: typeNames()}
)

func kindNames() map[int]string {
	names := map[int]string{changeCipherSpec: wire.KindChangeCipherSpec.String()}
	for n := range changeCipherSpec {
		names[n] = wire.Kind(n).String()
	}
	return names
}

func typeNames() map[int]string {
	names := map[int]string{}
	for n := range 256 {
		names[n] = strings.ReplaceAll(record.Type(n).String(), " ", "-")
	}
	return names
}

// take takes a value off an input. What is missing is zero.
func (a argument) take(data []byte) (value, []byte) {
	size := max(a.size, 1)
	if a.size == 0 {
		size = 2
	}
	var room [2]byte
	n := copy(room[2-size:], data[:min(size, len(data))])
	v, data := value{n: int(binary.BigEndian.Uint16(room[:]))}, data[n:]
	if a.size > 0 {
		return v, data
	}
	n = min(v.n, len(data))
	return value{b: data[:n:n]}, data[n:]
}

func (a argument) put(data []byte, v value) []byte {
	switch a.size {
	case 1:
		return append(data, byte(v.n))
	case 2:
		return binary.BigEndian.AppendUint16(data, uint16(v.n))
	}
	data = binary.BigEndian.AppendUint16(data, uint16(len(v.b)))
	return append(data, v.b...)
}

func (a argument) show(v value) string {
	switch {
	case a.names != nil:
		return a.names[v.n]
	case a.size > 0:
		return strconv.Itoa(v.n)
	case len(v.b) == 0:
		return "-"
	}
	return hex.EncodeToString(v.b)
}

func (a argument) read(word string) (v value, err error) {
	switch {
	case a.names != nil:
		for n, name := range a.names {
			if name == word {
				return value{n: n}, nil
			}
		}
		err = fmt.Errorf("got no known name")
	case a.size > 0:
		var n uint64
		n, err = strconv.ParseUint(word, 10, 8*a.size)
		v.n = int(n)
	case word != "-":
		v.b, err = hex.DecodeString(word)
	}
	if err == nil && len(v.b) > 1<<16-1 {
		err = fmt.Errorf("got %d of them", len(v.b))
	}
	if err != nil {
		return v, fmt.Errorf("got %.40q, want %s: %w", word, a.name, err)
	}
	return v, nil
}

// Split implements Grammar.
func (dialogues) Split(data []byte) []Piece {
	w, rest := cut(data)
	pieces := []Piece{{"world", w[:], true}}
	for range maxCommands {
		var c command
		if c, rest = next(rest); c.of == nil {
			break
		}
		pieces = append(pieces, Piece{Kind: c.of.name, Bytes: c.append(nil)})
	}
	return pieces
}

// Join implements Grammar.
func (dialogues) Join(pieces []Piece) []byte { return whole{}.Join(pieces) }

// Show implements Grammar: a world is what is not the first setting in it.
func (dialogues) Show(p Piece) string {
	var words []string
	if p.Kind == "world" {
		w := canonical(p.Bytes)
		words = []string{"world"}
		for i, c := range choices {
			if w[i] != 0 {
				words = append(words, c.name+"="+c.settings[w[i]].name)
			}
		}
		return strings.Join(words, " ")
	}
	c, _ := next(p.Bytes)
	words = []string{c.of.name}
	for i, a := range c.of.args {
		words = append(words, a.show(c.args[i]))
	}
	return strings.Join(words, " ")
}

// Read implements Grammar.
func (dialogues) Read(line string) (Piece, error) {
	words := strings.Fields(line)
	if len(words) == 0 {
		return Piece{}, fmt.Errorf("got an empty line, want world or a command")
	}
	if words[0] == "world" {
		return readWorld(words[1:])
	}
	i := slices.IndexFunc(verbs, func(v verb) bool { return v.name == words[0] })
	if i < 0 {
		return Piece{}, fmt.Errorf("got %.40q, want world or one of %s", words[0], list(verbs, func(v verb) string { return v.name }))
	}
	c := command{of: &verbs[i]}
	if len(words)-1 != len(c.of.args) {
		return Piece{}, fmt.Errorf("%s: got %d arguments, want %s", words[0], len(words)-1, list(c.of.args, func(a argument) string { return a.name }))
	}
	for i, a := range c.of.args {
		v, err := a.read(words[1+i])
		if err != nil {
			return Piece{}, fmt.Errorf("%s: %w", words[0], err)
		}
		c.args = append(c.args, v)
	}
	return Piece{Kind: c.of.name, Bytes: c.append(nil)}, nil
}

// readWorld reads the settings of a world.
func readWorld(words []string) (Piece, error) {
	var w world
	for _, word := range words {
		name, set, _ := strings.Cut(word, "=")
		i := slices.IndexFunc(choices, func(c choice) bool { return c.name == name })
		if i < 0 {
			return Piece{}, fmt.Errorf("world: got %.40q, want %s", word, list(choices, func(c choice) string { return c.name + "=" }))
		}
		n := slices.IndexFunc(choices[i].settings, func(s setting) bool { return s.name == set })
		if n < 0 {
			return Piece{}, fmt.Errorf("world: %s: got %.40q, want %s", name, set, list(choices[i].settings, func(s setting) string { return s.name }))
		}
		w[i] = byte(n)
	}
	return Piece{"world", w[:], true}, nil
}

func list[T any](all []T, name func(T) string) string {
	var names []string
	for _, t := range all {
		names = append(names, name(t))
	}
	return strings.Join(names, ", ")
}
