package adversary

// A choice is what the adversary will give to an end, once it is there: the hello of
// a strand of the other role, and at a server a session.
type choice struct {
	From  uint8 // undecided, ownHello at a server, or a strand
	Offer uint8 // 0, or one more than the slot of the server whose session is offered
}

// A strand is a handshake of an end: 0 and 1 are the first handshakes of the slots;
// 2 and 3 are renegotiations, of a client always 2.
const (
	undecided = iota
	ownHello
	firstStrand // and the next ones: the strands
)

// A step is a transition of the search: a flight, or a choice.
type step struct {
	Slot   uint8 // of the end that the choice is for, clients first
	Chosen choice
	Flight flight // if nothing is chosen
}

const (
	noEnd     = 4
	anyServer = 5 // once the clients are done
)

// clientSlot is the slot of a client's strand.
func (s *state) clientSlot(strand uint8) uint8 {
	if strand == 2 {
		return s.Setting.Again
	}
	return strand
}

// clientStrand is the strand that an end has under way, or is to begin next.
func (s *state) clientStrand(slot uint8) uint8 {
	c := &s.Clients[slot]
	if c.Handshakes == 2 || c.Handshakes == 1 && c.Now.Phase == none {
		return 2
	}
	return slot
}

// clientOver says whether nothing is to come of a client's strand any more.
func (s *state) clientOver(strand uint8) bool {
	c := &s.Clients[s.clientSlot(strand)]
	number := uint8(1)
	if strand == 2 {
		number = 2
	}
	if c.Handshakes < number {
		_, ok := s.blocker(strand)
		return !ok
	}
	return c.Handshakes > number || c.Now.Phase == none
}

// clientSaid says whether a client's strand has said its hello, and is not over.
func (s *state) clientSaid(strand uint8) bool {
	c := &s.Clients[s.clientSlot(strand)]
	return c.Now.Phase != none && (c.Handshakes == 2) == (strand == 2)
}

// blocker is the slot of the client that must be done before a client's strand can
// begin, or noEnd; ok is false if it never can.
func (s *state) blocker(strand uint8) (slot uint8, ok bool) {
	c := &s.Setting
	offers := uint8(noSlot)
	switch strand {
	case 1:
		switch c.Offers {
		case firstSession:
			offers = 0
		case latestSession:
			if !s.clientOver(2) {
				return 0, true
			}
			offers = 0
		}
	case 2:
		switch e := &s.Clients[c.Again]; {
		case !e.done():
			return c.Again, !s.clientOver(c.Again)
		case e.Conn.Unbound:
			return noEnd, false
		}
		if c.Again == 0 && c.Offers == firstSession && s.Clients[1].idle() {
			return 1, true // the second connection is to have the first session
		}
		offers = c.AgainOffers
	}
	if offers == noSlot {
		return noEnd, true
	}
	if old := &s.Clients[offers].Session; old.ID != 0 {
		// The certificate may have changed, and the session be with another.
		return noEnd, old.Peer == c.Meant[offers]
	}
	return offers, !s.clientOver(offers)
}

// serverStrand gives slot and number of a server's strand.
func serverStrand(strand uint8) (slot, number uint8) { return strand & 1, strand>>1 + 1 }

// serverSaid says whether a server's strand has said its hello.
func (s *state) serverSaid(strand uint8) bool {
	slot, number := serverStrand(strand)
	e := &s.Servers[slot]
	return e.Handshakes == number
}

// turn is the end whose turn it is, clients first, or anyServer; noEnd if ends wait
// for each other.
func (s *state) turn() uint8 {
	for i := range uint8(4) {
		if s.Choices[i].From != undecided && s.there(i) {
			return i
		}
	}
	for i := range uint8(2) {
		if s.Servers[i].Now.Phase != none {
			return s.follow(2 + i)
		}
	}
	for i := range uint8(2) {
		if s.Clients[i].Now.Phase != none {
			return s.follow(i)
		}
	}
	for i := range uint8(2) {
		if s.Choices[2+i].From != undecided {
			return s.follow(2 + i)
		}
	}
	for strand := range uint8(3) {
		if s.clientOver(strand) {
			continue
		}
		slot, _ := s.blocker(strand)
		if slot == noEnd {
			return s.clientSlot(strand)
		}
		return s.follow(slot)
	}
	return anyServer
}

// mayBegin says whether a server's end can have another handshake.
func (s *state) mayBegin(i uint8) bool {
	switch s.Servers[i].Handshakes {
	case 0:
		return i == 0 || !s.Servers[0].idle()
	case 1:
		return s.Servers[1-i].Handshakes < 2
	}
	return false
}

// there says whether what was chosen for an end is there to be given.
func (s *state) there(i uint8) bool {
	c := s.Choices[i]
	if i < 2 {
		return s.serverSaid(c.From - firstStrand)
	}
	return (c.From == ownHello || s.clientSaid(c.From-firstStrand)) &&
		(c.Offer == 0 || s.Servers[c.Offer-1].Session.ID != 0)
}

// follow goes from an end to the one that it waits for, and on; noEnd if they wait
// in a circle, so that nothing comes of the run.
func (s *state) follow(i uint8) uint8 {
	for range 8 {
		next := s.awaits(i)
		if next == i || next == noEnd {
			return next
		}
		i = next
	}
	return noEnd
}

// awaits is the end that i waits for: itself if it is its turn.
func (s *state) awaits(i uint8) uint8 {
	if i < 2 {
		return s.clientAwaits(i)
	}
	return s.serverAwaits(i)
}

func (s *state) clientAwaits(i uint8) uint8 {
	c := &s.Clients[i]
	switch c.Now.Phase {
	case none:
		strand := s.clientStrand(i)
		if s.clientOver(strand) {
			return noEnd
		}
		slot, ok := s.blocker(strand)
		switch {
		case !ok:
			return noEnd
		case slot == noEnd:
			return i
		}
		return slot
	case waiting:
		if c.Now.MasterKnown {
			return i
		}
		for j := range s.Servers {
			e := &s.Servers[j]
			if e.Conn.Said != 0 && e.Now.Phase == none && e.Conn.Keys == c.Now.keys() {
				return i
			}
			if e.Now.CR == c.Now.CR && e.Now.SR == c.Now.SR {
				return 2 + uint8(j)
			}
		}
		return noEnd
	}
	from := s.Choices[i].From
	if from == undecided || s.there(i) {
		return i
	}
	slot, _ := serverStrand(from - firstStrand)
	return 2 + slot
}

func (s *state) serverAwaits(i uint8) uint8 {
	e := &s.Servers[i-2]
	// Who got its random decides first whether it gets this hello: afterwards it could
	// not any more.
	if e.Now.Phase != none {
		for j := range s.Clients {
			c := &s.Clients[j]
			if c.Now.Phase == hello && c.Now.CR == e.Now.CR && s.Choices[j].From == undecided {
				return uint8(j)
			}
			if e.Now.Abbreviated && !e.Now.MasterKnown && c.Now.Phase == hello && c.Now.CR == e.Now.CR {
				return uint8(j)
			}
		}
		return i
	}
	c := s.Choices[i]
	if c.From == undecided || s.there(i) {
		return i
	}
	if c.From != ownHello && !s.clientSaid(c.From-firstStrand) {
		return s.clientSlot(c.From - firstStrand)
	}
	return 2 + c.Offer - 1
}
