package main

// A cursor finds where the peer's records end, so that the endpoint takes one at a
// time: what the shim does behind a record may settle what becomes of the next.
type cursor struct {
	head []byte // of the record that comes
	left int    // bytes of it behind its head
}

// recordHead is the size of a record's type, version and length.
const recordHead = 5

// wants is how many bytes to read at most: of the head first, which is enough to tell
// a record that is none.
func (r *cursor) wants() int {
	if len(r.head) < recordHead {
		return recordHead - len(r.head)
	}
	return r.left
}

// advance counts bytes that were read.
func (r *cursor) advance(b []byte) {
	switch {
	case len(r.head) == recordHead:
		r.left -= len(b)
	case len(r.head)+len(b) == recordHead:
		r.head = append(r.head, b...)
		r.left = int(r.head[3])<<8 | int(r.head[4])
	default:
		r.head = append(r.head, b...)
		return
	}
	if r.left == 0 {
		r.head = r.head[:0]
	}
}
