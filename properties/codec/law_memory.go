package codec

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
	"sync"
)

// input draws what may reach a decoder: an encoding as it is, damaged, or with a length in
// it that promises much.
func (f format) input(d dice) ([]byte, error) {
	_, b, err := f.made(d)
	if err != nil {
		return nil, err
	}
	switch d(3) {
	case 1:
		b = d.damage(b)
	case 2:
		b = d.promise(b)
	}
	return b, nil
}

// promise puts a number that is large for its place into b: a length, perhaps.
func (d dice) promise(b []byte) []byte {
	b = bytes.Clone(b)
	size := d.from(1, 4)
	if len(b) < size {
		return b
	}
	large := binary.BigEndian.AppendUint32(nil, math.MaxUint32>>d(3))
	copy(b[d.from(0, len(b)-size):], large[4-size:])
	return b
}

// tail is what lies behind an input in the memory that it is in.
const tail = 64

var bounded = law{
	"bounded", "a decoder reads its input alone and writes nothing there",
	func(f format) bool { return !f.inside },
	func(d dice, f format) error {
		b, err := f.input(d)
		if err != nil {
			return err
		}
		var seen [2]string
		for i, behind := range []byte{0x00, 0xff} {
			room := append(bytes.Clone(b), bytes.Repeat([]byte{behind}, tail)...)
			value, err := f.decode(room[:len(b)])
			if err != nil && !f.refusal(err) {
				return fmt.Errorf("got %w for %s, want the refusal of the format", err, hexed(b))
			}
			seen[i] = fmt.Sprintf("%s, %v", show(value), err)
			if !bytes.Equal(room[:len(b)], b) || !bytes.Equal(room[len(b):], bytes.Repeat([]byte{behind}, tail)) {
				return fmt.Errorf("decoding changes its input %s, or what lies behind it", hexed(b))
			}
		}
		if seen[0] != seen[1] {
			return fmt.Errorf("%s decodes to %s or %s, as what lies behind it is", hexed(b), seen[0], seen[1])
		}
		return nil
	},
}

var unshared = law{
	"unshared", "a decoded value keeps of its input what its documentation says: byte strings, or nothing",
	func(f format) bool { return !f.inside },
	func(d dice, f format) error {
		_, b, err := f.made(d)
		if err != nil {
			return err
		}
		value, err := f.decode(b)
		if err != nil {
			return err
		}
		look := show
		if f.refers {
			look = showCopied
		}
		before := look(value)
		for i := range b {
			b[i] ^= 0xa5
		}
		if after := look(value); after != before {
			return fmt.Errorf("the input was used for other things, and the value changed from %s to %s", before, after)
		}
		return nil
	},
}

var reused = law{
	"reused", "what a value held before leaves no trace in what is decoded to it",
	func(f format) bool { return f.into != nil },
	func(d dice, f format) error {
		before, err := f.input(d)
		if err != nil {
			return err
		}
		_, b, err := f.made(d)
		if err != nil {
			return err
		}
		used, err := f.decode(b)
		if err != nil {
			return err
		}
		want := show(used)
		if err := f.into(used, before); err != nil && !f.refusal(err) {
			return err
		}
		if err := f.into(used, b); err != nil || show(used) != want {
			return fmt.Errorf("got %s, %v, want %s", show(used), err, want)
		}
		return nil
	},
}

// What a decoder may allocate: so many bytes for each byte of its input, and so many
// anyhow. What costs most for a byte is a list of the shortest names, for the header of each
// and the growing of the list; what costs most anyhow are the schedules of a ticket's keys.
// A test prints how near they come to it.
const (
	allocPerByte = 40
	allocAnyhow  = 4 << 10
)

var allocates = law{
	"allocates", "a decoder allocates no more than its input warrants, whatever the lengths in it promise",
	func(f format) bool { return !f.inside },
	func(d dice, f format) error {
		b, err := f.input(d)
		if err != nil {
			return err
		}
		limit := uint64(allocAnyhow + allocPerByte*len(b))
		decode := func() { _, _ = f.decode(b) }
		got := allocated(decode)
		// What other goroutines allocate meanwhile counts too, but not every time.
		for tries := 0; got > limit && tries < 20; tries++ {
			got = min(got, allocatedAlone(decode))
		}
		if got <= limit {
			return nil
		}
		return fmt.Errorf("got %d bytes allocated for %d bytes of input, want at most %d: %s", got, len(b), limit, hexed(b))
	},
}

// allocatedAlone is allocated where hardly another goroutine runs. It makes the program
// wait, and is for what was measured among others and was too much.
func allocatedAlone(f func()) uint64 {
	one.Lock()
	defer one.Unlock()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	runtime.Gosched() // what comes back has a whole slice of time before it
	return allocated(f)
}

// one changes the number of processors at a time, so that it is afterwards what it was.
var one sync.Mutex

// allocated is how many bytes the program allocates while f runs, in other goroutines, too.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
