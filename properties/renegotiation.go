package properties

// secure reports whether an end holds the connection of a handshake for one whose
// renegotiations are bound: what the first hello that it took said. RFC 5746 3.4 and 3.6:
// its "secure_renegotiation" flag.
func (r Run) secure(h Handshake, side int) bool {
	first := r.begun(h)
	if side == 0 {
		return has(first.answer(), "ri") && !reads(r.client(first), "legacy-reneg")
	}
	return has(first.hello(), "ri") && !reads(r.server(first), "legacy-reneg")
}

// begun is the first handshake on the connection of one.
func (r Run) begun(h Handshake) Handshake {
	for _, first := range r.Handshakes {
		if first.Name == h.Name {
			return first
		}
	}
	return h
}
