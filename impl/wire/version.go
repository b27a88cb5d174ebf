package wire

import "fmt"

// A Version is a protocol version as it stands on the wire.
type Version uint16

// The protocol versions.
const (
	TLS10 Version = 0x0301
	TLS11 Version = 0x0302
	TLS12 Version = 0x0303
)

// Versions are those that are implemented, the newest first. None is changed
// after the program has started.
var Versions = []Version{TLS12, TLS11, TLS10}

// String is "1.2" and the like, or the number of a version that is not TLS 1.x.
func (v Version) String() string {
	if v < TLS10 || v > 0x03ff {
		return fmt.Sprintf("0x%04x", uint16(v))
	}
	return fmt.Sprintf("1.%d", v-TLS10)
}
