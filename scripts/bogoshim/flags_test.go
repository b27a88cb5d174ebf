package main

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/wire"
)

func mustParse(t *testing.T, args ...string) *program {
	t.Helper()
	p, err := parse(args)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPrefixes(t *testing.T) {
	p := mustParse(t,
		"-port", "443", "-on-initial-no-ticket", "-on-resume-expect-session-miss", "-on-retry-expect-cipher", "5",
		"-on-shim-on-resume-host-name", "-port", "-on-handshaker-curves", "23", "-on-shim-curves", "29",
		"-on-handshaker-on-initial-curves", "23", "-on-resume-curves", "23")
	if p.first.port != 443 || p.later.port != 443 {
		t.Errorf("got ports %d and %d, want 443 for all", p.first.port, p.later.port)
	}
	if !p.first.noTicket || p.later.noTicket {
		t.Error("-on-initial- holds for other connections than the first")
	}
	if p.first.expect.sessionMiss || !p.later.expect.sessionMiss {
		t.Error("-on-resume- holds for other connections than those behind the first")
	}
	if p.first.expect.cipher != 0 || p.later.expect.cipher != 0 {
		t.Error("-on-retry- changed something")
	}
	if p.first.hostName != nil || string(p.later.hostName) != "-port" {
		t.Errorf("got the names %q and %q, want none and a value that looks like a flag", p.first.hostName, p.later.hostName)
	}
	if !slices.Equal(p.first.groups, []wire.Group{wire.X25519}) || !slices.Equal(p.later.groups, []wire.Group{wire.X25519, wire.P256}) {
		t.Errorf("got the groups %v and %v", p.first.groups, p.later.groups)
	}
}

func TestAnEmptyValueIsNotNone(t *testing.T) {
	p := mustParse(t, "-export-context", "", "-shim-initial-write", "")
	if p.first.exportContext == nil || p.first.initialWrite == nil {
		t.Error("an empty value counts as none")
	}
}

func TestVersionBounds(t *testing.T) {
	p := mustParse(t, "-max-version", "772", "-no-tls13")
	if p.first.minVersion != wire.TLS10 || p.first.maxVersion != wire.TLS12 {
		t.Errorf("got %v to %v, want 1.0 to 1.2", p.first.minVersion, p.first.maxVersion)
	}
}

// Every suite has the name that OpenSSL gives it.
func TestOpenSSLNames(t *testing.T) {
	for name, id := range map[string]uint16{
		"ECDHE-RSA-AES128-GCM-SHA256": 0xc02f, "ECDHE-ECDSA-AES128-GCM-SHA256": 0xc02b,
		"ECDHE-RSA-AES128-SHA": 0xc013, "ECDHE-ECDSA-AES256-SHA": 0xc00a, "AES128-SHA": 0x002f,
		"AES128-GCM-SHA256": 0x009c, "AES256-GCM-SHA384": 0x009d, "ECDHE-RSA-CHACHA20-POLY1305": 0xcca8,
	} {
		p := mustParse(t, "-cipher", name)
		if len(p.first.suites) != 1 || p.first.suites[0].ID != id {
			t.Errorf("%s: got %v, want %#04x", name, p.first.suites, id)
		}
	}
}

func TestWhatIsNotImplemented(t *testing.T) {
	for _, args := range [][]string{
		{"-no-such-flag"},
		{"-port", "1", "-on-initial-no-such-flag"},
		{"-on-handshaker-no-such-flag", "x"},
		{"-min-version", "772"},
		{"-expect-version", "772"},
		{"-on-retry-expect-version", "772"},
		{"-max-version", "768"},
		{"-curves", "999"},
		{"-signing-prefs", "2052"},
		{"-cipher", "ECDHE-RSA-AES128-SHA:GOST"},
	} {
		if _, err := parse(args); !errors.Is(err, errUnimplemented) {
			t.Errorf("%q: got %v, want unimplemented", args, err)
		}
	}
}

func TestBadArguments(t *testing.T) {
	for _, test := range []struct{ args, want string }{
		{"port", `got "port", want a flag`},
		{"-port", "-port: got nothing behind it, want a value"},
		{"-port 0", `-port: got "0", want a number from 1 to 65535`},
		{"-port 65536", `-port: got "65536", want a number from 1 to 65535`},
		{"-read-size -1", `-read-size: got "-1", want a number from 1 to 1048576`},
		{"-ticket-key AAAA", "-ticket-key: got 3 bytes, want 48"},
		{"-ticket-key ****", "-ticket-key: got no base64: illegal base64 data at input byte 0"},
		{"-max-version x", `-max-version: got "x", want a version`},
		{"-curves x", `-curves: got "x", want a number below 65536`},
		{"-on-retry-port x", `-on-retry-port: got "x", want a number from 1 to 65535`},
	} {
		if _, err := parse(strings.Fields(test.args)); err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", test.args, err, test.want)
		}
	}
}
