package main

import (
	"crypto/tls"
	"io"
	"net"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/session"
)

// served is a connection of a shim that is the client, up to its first handshake.
func served(t *testing.T, s *shim) (*tls.Conn, net.Conn) {
	t.Helper()
	raw := s.accept()
	c := tls.Server(raw, serverConfig(t))
	if err := c.Handshake(); err != nil {
		t.Fatal(err)
	}
	return c, raw
}

// Section 3.4.
func TestSendAlert(t *testing.T) {
	s := newRunner(t).start("-send-alert")
	c, raw := served(t, s)
	if _, err := c.Read(make([]byte, 1)); err == nil || err.Error() != "remote error: tls: decompression failure" {
		t.Errorf("got %v, want the alert 30", err)
	}
	raw.Close()
	s.passes()
}

// Sections 3.2 and 3.3: the exporter, with a context, an empty one and none, and
// then tls-unique.
func TestBindings(t *testing.T) {
	for _, test := range []struct {
		flags   []string
		context []byte
	}{
		{nil, nil},
		{[]string{"-use-export-context"}, []byte{}},
		{[]string{"-use-export-context", "-export-context", "a context"}, []byte("a context")},
		{[]string{"-export-context", "not used"}, nil},
	} {
		for _, resumed := range []bool{false, true} {
			flags := slices.Concat([]string{"-export-keying-material", "77", "-export-label", "a label", "-tls-unique"}, test.flags)
			if resumed {
				flags = append(flags, "-resume-count", "1", "-on-resume-expect-ticket-renewal")
			}
			s := newRunner(t).start(flags...)
			cfg := serverConfig(t)
			for range s.connections() {
				c := tls.Server(s.accept(), cfg)
				if err := c.Handshake(); err != nil {
					t.Fatal(err)
				}
				state := c.ConnectionState()
				want, err := state.ExportKeyingMaterial("a label", test.context, 77)
				if err != nil {
					t.Fatal(err)
				}
				wantRead(t, c, slices.Concat(want, state.TLSUnique))
				talk(t, c)
			}
			s.passes()
		}
	}
}

// Section 3.3: what is not bound to its handshake is refused.
func TestBindingsThatAreRefused(t *testing.T) {
	for flags, line := range map[string]string{
		"-tls-unique -resume-count 1": "error=tls_unique_unavailable",
		"-on-resume-export-keying-material 10 -on-resume-export-label x -resume-count 1": "error=exporter_unavailable",
	} {
		s := newRunner(t).start(strings.Fields(flags)...)
		peer := func(p *handshake.Policy) { p.EMS = false }
		kept := session.NewCache(10, handshake.Day)
		for i := range 2 {
			c := ourPeer(t, s.accept(), handshake.Server, party{cache: kept, policy: peer})
			if i == 0 && strings.HasPrefix(flags, "-tls-unique") {
				if _, err := c.read(make([]byte, 12)); err != nil {
					t.Fatal(err)
				}
			}
			c.shake()
			if i == 0 {
				c.wantEcho(t)
				c.goodbye(t)
				continue
			}
			c.close()
		}
		s.fails(line)
	}
}

// Section 3.5.
func TestWritesFirst(t *testing.T) {
	for _, test := range []struct {
		flags []string
		want  string
	}{
		{[]string{"-shim-writes-first"}, "hello"},
		{[]string{"-shim-writes-first", "-shim-initial-write", "other"}, "other"},
		{[]string{"-shim-writes-first", "-repeat-shim-initial-write", "3"}, "hellohellohello"},
		{[]string{"-shim-writes-first", "-shim-initial-write", ""}, ""},
		{[]string{"-write-different-record-sizes"}, strings.Repeat("B", 0+1+255+256+257+16383+16384+16385+32767+32768+32769)},
	} {
		s := newRunner(t).start(test.flags...)
		c, _ := served(t, s)
		wantRead(t, c, []byte(test.want))
		talk(t, c)
		s.passes()
	}
}

