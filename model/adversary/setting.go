package adversary

// A setting is what the honest client does of its own accord, which is settled
// before a run: whom each connection is meant for, which sessions it offers, and on
// which connection it renegotiates.
type setting struct {
	Meant       [2]party
	Offers      uint8 // which session of the first connection the second one offers
	Again       uint8 // the slot that renegotiates
	AgainOffers uint8 // the slot whose session it offers then, or noSlot
}

const (
	nothingOffered = iota
	firstSession   // of the first handshake
	latestSession  // of the renegotiation
)

// settings lists them, those once that differ only in the names of the connections.
func (w *world) settings() (all []state) {
	add := func(c setting) { all = append(all, state{Setting: c}) }
	for _, meant := range [][2]party{
		{adversary, adversary}, {honestServer, honestServer}, {adversary, honestServer}, {honestServer, adversary},
	} {
		same := meant[0] == meant[1]
		for offers := range uint8(latestSession + 1) {
			for again := range uint8(2) {
				for _, session := range []uint8{noSlot, again, 1 - again} {
					switch {
					case !same && !w.AnyPeer && (offers != nothingOffered || session == 1-again):
						continue // RFC 5246 F.1.4, it resumes with whom it has the session
					case offers == latestSession && (again == 1 || session == 1):
						continue // there is none yet
					case offers == nothingOffered && (same && again == 1 || meant[0] == honestServer && meant[1] == adversary):
						continue // the same with the connections exchanged
					}
					add(setting{meant, offers, again, session})
				}
			}
		}
	}
	return all
}
