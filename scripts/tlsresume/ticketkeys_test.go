package main

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tlsresume/impl/peers/installed"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// random is n random bytes.
func random(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return string(b)
}

func lines(keys ...string) string {
	text := ""
	for _, k := range keys {
		text += base64.StdEncoding.EncodeToString([]byte(k)) + "\n"
	}
	return text
}

func keyFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ticket.key")
	save(t, file, text)
	return file
}

// A visitor goes from server to server with the session of the last one.
type visitor struct {
	t     *testing.T
	cache tls.ClientSessionCache
}

func newVisitor(t *testing.T) visitor { return visitor{t, tls.NewLRUClientSessionCache(1)} }

// visit says whether the server resumed.
func (v visitor) visit(addr string) bool {
	v.t.Helper()
	p := peer{tls.Client(dialRaw(v.t, addr), &tls.Config{
		ServerName: "a.example", InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12, ClientSessionCache: v.cache,
	})}
	if err := p.Handshake(); err != nil {
		v.t.Fatalf("%s: %v", addr, err)
	}
	p.Close()
	return p.ConnectionState().DidResume
}

// ticket is what it holds.
func (v visitor) ticket() []byte {
	v.t.Helper()
	s, ok := v.cache.Get("a.example")
	if !ok {
		v.t.Fatal("the server gave no session")
	}
	ticket, _, err := s.ResumptionState()
	if err != nil || len(ticket) == 0 {
		v.t.Fatalf("the server gave no ticket: %v", err)
	}
	return ticket
}

func TestServersShareTicketKeys(t *testing.T) {
	old, now, next := random(48), random(48), random(48)
	big := random(80)
	for _, test := range []struct {
		name          string
		first, second []string // what each has in its files
		want          bool     // does the second resume what the first made?
	}{
		{"one of 48", []string{now}, []string{now}, true},
		{"one of 80", []string{big}, []string{big}, true},
		{"no common key", []string{now}, []string{old}, false},
		{"rotated", []string{old}, []string{big, old}, true},
		{"rotated and retired", []string{old}, []string{big}, false},
		{"not yet rotated", []string{big, old}, []string{old}, false},
		{"haproxy", []string{lines(old, now, next)}, []string{lines(old, now, next)}, true},
		{"haproxy, one rotation behind", []string{lines(old, now, next)}, []string{lines(random(48), old, now)}, true},
		{"haproxy, one rotation ahead", []string{lines(old, now, next)}, []string{lines(now, next, random(48))}, true},
		{"haproxy seals with line 2", []string{lines(old, now, next)}, []string{now}, true},
		{"haproxy and nginx of 48", []string{now}, []string{lines(old, now, next)}, true},
		{"the same twice", []string{now}, []string{big, lines(old, now, next), now}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			start := func(files []string) *served {
				var args []string
				for _, text := range files {
					args = append(args, "--ticket-key", keyFile(t, text))
				}
				return serve(t, append(args, "--no-cache")...)
			}
			first, second := start(test.first), start(test.second)
			v := newVisitor(t)
			if v.visit(first.addr) {
				t.Fatal("the first connection resumed")
			}
			if got := v.visit(second.addr); got != test.want {
				t.Errorf("got resumed %v, want %v", got, test.want)
			}
			second.says(map[bool]string{true: " resumed by=ticket", false: " full "}[test.want])
		})
	}
}

// The same with processes, and a client of OpenSSL's.
func TestProcessesShareTicketKeys(t *testing.T) {
	openssl(t)
	file, ticket := keyFile(t, random(80)), filepath.Join(t.TempDir(), "session.pem")
	for n, how := range []string{"full", "resumed by=ticket", "resumed by=ticket"} {
		p := start(t, nil, "tlsresume", "serve", "--no-cache", "--ticket-key", file)
		addr := strings.TrimPrefix(p.until(t, "listening on "), "listening on ")
		args := []string{"-sess_out", ticket}
		if n > 0 {
			args = append(args, "-sess_in", ticket)
		}
		client{t, wire.TLS12, nil, []string{"-connect", addr}}.ask(args...)
		hasAll(t, "server", p.until(t, "1 127.0.0.1:"), how)
	}
}

func TestTicketFormats(t *testing.T) {
	for _, f := range session.Formats {
		s := serve(t, "--no-cache", "--ticket-format", f.String())
		v := newVisitor(t)
		v.visit(s.addr)
		if !v.visit(s.addr) {
			t.Errorf("%v: the second connection did not resume", f)
		}
	}
}

