package check

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// blockStates is the number of states in a block. It is small, so that narrow
// levels of a model with costly steps are shared out too.
const blockStates = 64

// A queue is one level of the search: encoded states, each after its length, in
// blocks that are at once the unit of storage and of work. All blocks but the
// last have blockStates states.
type queue struct {
	blocks [][]byte
	open   []byte // the block being filled
	count  int    // states in it
	bytes  int64
}

// add appends an encoded state.
func (q *queue) add(enc []byte) {
	q.open = append(binary.AppendUvarint(q.open, uint64(len(enc))), enc...)
	q.bytes += entrySize(enc)
	if q.count++; q.count == blockStates {
		q.seal()
	}
}

// entrySize is the size of an encoded state in a queue.
func entrySize(enc []byte) int64 { return int64(uvarintSize(uint64(len(enc))) + len(enc)) }

// uvarintSize is the size of x as a varint.
func uvarintSize(x uint64) int { return (bits.Len64(x|1) + 6) / 7 }

// seal ends the open block, if it has any state.
func (q *queue) seal() {
	if q.count > 0 {
		q.blocks = append(q.blocks, bytes.Clone(q.open))
		q.open, q.count = q.open[:0], 0
	}
}

// cut splits the first state off a block.
func cut(block []byte) (enc, rest []byte) {
	n, size := binary.Uvarint(block)
	end := size + int(n)
	return block[size:end], block[end:]
}
