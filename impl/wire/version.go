package wire

import (
	"fmt"
	"slices"
)

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

// VersionByName finds a version that is implemented by its String, or gives 0.
func VersionByName(name string) Version {
	i := slices.IndexFunc(Versions, func(v Version) bool { return v.String() == name })
	if i < 0 {
		return 0
	}
	return Versions[i]
}
