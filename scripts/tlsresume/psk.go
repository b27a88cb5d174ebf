package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// sharedKeys are the keys of --psk. With any, the suites that use them come first,
// unless --suites says which there are.
func (o *endOptions) sharedKeys(p *handshake.Policy) ([]handshake.PSK, error) {
	ofPSK := func(s *wire.Suite) bool { return s.KX == wire.PSK }
	if len(o.psk) == 0 {
		if slices.ContainsFunc(p.Suites, ofPSK) {
			return nil, usage(errors.New("got suites of PSK in --suites, want --psk, too"))
		}
		return nil, nil
	}
	if o.suites == nil {
		p.Suites = append(slices.DeleteFunc(slices.Clone(wire.Suites), func(s *wire.Suite) bool { return !ofPSK(s) }), p.Suites...)
	}
	var keys []handshake.PSK
	for i, text := range o.psk {
		k, err := parsePSK(text)
		if err != nil {
			return nil, usage(fmt.Errorf("--psk %d: %w", i+1, err))
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// parsePSK reads IDENTITY:HEX. Its errors do not tell the key.
func parsePSK(text string) (k handshake.PSK, err error) {
	at := strings.LastIndexByte(text, ':')
	if at < 0 {
		return k, errors.New("got no colon, want IDENTITY:HEX")
	}
	key, err := hex.DecodeString(text[at+1:])
	switch {
	case err != nil:
		return k, errors.New("got a key that is not hexadecimal, want IDENTITY:HEX")
	case len(key) == 0 || len(key) > 1<<16-1:
		return k, fmt.Errorf("got a key of %d bytes, want 1 to 65535", len(key))
	case at > 1<<16-1:
		return k, fmt.Errorf("got an identity of %d bytes, want at most 65535", at)
	}
	return handshake.PSK{Identity: []byte(text[:at]), Key: key}, nil
}
