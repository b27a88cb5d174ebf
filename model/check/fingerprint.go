package check

import "encoding/binary"

// exactBytes is the length up to which different encodings are certain to have
// different fingerprints: they fit into a word together with their length.
const exactBytes = 7

// fingerprint maps an encoding to a word that is not 0, the mark of an empty
// slot. It has no seed: a collision, if there is one, must be there every time.
func fingerprint(b []byte) uint64 {
	if len(b) <= exactBytes {
		return mix(pack(b))
	}
	h := mix(uint64(len(b)))
	rest := b
	for ; len(rest) > 8; rest = rest[8:] {
		h = mix(h ^ binary.LittleEndian.Uint64(rest))
	}
	// The last word may overlap the one before it; the length is in h already.
	h = mix(h ^ binary.LittleEndian.Uint64(b[len(b)-8:]))
	return max(h, 1)
}

// pack puts an encoding of at most exactBytes and its length into one word,
// injectively. The length's byte is never 0, hence neither is the word.
func pack(b []byte) uint64 {
	w := uint64(len(b)+1) << 56
	shift := 0
	if len(b) >= 4 {
		w |= uint64(binary.LittleEndian.Uint32(b))
		b, shift = b[4:], 32
	}
	for _, c := range b {
		w |= uint64(c) << shift
		shift += 8
	}
	return w
}

// mix is a bijection with mix(0) = 0 in which every bit of x affects every bit
// of the result: SplitMix64's finalizer. A weaker one would let differences in
// two neighbouring words of a bit-packed encoding cancel.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// missed bounds the chance that two of n fingerprints collide, of which hashed
// are not exact: the number of pairs with such a one over 2^64.
func missed(hashed, n int64) float64 {
	if hashed == 0 {
		return 0
	}
	h, exact := float64(hashed), float64(n-hashed)
	return min(1, h*((h-1)/2+exact)/(1<<64))
}
