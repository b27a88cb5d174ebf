package session

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
)

// MaxKeyFile is the most that a file of ticket keys holds, in bytes: some
// hundred lines of HAProxy's.
const MaxKeyFile = 16 << 10

// haproxyLines is how many keys HAProxy holds (TLS_TICKETS_NO): the last lines
// of the file. It demands as many.
const haproxyLines = 3

// A layout says what the bytes of a key of one size are, behind its name.
type layout struct {
	form     Format
	macFirst bool
}

// The layouts agree about the format and differ in the order. nginx has for 80
// bytes that of OpenSSL's SSL_CTX_set_tlsext_ticket_keys, and for 48 the other;
// HAProxy has one order for both. (Node has HMAC first in its 48 bytes: a file of
// its does for servers of ours, which agree with each other.)
var (
	nginxLayouts   = map[int]layout{48: {AES128, false}, 80: {AES256, true}}
	haproxyLayouts = map[int]layout{48: {AES128, false}, 80: {AES256, false}}
)

// ParseTicketKeys reads a file of ticket keys as other servers have them, and
// returns the key that seals first:
//
//   - nginx's ssl_session_ticket_key: a key of 48 or 80 bytes, and nothing else. Text of
//     that size is no key, which is random, but the beginning of the other kind of file;
//   - HAProxy's tls-ticket-keys: at least three lines, each a key of 48 or 80
//     bytes in base64. The last but one seals, the last is the one to come, and the
//     three last open tickets.
//
// A server of theirs that has the same file resumes nothing of ours, nor we of
// its: the MAC of the ticket holds, and the state inside is of another kind. A full
// handshake follows (RFC 5077 3.2).
//
// The error names the file and the line, and shows nothing of the keys.
func ParseTicketKeys(file string, data []byte) ([]TicketKey, error) {
	if len(data) > MaxKeyFile {
		return nil, fmt.Errorf("%s: got more than %d bytes, want at most %[2]d", file, MaxKeyFile)
	}
	if _, ok := nginxLayouts[len(data)]; ok && !isText(data) {
		k, err := cutKey(nginxLayouts, data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		return []TicketKey{k}, nil
	}
	if !isText(data) {
		return nil, fmt.Errorf("%s: got %d bytes, want 48 or 80, or lines of base64", file, len(data))
	}
	return parseHAProxy(file, data)
}

func isText(data []byte) bool {
	return len(data) > 0 && !bytes.ContainsFunc(data, func(c rune) bool { return (c < ' ' || c > '~') && c != '\n' && c != '\r' })
}

func parseHAProxy(file string, data []byte) ([]TicketKey, error) {
	var keys []TicketKey
	size := 0
	lines := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	for n, line := range lines {
		raw, err := base64.StdEncoding.Strict().DecodeString(string(bytes.TrimSuffix(line, []byte("\r"))))
		if err != nil { // it shows where in the line, but not what
			return nil, fmt.Errorf("%s:%d: got no base64 of a key, want that of 48 or 80 bytes", file, n+1)
		}
		k, err := cutKey(haproxyLayouts, raw)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
		case n > 0 && len(raw) != size:
			return nil, fmt.Errorf("%s:%d: got a key of %d bytes, want %d as in the lines before", file, n+1, len(raw), size)
		}
		size = len(raw)
		keys = append(keys, k)
	}
	if len(keys) < haproxyLines {
		return nil, fmt.Errorf("%s: got %d lines, want at least %d: the old key, the one that seals, the next", file, len(keys), haproxyLines)
	}
	last := keys[len(keys)-haproxyLines:]
	return []TicketKey{last[1], last[2], last[0]}, nil
}

// cutKey makes a key of its bytes. One of zeros is what a file holds that was
// made to the size and never filled: everybody knows it (CVE-2020-13777).
func cutKey(layouts map[int]layout, b []byte) (TicketKey, error) {
	l, ok := layouts[len(b)]
	if !ok {
		return TicketKey{}, fmt.Errorf("got a key of %d bytes, want 48 or 80", len(b))
	}
	k := TicketKey{Form: l.form, Name: [nameSize]byte(b)}
	aes, mac := l.form.sizes()
	b = slices.Clone(b[nameSize:])
	if l.macFirst {
		k.MAC, k.AES = b[:mac:mac], b[mac:]
	} else {
		k.AES, k.MAC = b[:aes:aes], b[aes:]
	}
	if zero(k.AES) || zero(k.MAC) {
		return TicketKey{}, fmt.Errorf("got a key of zeros, want random bytes (CVE-2020-13777)")
	}
	return k, nil
}

func zero(b []byte) bool { return !slices.ContainsFunc(b, func(c byte) bool { return c != 0 }) }
