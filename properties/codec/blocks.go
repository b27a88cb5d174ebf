package codec

import (
	"fmt"
	"slices"

	"tlsresume/impl/wire"
)

// A greeting is a hello that was drawn: what stands before its extensions, and those.
type greeting struct {
	format
	value any
	start []byte
	block block
}

// greets draws a hello, of a client or of a server, with all of its extensions or as they
// come.
func (d dice) greets(all bool) (g greeting, err error) {
	g.format = pick(d, clientHello, serverHello)
	g.guard()
	g.value = g.draw(d)
	switch m := g.value.(type) {
	case *wire.ClientHello:
		if all {
			putAll(d, offers, m)
		}
	case *wire.ServerHello:
		if all {
			putAll(d, answers, m)
		}
	}
	b, err := g.encode(g.value)
	if err != nil {
		return g, err
	}
	at := append(g.whole(g.value, b), len(b))[0]
	g.start = b[:at]
	g.block, err = blockOf(b, at)
	return g, err
}

func (g greeting) bytes() []byte { return slices.Concat(g.start, g.block.bytes()) }

// reads fails unless the hello decodes to what was drawn, with the extensions that it has.
func (g greeting) reads() error {
	b, types := g.bytes(), g.block.types()
	got, err := g.decode(b)
	if err != nil {
		return fmt.Errorf("got %w for a hello with the extensions %v: %s", err, types, hexed(b))
	}
	if show(got) != show(g.value) || !slices.Equal(typesOf(got), types) {
		return fmt.Errorf("got %s with the extensions %v, want %s with %v", show(got), typesOf(got), show(g.value), types)
	}
	return nil
}

func typesOf(hello any) []uint16 {
	if m, ok := hello.(*wire.ClientHello); ok {
		return m.Extensions
	}
	return hello.(*wire.ServerHello).Extensions
}

var _ = property("hello/any-order", "RFC 5246 7.4.1.4, \"the extensions MAY appear in any order\"", func(d dice) error {
	g, err := d.greets(d.maybe())
	if err != nil {
		return err
	}
	g.block.shuffle(d)
	return g.reads()
})

var _ = property("hello/unknown-passed-over", "RFC 4366 1, servers \"ignore data added to client hellos that they do not recognize\"", func(d dice) error {
	g, err := d.greets(d.maybe())
	if err != nil {
		return err
	}
	for range d.from(1, 3) {
		unknown := data{0x0a0a + 0x1010*uint16(d(16)), d.bytes(0, 100)} // of nobody: RFC 8701 2
		if !slices.Contains(g.block.types(), unknown.id) {
			g.block.insert(d, unknown)
		}
	}
	return g.reads()
})

var _ = property("hello/no-duplicates", "RFC 5246 7.4.1.4, \"There MUST NOT be more than one extension of the same type\"", func(d dice) error {
	g, err := d.greets(true)
	if err != nil {
		return err
	}
	again := pick(d, g.block...)
	if d.maybe() {
		again.data = nil
	}
	if !g.block.insert(d, again) {
		return nil
	}
	return g.refuses(g.bytes(), fmt.Sprintf("a hello with the extensions %v", g.block.types()))
})
