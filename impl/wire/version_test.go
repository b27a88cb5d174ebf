package wire

import "testing"

func TestVersionsHaveNames(t *testing.T) {
	for v, want := range map[Version]string{
		TLS10: "1.0", TLS12: "1.2", 0x0304: "1.3", 0x03ff: "1.254",
		0x0300: "0x0300", 0x0400: "0x0400", 0x0002: "0x0002",
	} {
		if got := v.String(); got != want {
			t.Errorf("%#04x: got %s, want %s", uint16(v), got, want)
		}
	}
}
