package main

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// to edits the message of one kind, in the clear.
func to(kind wire.Kind, edit func([]byte) []byte) func([]byte) []byte {
	return func(b []byte) []byte {
		if carries(b, kind) {
			return edit(b)
		}
		return b
	}
}

// ahead puts records before the message of a kind.
func ahead(kind wire.Kind, records ...byte) func([]byte) []byte {
	return to(kind, func(b []byte) []byte { return append(slices.Clone(records), b...) })
}

// trailing puts a byte behind a message, as a part of it.
func trailing(kind wire.Kind) func([]byte) []byte {
	return to(kind, func(b []byte) []byte { return longer(b, true, 0) })
}

// twice repeats the last extension of a hello, which is the empty extended_master_secret
// or what it is told to be.
func twice(kind wire.Kind, extension ...byte) func([]byte) []byte {
	return to(kind, func(b []byte) []byte {
		at := bytes.Index(b, extension)
		for i := at - 1; ; i-- { // the length of the block stands before the first extension
			if n := int(b[i])<<8 | int(b[i+1]); i+2+n == len(b) {
				n += len(extension)
				b[i], b[i+1] = byte(n>>8), byte(n)
				return longer(b, true, extension...)
			}
		}
	})
}

var ems = []byte{0, 23, 0, 0}

// changing puts other bytes in the place of the payload of a ChangeCipherSpec.
func changing(payload ...byte) func([]byte) []byte {
	return func(b []byte) []byte {
		if b[0] == byte(record.ChangeCipherSpec) {
			return append([]byte{b[0], b[1], b[2], 0, byte(len(payload))}, payload...)
		}
		return b
	}
}

func warnings(n int) []byte { return bytes.Repeat([]byte{21, 3, 3, 0, 2, 1, 90}, n) }
func empties(n int) []byte  { return bytes.Repeat([]byte{22, 3, 3, 0, 0}, n) }

// Sections 6 and 7: what alert each deed of a server gets; "" for none.
func TestAlertsOfAClient(t *testing.T) {
	for name, test := range map[string]struct {
		edit func([]byte) []byte
		want string
	}{
		"nothing":                          {nil, ""},
		"an extension twice":               {twice(wire.KindServerHello, ems...), "decode_error"},
		"a trailing byte, ServerHello":     {trailing(wire.KindServerHello), "decode_error"},
		"a trailing byte, Certificate":     {trailing(wire.KindCertificate), "decode_error"},
		"a trailing byte, key exchange":    {trailing(wire.KindServerKeyExchange), "decode_error"},
		"a trailing byte, ServerHelloDone": {trailing(wire.KindServerHelloDone), "decode_error"},
		"a HelloRequest ahead":             {ahead(wire.KindServerHello, 22, 3, 3, 0, 4, 0, 0, 0, 0), "unexpected_message"},
		"a HelloRequest within":            {ahead(wire.KindServerKeyExchange, 22, 3, 3, 0, 4, 0, 0, 0, 0), "unexpected_message"},
		"a piece of the next flight":       {to(wire.KindServerHelloDone, func(b []byte) []byte { return longer(b, false, 20) }), "unexpected_message"},
		"ChangeCipherSpec of 2":            {changing(2), "illegal_parameter"},
		"ChangeCipherSpec of two bytes":    {changing(1, 1), "illegal_parameter"},
		"an alert of unknown level":        {ahead(wire.KindCertificate, 21, 3, 3, 0, 2, 42, 40), "illegal_parameter"},
		"close_notify of unknown level":    {ahead(wire.KindCertificate, 21, 3, 3, 0, 2, 42, 0), "illegal_parameter"},
		"one that would say goodbye":       {ahead(wire.KindCertificate, 21, 3, 3, 0, 2, 42, 0), "illegal_parameter"},
		"an alert of one byte":             {ahead(wire.KindCertificate, 21, 3, 3, 0, 1, 1), "decode_error"},
		"two alerts in a record":           {ahead(wire.KindCertificate, 21, 3, 3, 0, 4, 1, 90, 1, 90), "decode_error"},
		"four warnings":                    {ahead(wire.KindCertificate, warnings(4)...), ""},
		"five warnings":                    {ahead(wire.KindCertificate, warnings(5)...), "unexpected_message"},
		"four warnings, twice":             {ahead(wire.KindCertificate, slices.Concat(warnings(4), empties(1), warnings(4))...), ""},
		"32 empty records":                 {ahead(wire.KindCertificate, empties(32)...), ""},
		"33 empty records":                 {ahead(wire.KindCertificate, empties(33)...), "unexpected_message"},
		"application data":                 {ahead(wire.KindCertificate, 23, 3, 3, 0, 1, 0), "unexpected_message"},
		"empty application data":           {ahead(wire.KindCertificate, 23, 3, 3, 0, 0), "unexpected_message"},
		"a ChangeCipherSpec too early":     {ahead(wire.KindCertificate, 20, 3, 3, 0, 1, 1), "unexpected_message"},
		"a message of no known type":       {to(wire.KindCertificate, func(b []byte) []byte { b[recordHead] = 42; return b }), "unexpected_message"},
		"a message of any length":          {ahead(wire.KindCertificate, 22, 3, 3, 0, 4, 11, 255, 255, 255), "illegal_parameter"},
		"the fatal alert 255":              {ahead(wire.KindCertificate, 21, 3, 3, 0, 2, 2, 255), "peer 255"},
		"a fatal alert with a name":        {ahead(wire.KindCertificate, 21, 3, 3, 0, 2, 2, 116), "peer certificate_required"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newRunner(t).start()
			c := handshakeOf(t, s.accept(), handshake.Server, party{}, test.edit)
			s.wantAlert(t, c, test.want)
		})
	}
}