// RFC 9325 3.4: a key of the server's own seals for a lifetime, opens for another, and
// is gone. Keys of files stay.
func TestTicketKeysOfOnesOwnRotate(t *testing.T) {
	file := keyFile(t, random(80))
	for _, test := range []struct {
		name string
		ticketOptions
		changes bool
	}{
		{"own", ticketOptions{format: "gcm"}, true},
		{"of a file", ticketOptions{files: []string{file}}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			ring, err := test.ring()
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			go test.rotate(ctx, ring, time.Hour)
			seal := func() []byte {
				ticket, err := ring.Seal(nil, &session.State{Created: time.Now()}, rand.Reader)
				if err != nil {
					t.Fatal(err)
				}
				return ticket
			}
			time.Sleep(time.Hour - time.Second)
			last := seal()
			for lifetimes, opens := range []bool{true, true, !test.changes, !test.changes} {
				if _, err := ring.Open(last); (err == nil) != opens {
					t.Errorf("%s, after %d changes: got %v, want it opened: %t", test.name, lifetimes, err, opens)
				}
				if same := bytes.Equal(seal()[:16], last[:16]); same != (!test.changes || lifetimes == 0) {
					t.Errorf("%s, after %d changes: sealed under the same key: %t", test.name, lifetimes, same)
				}
				time.Sleep(time.Hour)
			}
		})
	}
}

// A lifetime of nothing does not keep the server busy with keys.
func TestTicketKeysRotateOnceAMinuteAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := ticketOptions{format: "gcm"}
		ring, err := o.ring()
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go o.rotate(ctx, ring, time.Nanosecond)
		before := ring.String()
		time.Sleep(time.Minute - 1)
		if ring.String() != before {
			t.Error("the key was changed before a minute had passed")
		}
		if time.Sleep(time.Minute); ring.String() == before {
			t.Error("the key was not changed")
		}
	})
}

func TestTicketKeyMistakes(t *testing.T) {
	good, other := random(48), random(48)
	twin := good[:16] + other[16:]
	dir := t.TempDir()
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"none there", []string{"--ticket-key", filepath.Join(dir, "none")}, "none: no such file"},
		{"a folder", []string{"--ticket-key", dir}, "is a directory"},
		{"zeros", []string{"--ticket-key", keyFile(t, string(make([]byte, 80)))}, "ticket.key: got a key of zeros, want random bytes"},
		{"a line", []string{"--ticket-key", keyFile(t, lines(good)+"?\n"+lines(other))}, "ticket.key:2: got no base64"},
		{"long", []string{"--ticket-key", keyFile(t, random(1<<20))}, "ticket.key: got more than 16384 bytes"},
		{"endless", []string{"--ticket-key", "/dev/zero"}, "/dev/zero: got more than 16384 bytes"},
		{"two of a name", []string{"--ticket-key", keyFile(t, good), "--ticket-key", keyFile(t, twin)}, "got another key of a name"},
		{"two of a name in a file", []string{"--ticket-key", keyFile(t, lines(good, twin, other))}, "got another key of a name"},
		{"format", []string{"--ticket-format", "rot13"}, `got "rot13", want one of draft, rfc5077, aes128, aes256, gcm`},
		{"both", []string{"--ticket-format", "gcm", "--ticket-key", keyFile(t, good)}, "[ticket-format ticket-key]"},
		{"for nothing", []string{"--no-tickets", "--ticket-key", keyFile(t, good)}, "[no-tickets ticket-key]"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), patience) // a server that starts all the same
		got := execute(ctx, newServeCommand(), test.args...)
		cancel()
		if got.code != codeUsage || !strings.Contains(got.talk, test.want) {
			t.Errorf("%s: got %d, %q, want %q", test.name, got.code, got.talk, test.want)
		}
	}
}

// A rival is another server that takes ticket keys from a file.
type rival struct {
	program string
	debian  string // the package
	config  func(dir, addr, cert, key, ticketKeys string) (text string, args []string)
}

var nginx = rival{"nginx", "nginx-light", func(dir, addr, cert, key, ticketKeys string) (string, []string) {
	temps := ""
	for _, what := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temps += what + "_temp_path " + dir + ";\n"
	}
	return `daemon off; master_process off; pid nginx.pid; error_log stderr; events {}
http {
` + temps + `access_log off;
server {
	listen ` + addr + ` ssl; ssl_protocols TLSv1.2; ssl_session_cache off;
	ssl_certificate ` + cert + `; ssl_certificate_key ` + key + `; ssl_session_ticket_key ` + ticketKeys + `;
	return 200 "$ssl_session_reused";
} }
`, []string{"-p", dir, "-e", "stderr", "-c"}
}}

