package main

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"

	"tlsresume/impl/wire"
)

// setCipher takes a list of suites by the names that OpenSSL has for them.
func setCipher(s *settings, value string) error {
	var suites []*wire.Suite
	for name := range strings.SplitSeq(value, ":") {
		suite := opensslSuite(name)
		if suite == nil {
			return unimplemented("%q", name)
		}
		suites = append(suites, suite)
	}
	s.suites = suites
	return nil
}

// boringSuites are what BoringSSL has of ours: it has no DHE, and PSK only with keys.
func boringSuites() []*wire.Suite {
	return slices.DeleteFunc(slices.Clone(wire.Suites), func(s *wire.Suite) bool { return s.KX == wire.DHE || s.KX == wire.PSK })
}

func opensslSuite(name string) *wire.Suite {
	for _, s := range wire.Suites {
		if opensslName(s) == name {
			return s
		}
	}
	return nil
}

// opensslName makes ECDHE-RSA-AES128-SHA of TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA.
func opensslName(s *wire.Suite) string {
	exchange, cipher, _ := strings.Cut(strings.TrimPrefix(s.Name, "TLS_"), "_WITH_")
	cipher = strings.NewReplacer("AES_", "AES", "_CBC_", "-", "POLY1305_SHA256", "POLY1305", "CHACHA20_", "CHACHA20-").Replace(cipher)
	name := strings.ReplaceAll(exchange+"-"+cipher, "_", "-")
	return strings.TrimPrefix(name, "RSA-") // what OpenSSL takes for granted
}

// setProtocols takes a list as RFC 7301 3.1 has it on the wire.
func setProtocols(s *settings, value string) error {
	list := cryptobyte.String(value)
	for len(list) > 0 {
		var name cryptobyte.String
		if !list.ReadUint8LengthPrefixed(&name) || len(name) == 0 {
			return fmt.Errorf("got %q, want names behind their lengths", value)
		}
		s.protocols = append(s.protocols, string(name))
	}
	return nil
}

// ticketKeySize is a name, a key for the MAC and one for AES, of 16 bytes each.
const ticketKeySize = 48

func setTicketKey(s *settings, value string) error {
	key, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return fmt.Errorf("got no base64: %v", err)
	}
	if len(key) != ticketKeySize {
		return fmt.Errorf("got %d bytes, want %d", len(key), ticketKeySize)
	}
	s.ticketKey = key
	return nil
}
