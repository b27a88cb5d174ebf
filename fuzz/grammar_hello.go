package fuzz

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// hello is the grammar of a hello's body: what stands before the extensions, and each
// extension, with its type. A body whose lengths don't add up is one piece.
type hello struct {
	// vectors are the sizes of the lengths of the vectors behind version and random; plain is
	// how much stands behind them.
	vectors []int
	plain   int
}

var (
	clientHello = hello{vectors: []int{1, 2, 1}}
	serverHello = hello{vectors: []int{1}, plain: 2 + 1}
)

// Split cuts before each extension.
func (h hello) Split(data []byte) []Piece {
	at := h.end(data)
	rest := data[at:]
	pieces := []Piece{{"hello", data[:at], true}}
	if len(rest) >= 2 && int(binary.BigEndian.Uint16(rest)) == len(rest)-2 && len(rest) > 2 {
		for rest = rest[2:]; len(rest) >= 4 && int(binary.BigEndian.Uint16(rest[2:])) <= len(rest)-4; {
			n := 4 + int(binary.BigEndian.Uint16(rest[2:]))
			pieces, rest = append(pieces, extensionPiece(rest[:n])), rest[n:]
		}
	}
	if len(rest) > 0 {
		return []Piece{{"bytes", data, true}}
	}
	return pieces
}

// end is where the extensions of a hello begin, or all of it.
func (h hello) end(data []byte) int {
	at := 2 + 32
	for _, size := range h.vectors {
		if at+size > len(data) {
			return len(data)
		}
		n := 0
		for _, b := range data[at : at+size] {
			n = n<<8 | int(b)
		}
		at += size + n
	}
	return min(at+h.plain, len(data))
}

func extensionPiece(data []byte) Piece {
	return Piece{"extension-" + strconv.Itoa(int(binary.BigEndian.Uint16(data))), data, false}
}

// Join puts the length of the extensions before them.
func (h hello) Join(pieces []Piece) []byte {
	var start, extensions []byte
	for _, p := range pieces {
		if p.Fixed {
			start = append(start, p.Bytes...)
		} else {
			extensions = append(extensions, p.Bytes...)
		}
	}
	if len(extensions) > 0 {
		start = binary.BigEndian.AppendUint16(start, uint16(len(extensions)))
	}
	return slices.Concat(start, extensions)
}

// Show is the kind with what it is of, in hexadecimal.
func (h hello) Show(p Piece) string { return p.Kind + " " + hex.EncodeToString(p.Bytes) }

// Read takes that back.
func (h hello) Read(line string) (Piece, error) {
	kind, digits, _ := strings.Cut(line, " ")
	data, err := hex.DecodeString(digits)
	switch {
	case err != nil:
		return Piece{}, fmt.Errorf("got %.40q, want the bytes of a hello in hexadecimal: %w", line, err)
	case kind == "hello" || kind == "bytes":
		return Piece{kind, data, true}, nil
	case len(data) < 4 || extensionPiece(data).Kind != kind:
		return Piece{}, fmt.Errorf("got %.40q, want hello, bytes, or extension-TYPE with an extension of that type", line)
	}
	return extensionPiece(data), nil
}