var haproxy = rival{"haproxy", "haproxy", func(dir, addr, cert, key, ticketKeys string) (string, []string) {
	return `global
	tune.ssl.cachesize 0
defaults
	mode http
	timeout client 5s
frontend f
	bind ` + addr + ` ssl crt ` + cert + ` tls-ticket-keys ` + ticketKeys + ` ssl-max-ver TLSv1.2
	http-request return status 200
`, []string{"-db", "-f"}
}}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// path is the program. Without it nobody says whether it reads our key files as we
// do, and survives our tickets.
func (r rival) path(t *testing.T) string {
	t.Helper()
	return installed.Program(t, r.program, r.debian)
}

// run starts it with ticket keys in a file.
func (r rival) run(t *testing.T, ticketKeys string) (addr string) {
	t.Helper()
	path := r.path(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = l.Addr().String()
	l.Close()
	dir := t.TempDir()
	cert, key := files(t)
	if r.program == "haproxy" { // which wants both in one file
		save(t, cert, read(t, cert)+read(t, key))
	}
	config := filepath.Join(dir, "config")
	text, args := r.config(dir, addr, cert, key, ticketKeys)
	save(t, config, text)
	p := start(t, nil, path, append(args, config)...)
	for deadline := time.Now().Add(patience / 2); ; time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
			return addr
		}
		if time.Now().After(deadline) {
			p.Process.Kill()
			p.Wait() // it has said all
			t.Fatalf("%s does not listen: %v\n%s", r.program, err, p.talk)
		}
	}
}

// sealedBy says whether a ticket of OpenSSL's is one of the key: name, IV, state,
// and HMAC-SHA-256 over them. The state is DER, so that the AES key shows, too.
func sealedBy(t *testing.T, ticket []byte, k session.TicketKey) {
	t.Helper()
	if !bytes.HasPrefix(ticket, k.Name[:]) {
		t.Fatalf("got a ticket of key %x, want %x", ticket[:16], k.Name)
	}
	covered, mac := ticket[:len(ticket)-sha256.Size], ticket[len(ticket)-sha256.Size:]
	h := hmac.New(sha256.New, k.MAC)
	h.Write(covered)
	if !hmac.Equal(mac, h.Sum(nil)) {
		t.Fatal("the MAC of the ticket is not of our key: the bytes of the file stand otherwise")
	}
	block, err := aes.NewCipher(k.AES)
	if err != nil {
		t.Fatal(err)
	}
	state := make([]byte, len(covered)-32)
	cipher.NewCBCDecrypter(block, covered[16:32]).CryptBlocks(state, covered[32:])
	if pad := state[len(state)-1]; state[0] != 0x30 || pad < 1 || pad > 16 {
		t.Fatal("the state is no DER under our key: the bytes of the file stand otherwise")
	}
}

// The bytes of a file mean to us what they mean to the servers that it is of,
// and each survives a ticket of the other's that bears its key: the MAC holds, the
// states inside differ, and a full handshake follows (RFC 5077 3.2).
func TestKeyFilesAsOthersReadThem(t *testing.T) {
	for _, rival := range []rival{nginx, haproxy} {
		for _, size := range []int{48, 80} {
			t.Run(fmt.Sprint(rival.program, " ", size), func(t *testing.T) {
				text := random(size)
				if rival.program == "haproxy" {
					text = lines(random(size), random(size), random(size), random(size))
				}
				file := keyFile(t, text)
				other := rival.run(t, file)
				ours := serve(t, "--no-cache", "--ticket-key", file)
				v := newVisitor(t)
				v.visit(other)
				keys, err := session.ParseTicketKeys(file, []byte(text))
				if err != nil {
					t.Fatal(err)
				}
				sealedBy(t, v.ticket(), keys[0])
				for n, step := range []struct {
					addr string
					want bool
				}{{other, true}, {ours.addr, false}, {ours.addr, true}, {other, false}, {other, true}} {
					if got := v.visit(step.addr); got != step.want {
						t.Errorf("visit %d: got resumed %v, want %v", n+2, got, step.want)
					}
				}
			})
		}
	}
}