// Section 3.1: no call drives the handshake, and its checks are left out.
func TestImplicitHandshake(t *testing.T) {
	s := newRunner(t).start("-implicit-handshake", "-expect-session-miss", "-expect-no-session")
	c, _ := served(t, s)
	talk(t, c)
	s.passes()
}

// Section 3.7: what comes behind a close_notify of the shim's.
func TestBehindGoodbye(t *testing.T) {
	asking := func(f *forger) { f.send(record.Handshake, 0, 0, 0, 0) }
	bye := func(f *forger) { f.send(record.Alert, 1, 0) }
	for _, test := range []struct {
		flags string
		deeds []func(*forger)
		fails string
	}{
		{"", []func(*forger){bye}, ""},
		{"", []func(*forger){func(f *forger) { f.send(record.ApplicationData) }, func(f *forger) { f.send(record.Alert, 1, 90) }, bye}, ""},
		{"", []func(*forger){func(f *forger) { f.send(record.ApplicationData, 0) }, bye}, "error=application_data_on_shutdown"},
		{"", []func(*forger){func(f *forger) { f.send(record.Alert, 2, 30) }}, "peer_alert=decompression_failure"},
		{"", []func(*forger){asking, bye}, "local_alert=no_renegotiation"},
		{"-renegotiate-freely", []func(*forger){asking, bye}, "local_alert=no_renegotiation"},
		{"-renegotiate-ignore", []func(*forger){asking, bye}, ""},
	} {
		s := newRunner(t).start(append(strings.Fields(test.flags), "-shim-shuts-down", "-check-close-notify")...)
		c := handshakeOf(t, s.accept(), handshake.Server, party{}, nil)
		if err := c.shake(); err != nil {
			t.Fatal(err)
		}
		f := c.forge(t, 1) // behind its Finished
		for _, deed := range test.deeds {
			deed(f)
		}
		for c.ended == nil && c.receive() == nil {
		}
		if c.ended != io.EOF {
			t.Errorf("%s: got %v, want a close_notify", test.flags, c.ended)
		}
		c.close()
		if test.fails == "" {
			s.passes()
			continue
		}
		s.fails(test.fails)
	}
}

// Section 3.7.
func TestShutdown(t *testing.T) {
	for _, test := range []struct {
		name  string
		flags []string
		peer  func(*tls.Conn, net.Conn)
		fails []string // nil: passes
		reads bool     // a close_notify of the shim
	}{
		{"quiet", nil, nil, nil, false},
		{"answered", []string{"-check-close-notify"}, nil, nil, true},
		{"first", []string{"-check-close-notify", "-shim-shuts-down"}, nil, nil, true},
		{"first, then data", []string{"-check-close-notify", "-shim-shuts-down"},
			func(c *tls.Conn, _ net.Conn) { c.Write(message) }, []string{"error=application_data_on_shutdown"}, true},
		{"first, then nothing", []string{"-check-close-notify", "-shim-shuts-down"},
			func(_ *tls.Conn, raw net.Conn) { raw.(*net.TCPConn).CloseWrite() }, []string{"error=unclean_shutdown"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newRunner(t).start(test.flags...)
			c, raw := served(t, s)
			first := slices.Contains(test.flags, "-shim-shuts-down")
			if first {
				if _, err := c.Read(make([]byte, 1)); err != io.EOF {
					t.Errorf("got %v, want a close_notify", err)
				}
			}
			if test.peer != nil {
				test.peer(c, raw)
			} else {
				c.CloseWrite()
			}
			if !first {
				n, err := io.Copy(io.Discard, raw)
				if n > 0 != test.reads || err != nil {
					t.Errorf("got %d bytes behind our close_notify, %v", n, err)
				}
			}
			raw.Close()
			if test.fails == nil {
				s.passes()
				return
			}
			s.fails(test.fails...)
		})
	}
}
