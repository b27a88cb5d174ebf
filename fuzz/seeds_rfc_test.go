package fuzz_test

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// printed are the extensions that the RFCs print whole, type and length first. The 256
// bytes of ticket of RFC 5077 begin with FF FF; the others, of which it prints no more
// than dots, are 0 here.
var printed = []struct{ cites, extension string }{
	{"RFC 5077 Appendix A, as RFC 4507 has it", "00 23 01 02 01 00 FF FF" + strings.Repeat(" 00", 254)},
	{"RFC 5077 Appendix A, as implementations do", "00 23 01 00 FF FF" + strings.Repeat(" 00", 254)},
	{"RFC 5746 3.4", "ff 01 00 01 00"},
	{"RFC 7627 5.1", "00 17 00 00"},
	{"RFC 8422 5.1.1", "00 0A 00 06 00 04 00 17 00 18"},
	{"RFC 8422 5.1.2", "00 0B 00 02 01 00"},
}

// printedSeeds are what the RFCs print: the data of those extensions, hellos with one of
// each, and the groups of RFC 7919 appendix A as a ServerKeyExchange would say them.
func printedSeeds(t *testing.T) map[string][][]byte {
	t.Helper()
	all := map[string][][]byte{}
	for _, p := range printed {
		b, err := hex.DecodeString(strings.ReplaceAll(p.extension, " ", ""))
		if err != nil {
			t.Fatalf("%s: %v", p.cites, err)
		}
		hello := append(make([]byte, 0, 512), 3, 3)
		hello = append(hello, make([]byte, 32)...)           // random
		hello = append(hello, 0, 0, 2, 0xc0, 0x2b, 1, 0)     // no session ID, a suite, no compression
		hello = append(hello, byte(len(b)>>8), byte(len(b))) // the extension alone
		hello = append(hello, b...)
		all["ClientHello"] = append(all["ClientHello"], hello)
		for _, e := range extensions(append([]byte{byte(wire.KindClientHello), 0, 0, 0}, hello...)) {
			target := extensionTargets[e.id]
			all[target] = append(all[target], e.data)
			if target != "SessionTicket" {
				continue
			}
			for as := range byte(3) { // who reads it: RFC 5077, both, RFC 4507
				all["TicketEncoding"] = append(all["TicketEncoding"], append([]byte{as}, e.data...))
			}
		}
	}
	for _, g := range wire.Fields {
		f := handshake.NamedField(g)
		m, err := wire.Encode(&wire.ServerKeyExchange{
			KX: wire.DHE, Prime: f.P.Bytes(), Generator: f.G.Bytes(), Public: bytes.Repeat([]byte{1}, 256),
			Scheme: 0x0804, Signature: []byte{1},
		})
		if err != nil {
			t.Fatal(err)
		}
		all["ServerKeyExchange"] = append(all["ServerKeyExchange"], m.Body())
	}
	return all
}

// What the RFCs print is valid, but for RFC 5077's ticket to a server of RFC 4507: its FF FF
// is no length.
func TestPrintedSeedsAreValid(t *testing.T) {
	refused := append([]byte{2, 0xff, 0xff}, make([]byte, 254)...)
	for name, inputs := range printedSeeds(t) {
		valid(t, name, slices.DeleteFunc(inputs, func(b []byte) bool { return name == "TicketEncoding" && bytes.Equal(b, refused) })...)
	}
}
