package fuzz

import (
	"golang.org/x/crypto/cryptobyte"

	"tlsresume/impl/wire"
)

// What a fuzzer hardly hits upon: a hello with another extension, whose lengths are right.

// extended is a hello with an extension more. One that is no hello, or is full, stays as
// it is.
func extended(m wire.Message, typ int, data []byte) wire.Message {
	front, block, ok := extensions(m)
	if !ok || len(block)+4+len(data) > 1<<16-1 {
		return m
	}
	block = append(block[:len(block):len(block)], byte(typ>>8), byte(typ), byte(len(data)>>8), byte(len(data)))
	return withExtensions(m, front, append(block, data...))
}

// stripped is a hello without an extension.
func stripped(m wire.Message, typ int) wire.Message {
	front, block, ok := extensions(m)
	if !ok {
		return m
	}
	var left []byte
	for rest := cryptobyte.String(block); !rest.Empty(); {
		whole := rest
		var id uint16
		var data cryptobyte.String
		if !rest.ReadUint16(&id) || !rest.ReadUint16LengthPrefixed(&data) {
			return m
		}
		if int(id) != typ {
			left = append(left, whole[:len(whole)-len(rest)]...)
		}
	}
	return withExtensions(m, front, left)
}

// extensions cuts the body of a hello before the length of its extensions.
func extensions(m wire.Message) (front, block []byte, ok bool) {
	s := cryptobyte.String(m.Body())
	var list cryptobyte.String
	if !s.Skip(2+32) || !s.ReadUint8LengthPrefixed(&list) {
		return nil, nil, false
	}
	switch m.Kind {
	case wire.KindClientHello:
		ok = s.ReadUint16LengthPrefixed(&list) && s.ReadUint8LengthPrefixed(&list)
	case wire.KindServerHello:
		ok = s.Skip(2 + 1)
	}
	front = m.Body()[:len(m.Body())-len(s)]
	if ok && !s.Empty() {
		ok = s.ReadUint16LengthPrefixed(&list)
		return front, list, ok
	}
	return front, nil, ok
}

func withExtensions(m wire.Message, front, block []byte) wire.Message {
	body := append([]byte{}, front...)
	if len(block) > 0 {
		body = append(append(body, byte(len(block)>>8), byte(len(block))), block...)
	}
	return message(m.Raw[0], body)
}