// wantAlert plays the runner's part up to an alert of the shim or, for "peer NAME", of
// this end; or for "" up to the end.
func (s *shim) wantAlert(t *testing.T, c *conn, want string) {
	t.Helper()
	if want == "" {
		c.wantEcho(t)
		c.goodbye(t)
		s.passes()
		return
	}
	c.shake()
	if name, ours := strings.CutPrefix(want, "peer "); ours {
		c.close()
		s.fails("peer_alert=" + name + "\n")
		return
	}
	s.hasSent(t, c, want)
}

// hasSent wants that the shim fails with an alert, and tells so.
func (s *shim) hasSent(t *testing.T, c *conn, want string) {
	t.Helper()
	for c.ended == nil && c.receive() == nil {
	}
	if alert, ok := c.ended.(peerAlert); !ok || alertName(alert.alert) != want {
		t.Errorf("got %v, want the alert %s", c.ended, want)
	}
	c.close()
	s.fails("local_alert=" + want + "\n")
}

// Likewise of a client.
func TestAlertsOfAServer(t *testing.T) {
	version := func(v uint16) func([]byte) []byte {
		return to(wire.KindClientHello, func(b []byte) []byte {
			b[atRandom-2], b[atRandom-1] = byte(v>>8), byte(v)
			return b
		})
	}
	for name, test := range map[string]struct {
		edit func([]byte) []byte
		want string
	}{
		"nothing":                            {nil, ""},
		"an extension twice":                 {twice(wire.KindClientHello, ems...), "decode_error"},
		"a trailing byte, ClientHello":       {trailing(wire.KindClientHello), "decode_error"},
		"a trailing byte, ClientKeyExchange": {trailing(wire.KindClientKeyExchange), "decode_error"},
		"a byte of the next flight":          {to(wire.KindClientHello, func(b []byte) []byte { return longer(b, false, 16) }), "unexpected_message"},
		"a message across the keys":          {to(wire.KindClientKeyExchange, func(b []byte) []byte { return longer(b, false, 20) }), "unexpected_message"},
		"an alert of unknown level":          {ahead(wire.KindClientKeyExchange, 21, 3, 3, 0, 2, 0, 40), "illegal_parameter"},
		"ChangeCipherSpec of 2":              {changing(2), "illegal_parameter"},
		"a ChangeCipherSpec too early":       {ahead(wire.KindClientKeyExchange, 20, 3, 3, 0, 1, 1), "unexpected_message"},
		"a message of no known type":         {to(wire.KindClientKeyExchange, func(b []byte) []byte { b[recordHead] = 42; return b }), "unexpected_message"},
		"version 3.0":                        {version(0x0300), "protocol_version"},
		"33 empty records":                   {ahead(wire.KindClientHello, empties(33)...), "unexpected_message"},
		"a record of version 3.255":          {to(wire.KindClientHello, func(b []byte) []byte { b[2] = 255; return b }), ""},
		"a record of version 1.3":            {to(wire.KindClientHello, func(b []byte) []byte { b[1] = 1; return b }), "protocol_version"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serves(t, newRunner(t))
			c := handshakeOf(t, s.accept(), handshake.Client, party{}, test.edit)
			s.wantAlert(t, c, test.want)
		})
	}
}

// Section 6: what comes first looks like no TLS.
func TestNotTLS(t *testing.T) {
	for _, first := range []string{"GET / HTTP/1.0\r\n\r\n", "CONNECT a HTTP/1.0\r\n\r\n", "blah blah blah", "\x16\x01\x03\x00\x01\x00"} {
		s := serves(t, newRunner(t))
		raw := s.accept()
		io.WriteString(raw, first)
		io.Copy(io.Discard, raw)
		raw.Close()
		s.fails("error=not_tls")
	}
}

