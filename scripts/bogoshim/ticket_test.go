package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// ticketKey is one that the runner knows, too.
var ticketKey = []byte(strings.Repeat("name", 4) + strings.Repeat("mac.", 4) + strings.Repeat("aes.", 4))

// rewrite opens a ticket as the runner does, by what bogo-shim.md, 5, says of
// its form alone, and seals what edit makes of its content.
func rewrite(t *testing.T, ticket []byte, edit func(text []byte) []byte) []byte {
	t.Helper()
	name, mac, key := ticketKey[:16], ticketKey[16:32], ticketKey[32:]
	if len(ticket) < 16+16+32 || !bytes.Equal(ticket[:16], name) {
		t.Fatalf("got a ticket of another key: %x", ticket)
	}
	sum := func(b []byte) []byte { h := hmac.New(sha256.New, mac); h.Write(b); return h.Sum(nil) }
	covered := ticket[:len(ticket)-32]
	if !bytes.Equal(ticket[len(covered):], sum(covered)) {
		t.Fatal("the MAC of the ticket is another")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	iv := covered[16:32]
	text := make([]byte, len(covered)-32)
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(text, covered[32:])
	text = edit(text[:len(text)-int(text[len(text)-1])])
	n := 16 - len(text)%16
	text = append(text, bytes.Repeat([]byte{byte(n)}, n)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(text, text)
	covered = append(bytes.Clone(covered[:32]), text...)
	return append(covered, sum(covered)...)
}

// A head is what the runner knows of a ticket's content.
type head struct {
	Format, Version int
	Suite           []byte
	Rest            asn1.RawValue
}

// edited changes the head of a ticket's content.
func edited(t *testing.T, edit func(*head)) func([]byte) []byte {
	return func(text []byte) []byte {
		var h head
		if rest, err := asn1.Unmarshal(text, &h); err != nil || len(rest) > 0 {
			t.Fatalf("got %x: %v", text, err)
		}
		if h.Version != 0x0303 || !bytes.Equal(h.Suite, []byte{0xc0, 0x2f}) {
			t.Errorf("the ticket says version %#x and suite %x", h.Version, h.Suite)
		}
		edit(&h)
		text, err := asn1.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
}

// Section 5: the runner rewrites tickets, and the server declines what does not
// suit.
func TestRewrittenTickets(t *testing.T) {
	for name, test := range map[string]struct {
		edit    func([]byte) []byte
		resumes bool
	}{
		"as it was":      {edited(t, func(*head) {}), true},
		"another suite":  {edited(t, func(h *head) { h.Suite = []byte{0xc0, 0x13} }), false},
		"no suite":       {edited(t, func(h *head) { h.Suite = []byte{0, 0} }), false},
		"version 1.1":    {edited(t, func(h *head) { h.Version = 0x0302 }), false},
		"version 0xffff": {edited(t, func(h *head) { h.Version = 0xffff }), false},
		"a new format":   {edited(t, func(h *head) { h.Format = 99 }), false},
		"no DER":         {func([]byte) []byte { return []byte("not DER") }, false},
		"nothing":        {func([]byte) []byte { return nil }, false},
	} {
		t.Run(name, func(t *testing.T) {
			flags := []string{"-ticket-key", base64.StdEncoding.EncodeToString(ticketKey), "-resume-count", "1"}
			if !test.resumes {
				flags = append(flags, "-on-resume-expect-session-miss")
			}
			s := serves(t, newRunner(t), flags...)
			cfg := clientConfig()
			talk(t, tls.Client(s.accept(), cfg))
			kept, _ := cfg.ClientSessionCache.Get("test")
			ticket, state, err := kept.ResumptionState()
			if err != nil {
				t.Fatal(err)
			}
			kept, err = tls.NewResumptionState(rewrite(t, ticket, test.edit), state)
			if err != nil {
				t.Fatal(err)
			}
			cfg.ClientSessionCache.Put("test", kept)
			c := tls.Client(s.accept(), cfg)
			talk(t, c)
			if got := c.ConnectionState().DidResume; got != test.resumes {
				t.Errorf("resumed %t, want %t", got, test.resumes)
			}
			s.passes()
		})
	}
}

// Section 5: how many tickets a client of crypto/tls gets of the flags.
func TestTicketFlags(t *testing.T) {
	for flags, tickets := range map[string]int{
		"":                     1,
		"-no-ticket":           0,
		"-use-ticket-callback": 1,
		"-use-ticket-callback -skip-ticket -expect-session-miss":      0,
		"-use-ticket-callback -renew-ticket":                          2,
		"-use-ticket-aead-callback":                                   1,
		"-use-ticket-aead-callback -renew-ticket":                     1,
		"-use-ticket-aead-callback -skip-ticket -expect-session-miss": 0,
		"-renew-ticket": 1, // without a callback it says nothing
		"-skip-ticket":  1, // likewise
		"-resumption-delay 7300 -expect-session-miss": 2,
		"-resumption-delay 7100":                      1,
	} {
		t.Run(flags, func(t *testing.T) {
			all := append(strings.Fields(flags), "-resume-count", "1")
			if flags == "-no-ticket" {
				all = append(all, "-expect-session-miss")
			}
			s := serves(t, newRunner(t), all...)
			cfg := clientConfig()
			cache := &counting{ClientSessionCache: cfg.ClientSessionCache}
			cfg.ClientSessionCache = cache
			for range 2 {
				talk(t, tls.Client(s.accept(), cfg))
			}
			if cache.puts != tickets {
				t.Errorf("got %d tickets, want %d", cache.puts, tickets)
			}
			s.passes()
		})
	}
}

// counting counts the sessions that a client keeps.
type counting struct {
	tls.ClientSessionCache
	puts int
}

func (c *counting) Put(key string, s *tls.ClientSessionState) {
	if s != nil {
		if ticket, _, err := s.ResumptionState(); err == nil && len(ticket) > 0 {
			c.puts++
		}
	}
	c.ClientSessionCache.Put(key, s)
}

// Section 5: the trace of messages.
func TestMessageTrace(t *testing.T) {
	const full = "write hs 1\nread hs 2\nread hs 11\nread hs 12\nread hs 14\nwrite hs 16\nwrite ccs\nwrite hs 20\nread hs 4\nread ccs\nread hs 20\nread alert 1 0\n"
	const resumed = "write hs 1\nread hs 2\nread hs 4\nread ccs\nread hs 20\nwrite ccs\nwrite hs 20\nread alert 1 0\nwrite alert 1 0\n"
	s := newRunner(t).start("-resume-count", "1", "-on-resume-expect-ticket-renewal", "-on-resume-check-close-notify",
		"-on-initial-expect-msg-callback", full, "-on-resume-expect-msg-callback", resumed)
	cfg := serverConfig(t)
	for range 2 {
		talk(t, tls.Server(s.accept(), cfg))
	}
	s.passes()
	s = newRunner(t).start("-expect-msg-callback", full+"read ccs\n")
	talk(t, tls.Server(s.accept(), cfg))
	s.fails(fmt.Sprintf("connection 0: messages: got %s", "write hs 1"))
}
