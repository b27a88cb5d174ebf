package wire

import (
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// The extension types that are implemented.
const (
	ExtServerName           uint16 = 0
	ExtMaxFragmentLength    uint16 = 1
	ExtSupportedGroups      uint16 = 10
	ExtECPointFormats       uint16 = 11
	ExtSignatureAlgorithms  uint16 = 13
	ExtALPN                 uint16 = 16
	ExtEncryptThenMAC       uint16 = 22
	ExtExtendedMasterSecret uint16 = 23
	ExtSessionTicket        uint16 = 35
	ExtSupportedVersions    uint16 = 43 // of TLS 1.3
	ExtRenegotiationInfo    uint16 = 0xff01
)

// An extension of a hello: present says whether the hello has it, encode adds
// its data, decode says whether its data, all of it, is well-formed.
type extension[Hello any] struct {
	id      uint16
	name    string
	present func(*Hello) bool
	encode  func(*Hello, *cryptobyte.Builder)
	decode  func(*Hello, cryptobyte.String) bool
}

// encodeExtensions adds the block, or nothing when no extension is present
// (RFC 5246 7.4.1.2).
func encodeExtensions[Hello any](b *cryptobyte.Builder, table []extension[Hello], m *Hello) {
	if !slices.ContainsFunc(table, func(e extension[Hello]) bool { return e.present(m) }) {
		return
	}
	addPrefixed16(b, func(b *cryptobyte.Builder) {
		for _, e := range table {
			if e.present(m) {
				b.AddUint16(e.id)
				addPrefixed16(b, func(b *cryptobyte.Builder) { e.encode(m, b) })
			}
		}
	})
}

// maxExtensions bounds the work that a hello makes: about as many types are not
// even assigned.
const maxExtensions = 256

// decodeExtensions reads the rest of a hello: nothing, or a block. It returns
// the types that were there, in their order, and the name of the field that is
// malformed, or "".
func decodeExtensions[Hello any](s cryptobyte.String, table []extension[Hello], m *Hello, r *room) (types []uint16, bad string) {
	if len(s) == 0 {
		return nil, ""
	}
	var block cryptobyte.String
	if !s.ReadUint16LengthPrefixed(&block) || len(s) != 0 {
		return nil, "extensions"
	}
	types = r.types[:0]
	for len(block) > 0 {
		var id uint16
		var data cryptobyte.String
		if !block.ReadUint16(&id) || !block.ReadUint16LengthPrefixed(&data) {
			return types, "extensions"
		}
		// RFC 5246 7.4.1.4: "There MUST NOT be more than one extension of the same type."
		if slices.Contains(types, id) {
			return types, "an extension twice"
		}
		if len(types) == maxExtensions {
			return types, "extensions"
		}
		types = append(types, id)
		r.types = types
		if e := find(table, id); e != nil && !e.decode(m, data) {
			return types, e.name
		}
	}
	return types, ""
}

// find is the row of a type, or nil.
func find[Hello any](table []extension[Hello], id uint16) *extension[Hello] {
	for i := range table {
		if table[i].id == id {
			return &table[i]
		}
	}
	return nil
}
