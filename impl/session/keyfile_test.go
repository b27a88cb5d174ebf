package session

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
)

// filled is n bytes: 16 of 'n' for the name, then from, from+1...
func filled(n int, from byte) []byte {
	b := bytes.Repeat([]byte{'n'}, n)
	for i := 16; i < n; i++ {
		b[i] = from + byte(i-16)
	}
	return b
}

func line(key []byte) string { return base64.StdEncoding.EncodeToString(key) + "\n" }

// The bytes of a key stand where the other servers have them: nginx has AES first
// in 48 bytes and HMAC first in 80, HAProxy has AES first.
func TestTicketKeyLayouts(t *testing.T) {
	others := line(filled(48, 7)) + line(filled(48, 9))
	others80 := line(filled(80, 7)) + line(filled(80, 9))
	for _, test := range []struct {
		name     string
		data     string
		form     Format
		aes, mac byte // the first byte of each
	}{
		{"nginx 48", string(filled(48, 1)), AES128, 1, 17},
		{"nginx 80", string(filled(80, 1)), AES256, 33, 1},
		{"haproxy 48", line(filled(48, 5)) + line(filled(48, 1)) + line(filled(48, 9)), AES128, 1, 17},
		{"haproxy 80", line(filled(80, 5)) + line(filled(80, 1)) + line(filled(80, 9)), AES256, 1, 33},
		{"haproxy by four lines", others + line(filled(48, 1)) + line(filled(48, 9)), AES128, 1, 17},
		{"haproxy of dos", strings.ReplaceAll(others80[:109]+line(filled(80, 1))+others80[109:], "\n", "\r\n"), AES256, 1, 33},
		{"haproxy without the last newline", strings.TrimSuffix(line(filled(48, 5))+line(filled(48, 1))+line(filled(48, 9)), "\n"), AES128, 1, 17},
	} {
		keys, err := ParseTicketKeys("f", []byte(test.data))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		k := keys[0]
		aes, mac := test.form.sizes()
		if k.Form != test.form || string(k.Name[:]) != strings.Repeat("n", 16) ||
			!bytes.Equal(k.AES, filled(16+aes, test.aes)[16:]) || !bytes.Equal(k.MAC, filled(16+mac, test.mac)[16:]) {
			t.Errorf("%s: got %v, AES from %d, MAC from %d", test.name, k, k.AES[0], k.MAC[0])
		}
		if want := map[bool]int{true: 1, false: 3}[strings.HasPrefix(test.name, "nginx")]; len(keys) != want {
			t.Errorf("%s: got %d keys, want %d", test.name, len(keys), want)
		}
	}
}

// HAProxy seals with the last line but one, and opens with the three last.
func TestTicketKeysOfHAProxyInOrder(t *testing.T) {
	named := func(c byte) []byte {
		b := filled(48, 1)
		b[0] = c
		return b
	}
	text := ""
	for _, c := range []byte("12345") {
		text += line(named(c))
	}
	keys, err := ParseTicketKeys("f", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, k := range keys {
		got += string(k.Name[:1])
	}
	if got != "453" {
		t.Errorf("got keys %s, want 4, that seals, then 5, then 3", got)
	}
}

func TestTicketKeyFilesRefused(t *testing.T) {
	good := line(filled(48, 1))
	zeros := make([]byte, 80)
	half := filled(80, 1)
	clear(half[48:])
	for _, test := range []struct{ name, data, want string }{
		{"empty", "", "f: got 0 bytes, want 48 or 80, or lines of base64"},
		{"with a newline", string(filled(80, 0xf0)) + "\n", "f: got 81 bytes, want 48 or 80"},
		{"of 47", string(filled(47, 0xf0)), "f: got 47 bytes, want 48 or 80"},
		{"of lighttpd", string(filled(92, 0xf0)), "f: got 92 bytes, want 48 or 80"},
		{"zeros of 48", string(zeros[:48]), "f: got a key of zeros"},
		{"zeros of 80", string(zeros), "f: got a key of zeros"},
		{"a name and zeros", string(filled(48, 1)[:16]) + string(zeros[:32]), "f: got a key of zeros"},
		{"half of it zeros", string(half), "f: got a key of zeros"},
		{"zeros in a line", good + line(zeros[:48]) + good, "f:2: got a key of zeros"},
		{"no base64", good + "#secret#\n" + good, "f:2: got no base64"},
		{"base64 with spare bits", good + good + line(filled(46, 1)[:46])[:62] + "B=\n", "f:3: got "},
		{"a blank line", good + good + "\n" + good, "f:3: got a key of 0 bytes, want 48 or 80"},
		{"another size", good + good + line(filled(64, 1)), "f:3: got a key of 64 bytes, want 48 or 80"},
		{"two sizes", good + line(filled(80, 1)) + good, "f:2: got a key of 80 bytes, want 48 as in"},
		{"two lines", good + good, "f: got 2 lines, want at least 3"},
		{"lines cut short to 48", (good + good + good)[:48], "f:1: got a key of 36 bytes, want 48 or 80"},
		{"lines cut short to 80", (good + good + good)[:80], "f:2: got no base64"},
		{"hex", strings.Repeat("ab", 80), "f:1: got a key of 120 bytes"},
		{"a space at the end", strings.Repeat("a", 47) + " ", "f:1: got no base64"},
		{"a tilde", strings.Repeat("~", 48), "f:1: got no base64"},
		{"as long as may be", strings.Repeat("\n", MaxKeyFile), "f:1: got a key of 0 bytes"},
		{"too long", strings.Repeat(good, MaxKeyFile/len(good)+1), "f: got more than 16384 bytes, want at most 16384"},
	} {
		keys, err := ParseTicketKeys("f", []byte(test.data))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || keys != nil {
			t.Errorf("%s: got %v, %v, want %q", test.name, keys, err, test.want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %q shows what is in the file", test.name, err)
		}
	}
}
