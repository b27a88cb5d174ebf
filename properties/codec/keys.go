package codec

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"tlsresume/impl/session"
)

// keyOf is a ticket key of a format. Seeds are not 0, and no two give the same.
func keyOf(form session.Format, seed byte) session.TicketKey {
	k, err := session.NewTicketKey(form, rand.NewChaCha8([32]byte{seed}))
	if err != nil {
		panic(err) // the bytes of a ChaCha8 have no end
	}
	return k
}

// A keyFile is a file of ticket keys: the keys as they stand there.
type keyFile struct{ Keys []session.TicketKey }

// keyFiles are those of other servers. What a file holds beyond the keys in use is
// dropped, as are the ends of its lines.
var keyFiles = []format{
	nginxFile("nginx-48", session.AES128),
	nginxFile("nginx-80", session.AES256),
	haproxyFile("haproxy-48", session.AES128),
	haproxyFile("haproxy-80", session.AES256),
}

// anyKeyFile is a file of either kind, which one parser reads: what it holds tells the kind.
var anyKeyFile = func() format {
	f := keyFiles[0]
	f.name, f.cites, f.shape = f.of, "nginx ssl_session_ticket_key; HAProxy tls-ticket-keys", keyFileShape
	f.draw = func(d dice) any { return pick(d, keyFiles...).draw(d) }
	f.encode = func(v any) ([]byte, error) {
		keys := v.(keyFile).Keys
		if len(keys) == 1 {
			return nginxText(keys), nil
		}
		return haproxyText(keys), nil
	}
	return f
}()

func keyFileFormat(name, cites string, encode func([]session.TicketKey) []byte, draw func(dice) []session.TicketKey) format {
	return format{
		name: "keys/" + name, of: "TicketKeys", cites: cites,
		refusal: func(err error) bool {
			var p *panicked
			return !errors.As(err, &p) && bytes.HasPrefix([]byte(err.Error()), []byte("file:"))
		},
		draw:   func(d dice) any { return keyFile{draw(d)} },
		encode: func(v any) ([]byte, error) { return encode(v.(keyFile).Keys), nil },
		decode: func(b []byte) (any, error) {
			keys, err := session.ParseTicketKeys("file", b)
			return keyFile{keys}, err
		},
	}
}

// nginxFile: ssl_session_ticket_key, name, AES, HMAC in 48 bytes, and name, HMAC, AES in 80.
func nginxFile(name string, form session.Format) format {
	f := keyFileFormat(name, "nginx ssl_session_ticket_key", nginxText, func(d dice) []session.TicketKey { return []session.TicketKey{d.key(form)} })
	f.loose = true // an edit may make lines of it, or change its size to the other one
	f.whole = func(_ any, b []byte) []int {
		if len(b) == 80 {
			return []int{48} // a key of the other size
		}
		return nil
	}
	return f
}

func nginxText(keys []session.TicketKey) []byte {
	k := keys[0]
	if k.Form == session.AES128 {
		return slices.Concat(k.Name[:], k.AES, k.MAC)
	}
	return slices.Concat(k.Name[:], k.MAC, k.AES)
}

// haproxyFile: tls-ticket-keys, each line name, AES, HMAC in base64; the last but one
// seals, the last is to come, the one before them is the old one.
func haproxyFile(name string, form session.Format) format {
	f := keyFileFormat(name, "HAProxy tls-ticket-keys", haproxyText, func(d dice) []session.TicketKey { return []session.TicketKey{d.key(form), d.key(form), d.key(form)} })
	f.loose = true
	f.whole = func(_ any, b []byte) []int { return []int{len(b) - 1} } // without the last newline
	return f
}

func haproxyText(keys []session.TicketKey) (text []byte) {
	for _, i := range []int{2, 0, 1} {
		k := keys[i%len(keys)]
		text = base64.StdEncoding.AppendEncode(text, slices.Concat(k.Name[:], k.AES, k.MAC))
		text = append(text, '\n')
	}
	return text
}

// keyFileShape is a key of 48 or 80 bytes that are no text, or lines of keys of one size in
// base64, three or more. Neither half of a key behind its name is zeros (CVE-2020-13777).
func keyFileShape(b []byte) bool {
	isText := len(b) > 0
	for _, c := range b {
		isText = isText && (c >= 0x20 && c <= 0x7e || c == '\n' || c == '\r')
	}
	if !isText {
		return isKey(b)
	}
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	size := -1
	for _, line := range lines {
		key, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || !isKey(key) || size >= 0 && size != len(key) {
			return false
		}
		size = len(key)
	}
	return len(lines) >= 3 && len(b) <= session.MaxKeyFile
}

func isKey(b []byte) bool {
	zero := func(part []byte) bool { return len(bytes.Trim(part, "\x00")) == 0 }
	switch len(b) {
	case 48:
		return !zero(b[16:32]) && !zero(b[32:])
	case 80:
		return !zero(b[16:48]) && !zero(b[48:])
	}
	return false
}

// key draws one whose parts are not zero: those everybody knows (CVE-2020-13777).
func (d dice) key(form session.Format) session.TicketKey { return keyOf(form, byte(d.from(1, 255))) }

// Whatever is in a file, it is refused, or gives keys that seal and open; and they share no
// memory with it.
var _ = property("keys/usable", "RFC 5077 5.5, \"The keys should be generated securely\"", func(d dice) error {
	b, err := pick(d, keyFiles...).input(d)
	if err != nil {
		return err
	}
	if d.maybe() {
		b = d.fill(pick(d, 48, 80, d(100)))
	}
	data := bytes.Clone(b)
	keys, err := session.ParseTicketKeys("file", data)
	if (err == nil) != (len(keys) > 0) {
		return fmt.Errorf("got %d keys, %v of %x", len(keys), err, b)
	}
	clear(data)
	for _, k := range keys {
		s := sealing{key: k, state: resumable(d, clockZero)}
		if s.ticket, err = k.Seal(nil, s.state, d.random()); err == nil {
			err = s.opens(k)
		}
		// A key of zeros is everybody's (CVE-2020-13777).
		if err != nil || len(bytes.Trim(k.AES, "\x00")) == 0 || len(bytes.Trim(k.MAC, "\x00")) == 0 {
			return fmt.Errorf("got %v of %x: %w", k, b, err)
		}
	}
	return nil
})