// Section 5: a certificate must parse.
func TestGarbageCertificate(t *testing.T) {
	s := newRunner(t).start()
	c := handshakeOf(t, s.accept(), handshake.Server, party{}, to(wire.KindCertificate, func(b []byte) []byte {
		const atDER = recordHead + wire.HeaderSize + 3 + 3
		copy(b[atDER:], "GARBAGE")
		return b
	}))
	s.wantAlert(t, c, "decode_error")
}

// Section 7: what a server says under its keys.
func TestAlertsBehindTheHandshake(t *testing.T) {
	type deed = func(*forger)
	words := func(f *forger) { f.send(record.ApplicationData, message...) }
	times := func(n int, do deed) deed {
		return func(f *forger) {
			for range n {
				do(f)
			}
		}
	}
	empty := func(f *forger) { f.send(record.ApplicationData) }
	warning := func(f *forger) { f.send(record.Alert, 1, 90) }
	for name, test := range map[string]struct {
		flags []string
		deeds []deed
		want  string
	}{
		"nothing":                     {nil, []deed{words}, ""},
		"half a HelloRequest":         {[]string{"-renegotiate-ignore"}, []deed{func(f *forger) { f.send(record.Handshake, 0, 0) }, words}, "unexpected_message"},
		"a HelloRequest in halves":    {[]string{"-renegotiate-ignore"}, []deed{times(2, func(f *forger) { f.send(record.Handshake, 0, 0) }), words}, ""},
		"a HelloRequest with a body":  {[]string{"-renegotiate-freely"}, []deed{func(f *forger) { f.send(record.Handshake, 0, 0, 0, 1, 1) }}, "illegal_parameter"},
		"another message":             {[]string{"-renegotiate-freely"}, []deed{func(f *forger) { f.send(record.Handshake, 12, 0, 0, 0) }}, "decode_error"},
		"a ChangeCipherSpec":          {nil, []deed{func(f *forger) { f.send(record.ChangeCipherSpec, 1) }}, "unexpected_message"},
		"32 empty records, twice":     {nil, []deed{times(32, empty), words, times(32, empty)}, ""},
		"33 empty records":            {nil, []deed{times(33, empty)}, "unexpected_message"},
		"four warnings, twice":        {nil, []deed{times(4, warning), words, times(4, warning)}, ""},
		"five warnings":               {nil, []deed{times(5, warning)}, "unexpected_message"},
		"an alert of unknown level":   {nil, []deed{func(f *forger) { f.send(record.Alert, 66, 10) }}, "illegal_parameter"},
		"a record under no keys":      {nil, []deed{func(f *forger) { f.conn.Write([]byte{23, 3, 3, 0, 1, 0}) }}, "bad_record_mac"},
		"a record of another version": {nil, []deed{func(f *forger) { f.conn.Write([]byte{23, 3, 2, 0, 1, 0}) }}, "protocol_version"},
		"a record too long":           {nil, []deed{func(f *forger) { f.conn.Write([]byte{23, 3, 3, 0x48, 1}) }}, "record_overflow"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newRunner(t).start(test.flags...)
			c := handshakeOf(t, s.accept(), handshake.Server, party{}, nil)
			if err := c.shake(); err != nil {
				t.Fatal(err)
			}
			f := c.forge(t, 1) // behind its Finished
			for _, deed := range test.deeds {
				deed(f)
			}
			if test.want == "" {
				f.send(record.Alert, 1, 0)
				c.close()
				s.passes()
				return
			}
			s.hasSent(t, c, test.want)
		})
	}
}

// Section 7: a Finished of another length is one that is wrong, and nothing stands
// behind one in its record.
func TestFinishedOfAServer(t *testing.T) {
	for _, size := range []int{0, 11, 13} {
		s := newRunner(t).start()
		c := handshakeOf(t, s.accept(), handshake.Server, party{policy: func(p *handshake.Policy) {
			p.Full = p.Full.Silencing(handshake.Server, wire.KindFinished)
		}}, nil)
		if err := c.shake(); err != nil {
			t.Fatal(err)
		}
		c.forge(t, 0).send(record.Handshake, append([]byte{20, 0, 0, byte(size)}, make([]byte, size)...)...)
		s.hasSent(t, c, "decrypt_error")
	}
	s := newRunner(t).start()
	c := handshakeOf(t, s.accept(), handshake.Server, party{policy: func(p *handshake.Policy) {
		p.Packing.Coalesce = true
		p.Full = append(slices.Clone(p.Full), handshake.Slot{
			From: handshake.Server, Kind: wire.KindServerHelloDone, Need: func(*handshake.Handshake) handshake.Need { return handshake.Must },
		})
	}}, nil)
	c.shake()
	s.hasSent(t, c, "unexpected_message")
}
