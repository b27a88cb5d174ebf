package codec

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"tlsresume/impl/wire"
)

// extensions are the data of each extension by itself, in the smallest hello around it.
var extensions = slices.Concat(
	dataOf("client", offers, offered, wire.ClientHello{Version: wire.TLS12, Suites: []uint16{0xc02b}, Compressions: []byte{0}}),
	dataOf("server", answers, answered, wire.ServerHello{Version: wire.TLS12, Suite: 0xc02b}),
)

// dataOf are the rows of a table of extensions, in hellos that are else like least.
func dataOf[Hello any, P interface {
	*Hello
	decoder
}](side string, table []extension[Hello], shaped func(extensionShape) shape, least Hello) []format {
	bare, err := encodeBody(P(&least))
	if err != nil {
		panic(err) // it stands in the source
	}
	var all []format
	for _, e := range table {
		all = append(all, format{
			name: side + "/" + e.name, of: camel(e.name), cites: e.cites, shape: shapeOf(e.id, e.name, shaped), loose: e.loose, endless: e.endless, whole: e.whole,
			inside: true, refusal: isMalformed,
			draw: func(d dice) any {
				m := least
				e.draw(d, &m)
				return P(&m)
			},
			encode: func(v any) ([]byte, error) { return dataIn(bare, v.(P), e.id) },
			decode: func(data []byte) (any, error) {
				m := P(new(Hello))
				err := m.Decode(around(bare, e.id, data))
				if err == nil && e.hidden {
					if b, _ := encodeBody(m); len(b) == len(bare) {
						return nil, errHidden
					}
				}
				return m, err
			},
		})
	}
	return all
}

// camel is a name of several words as one.
func camel(name string) (one string) {
	for word := range strings.SplitSeq(name, "_") {
		one += strings.ToUpper(word[:1]) + word[1:]
	}
	return one
}

// errHidden is the refusal, by us, of what a hello takes and shows by the list of its
// extensions alone.
var errHidden = &wire.Malformed{Field: "nothing that a hello can say again"}

// around is a hello with one extension and this data.
func around(bare []byte, id uint16, data []byte) []byte {
	b := append(make([]byte, 0, len(bare)+2+4+len(data)), bare...)
	b = binary.BigEndian.AppendUint16(b, uint16(4+len(data)))
	b = binary.BigEndian.AppendUint16(b, id)
	b = binary.BigEndian.AppendUint16(b, uint16(len(data)))
	return append(b, data...)
}

// dataIn is the data of the only extension of a hello, which is else like bare.
func dataIn(bare []byte, hello wire.Body, id uint16) ([]byte, error) {
	b, err := encodeBody(hello)
	if err != nil {
		return nil, err
	}
	parts, err := blockOf(b, len(bare))
	switch {
	case err != nil:
		return nil, err
	case len(parts) != 1 || parts[0].id != id:
		return nil, fmt.Errorf("got the extensions %v, want %d alone", parts, id)
	}
	return parts[0].data, nil
}

// A block is the extensions of a hello as they stand on the wire.
type block []data

// A data is the type of an extension with its extension_data.
type data struct {
	id   uint16
	data []byte
}

// blockOf reads the block that begins at a place of a hello.
func blockOf(hello []byte, at int) (all block, err error) {
	if at == len(hello) {
		return nil, nil
	}
	rest := hello[at+2:]
	for len(rest) >= 4 {
		id, n := binary.BigEndian.Uint16(rest), int(binary.BigEndian.Uint16(rest[2:]))
		if n > len(rest)-4 {
			break
		}
		all = append(all, data{id, rest[4 : 4+n]})
		rest = rest[4+n:]
	}
	if len(rest) > 0 || int(binary.BigEndian.Uint16(hello[at:])) != len(hello)-at-2 {
		return nil, fmt.Errorf("got a block that does not add up: %s", hexed(hello[at:]))
	}
	return all, nil
}

// bytes is the block with its length.
func (all block) bytes() []byte {
	b := []byte{0, 0}
	for _, e := range all {
		b = binary.BigEndian.AppendUint16(b, e.id)
		b = binary.BigEndian.AppendUint16(b, uint16(len(e.data)))
		b = append(b, e.data...)
	}
	binary.BigEndian.PutUint16(b, uint16(len(b)-2))
	return b
}

func (all block) types() (types []uint16) {
	for _, e := range all {
		types = append(types, e.id)
	}
	return types
}

// shuffle puts the extensions into an order that is drawn.
func (all block) shuffle(d dice) {
	for i := len(all) - 1; i > 0; i-- {
		j := d(i + 1)
		all[i], all[j] = all[j], all[i]
	}
}

// insert puts an extension anywhere, unless the block has no room for it.
func (all *block) insert(d dice, e data) bool {
	if len(all.bytes())-2+4+len(e.data) > blockMost {
		return false
	}
	*all = slices.Insert(*all, d.from(0, len(*all)), e)
	return true
}
