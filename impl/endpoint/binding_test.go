package endpoint_test

import (
	"bytes"
	"errors"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
)

// kinds are the channel bindings.
var kinds = []string{"tls-unique", "tls-server-end-point", "tls-exporter"}

// RFC 7627 5.4 and RFC 9266 2 and 4.2: which bindings and exporters there are.
func TestBindingsAndWhenThereAreNone(t *testing.T) {
	legacy := func(p *pair) { p.client.Policy.EMS = false }
	refusing := func(p *pair) {
		p.client.Policy.Renegotiation, p.server.Policy.Renegotiation = handshake.Refusing, handshake.Refusing
	}
	for _, v := range []struct {
		name             string
		edit             func(*pair)
		resumed, renewed bool // by a second connection, by a renegotiation
		want             [3]error
		export           error
	}{
		{"full", refusing, false, false, [3]error{}, nil},
		{"resumed", refusing, true, false, [3]error{}, nil},
		{"renegotiated", func(p *pair) { p.client.Policy.Renegotiation = handshake.Refusing }, false, true, [3]error{2: handshake.ErrRenegotiable}, nil},
		{"may be renegotiated", nil, false, false, [3]error{2: handshake.ErrRenegotiable}, nil},
		{"full, without EMS", func(p *pair) { legacy(p); refusing(p) }, false, false, [3]error{2: handshake.ErrNotBound}, handshake.ErrNotBound},
		{
			"resumed, without EMS", func(p *pair) { legacy(p); refusing(p) }, true, false,
			[3]error{handshake.ErrSynchronizable, nil, handshake.ErrNotBound}, handshake.ErrNotBound,
		},
		{"renegotiated, without EMS", legacy, false, true, [3]error{2: handshake.ErrRenegotiable}, handshake.ErrNotBound},
	} {
		t.Run(v.name, func(t *testing.T) {
			l := open(t, v.edit)
			if v.resumed {
				l = l.open()
			}
			if v.renewed {
				l.do(handshake.Client, endpoint.Renegotiate{})
			}
			ends := [2]*handshake.Agreement{agreement(l.last[0]), agreement(l.last[1])}
			if ends[0] == nil || ends[1] == nil || (ends[0].By != handshake.ByNothing) != v.resumed {
				t.Fatalf("got %v and %v", ends[0], ends[1])
			}
			for i, kind := range kinds {
				c, errC := ends[0].Binding(kind)
				s, errS := ends[1].Binding(kind)
				if !errors.Is(errC, v.want[i]) || !errors.Is(errS, v.want[i]) || !bytes.Equal(c, s) || (len(c) == 0) != (v.want[i] != nil) {
					t.Errorf("%s: got %x, %v and %x, %v, want %v", kind, c, errC, s, errS, v.want[i])
				}
			}
			if v.want[0] == nil {
				c, s := finisheds(l)
				want := c // RFC 5929 3.1: "for full TLS handshakes, the first Finished message is sent by the client"
				if v.resumed {
					want = s
				}
				if got, _ := ends[0].Binding("tls-unique"); !bytes.Equal(got, want) {
					t.Errorf("tls-unique: got %x, want %x", got, want)
				}
			}
			if v.want[2] == nil {
				// RFC 9266 2: the label "EXPORTER-Channel-Binding", a zero-length context, 32 bytes.
				got, _ := ends[0].Binding("tls-exporter")
				if want, err := ends[1].Export("EXPORTER-Channel-Binding", []byte{}, 32); err != nil || !bytes.Equal(got, want) {
					t.Errorf("tls-exporter: got %x, want %x, %v", got, want, err)
				}
			}
			c, errC := ends[0].Export("EXPORTER-test", nil, 20)
			s, errS := ends[1].Export("EXPORTER-test", nil, 20)
			if !errors.Is(errC, v.export) || !errors.Is(errS, v.export) || !bytes.Equal(c, s) || (len(c) == 20) != (v.export == nil) {
				t.Errorf("exporter: got %x, %v and %x, %v, want %v", c, errC, s, errS, v.export)
			}
		})
	}
}

// RFC 5705 4: each of label, context and connection makes another value, and no
// context is not an empty one.
func TestExporterDependsOnAllItIsGiven(t *testing.T) {
	l := open(t, nil)
	first := agreement(l.last[0])
	l = l.open()
	second := agreement(l.last[0])
	if second.By != handshake.ByTicket || !bytes.Equal(first.Master, second.Master) {
		t.Fatalf("got %v, want the same session", second)
	}
	third := l.renegotiates(handshake.Server)
	seen := map[string]bool{}
	for _, a := range []*handshake.Agreement{first, second, &third} {
		for _, label := range []string{"EXPORTER-a", "EXPORTER-b"} {
			for _, context := range [][]byte{nil, {}, {0}, {0, 0}, []byte("context"), make([]byte, 1<<16-1)} {
				got, err := a.Export(label, context, 32)
				if err != nil {
					t.Fatal(err)
				}
				if seen[string(got)] {
					t.Errorf("%s, %d bytes of context (none: %t): the value is another's", label, len(context), context == nil)
				}
				seen[string(got)] = true
				long, _ := a.Export(label, context, 1000)
				if !bytes.Equal(long[:32], got) {
					t.Error("a longer value does not begin with a shorter one")
				}
			}
		}
	}
}

func TestExporterRefuses(t *testing.T) {
	l := open(t, nil)
	a := agreement(l.last[0])
	for label := range map[string]bool{
		"client finished": true, "server finished": true, "master secret": true, "extended master secret": true, "key expansion": true,
	} {
		if got, err := a.Export(label, nil, 48); !errors.Is(err, handshake.ErrReservedLabel) || got != nil {
			t.Errorf("%s: got %x, %v", label, got, err)
		}
	}
	if _, err := a.Export("EXPORTER-a", make([]byte, 1<<16), 1); !errors.Is(err, handshake.ErrContextTooLong) {
		t.Errorf("a long context: got %v", err)
	}
	if _, err := a.Export("EXPORTER-a", nil, -1); !errors.Is(err, handshake.ErrLength) {
		t.Errorf("a negative length: got %v", err)
	}
	if got, err := a.Export("EXPORTER-a", nil, 0); len(got) != 0 || err != nil {
		t.Errorf("no length: got %x, %v", got, err)
	}
	if _, err := a.Binding("tls-unique-for-telnet"); !errors.Is(err, handshake.ErrUnknownBinding) {
		t.Errorf("an unknown binding: got %v", err)
	}
}
