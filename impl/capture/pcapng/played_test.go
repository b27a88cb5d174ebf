package pcapng_test

import (
	"context"
	"strings"
	"testing"

	"tlsresume/impl/capture"
	"tlsresume/impl/capture/pcapng"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/sim"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A row is a stored trace, and ends that are otherwise than its header can say.
type row struct {
	trace, what string
	config      func(*handshake.Config)
}

// rows are what there is to open: by each version and kind of protection, resumed by
// either name, renegotiated, refused, cut and attacked.
var rows = []row{
	{"figures/rfc5246-figure-2", "resumed by ID", nil},
	{"figures/draft-figure-2", "resumed by ticket", nil},
	{"figures/draft-figure-4", "a ticket refused, and data", nil},
	{"regress/renegotiate-abbreviated", "renegotiated", nil},
	{"regress/data-within-a-renegotiation", "data between two handshakes", nil},
	{"regress/omit-in-the-next-handshake", "a handshake that fails", nil},
	{"regress/client-auth-asked-and-required", "client certificates", nil},
	{"adversary/triple-handshake-no-ems", "the Triple Handshake", nil},
	{"adversary/defect-skip-certificate-verify", "an adversary that is the client", nil},
	{"figures/draft-figure-4", "TLS 1.0", spoken(wire.TLS10, "TLS_RSA_WITH_AES_128_CBC_SHA", false)},
	{"figures/draft-figure-4", "TLS 1.1, encrypt-then-MAC", spoken(wire.TLS11, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", true)},
	{"figures/rfc5246-figure-2", "TLS 1.2, encrypt-then-MAC, resumed by ID", spoken(wire.TLS12, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", true)},
	{"figures/draft-figure-4", "ChaCha20-Poly1305", spoken(wire.TLS12, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", false)},
}

// spoken has both ends speak this version with this suite.
func spoken(v wire.Version, suite string, encryptThenMAC bool) func(*handshake.Config) {
	return func(c *handshake.Config) {
		c.Policy.Versions, c.Policy.EncryptThenMAC = []wire.Version{v}, encryptThenMAC
		c.Policy.Suites = []*wire.Suite{wire.SuiteByName(suite)}
	}
}

func (r row) String() string { return r.trace + ", " + r.what }

// A film is a row as it was played, with the file of it.
type film struct {
	row
	got  *traces.Trace
	run  *capture.Run
	file []byte
}

func (r row) play(t *testing.T) film {
	t.Helper()
	f, err := r.film()
	if err != nil {
		t.Fatalf("%s: %v", r, err)
	}
	return f
}

// film plays a row. With a certificate for RSA servers have all suites that are spoken here.
func (r row) film() (film, error) {
	script, err := traces.Load("../../../traces/" + r.trace + traces.Extension)
	if err != nil {
		return film{}, err
	}
	if r.config != nil {
		for i, n := range script.Header.Servers {
			script.Header.Servers[i] = n.Edit([]string{"+cert=rsa"})
		}
	}
	f := film{row: r, run: new(capture.Run)}
	f.got, err = traces.Run(capture.Into(context.Background(), f.run), sim.OpenWith(r.seams), script)
	if err == nil {
		f.file, err = pcapng.Encode(f.run, worldOf(script.Header))
	}
	return f, err
}

func (r row) seams() script.Seams {
	return script.Seams{Config: func(_ handshake.Side, _ traces.Node, c *handshake.Config) {
		if r.config != nil {
			r.config(c)
		}
	}}
}

func worldOf(h traces.Header) pcapng.World {
	w := pcapng.World{Adversary: h.Adversary, Comment: h.Rule}
	for _, n := range h.Clients {
		w.Clients = append(w.Clients, n.Name)
	}
	for _, n := range h.Servers {
		w.Servers = append(w.Servers, n.Name)
	}
	return w
}

// said counts the messages of a kind that the ends have sent.
func (f film) said(kind string) (n int) {
	for _, s := range f.got.Steps {
		for _, e := range s.Events {
			if e.Mark == traces.Sent && e.What == kind {
				n++
			}
		}
	}
	return n
}

// data are the texts that the ends have sent.
func (f film) data() (texts []string) {
	for _, s := range f.got.Steps {
		for _, e := range s.Events {
			if text, ok := e.Fact("data"); ok && e.Mark == traces.Sent && !strings.Contains(text, "%") {
				texts = append(texts, text)
			}
		}
	}
	return texts
}
