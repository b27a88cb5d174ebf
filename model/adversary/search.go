package adversary

// steps lists what the adversary may do next: what there is to decide at the end
// whose turn it is.
func (w *world) steps(s *state, dst []step) []step {
	i := s.turn()
	switch {
	case i < 2:
		return w.clientSteps(s, i, dst)
	case i < noEnd:
		return w.serverSteps(s, i-2, dst)
	case i == anyServer:
		for j := range uint8(2) {
			if s.mayBegin(j) {
				dst = w.serverSteps(s, j, dst)
			}
		}
	}
	return dst
}

// take is the state after a step.
func (w *world) take(s *state, t step) (state, bool) {
	if t.Chosen.From != undecided {
		n := *s
		n.Choices[t.Slot] = t.Chosen
		return n, n.turn() != noEnd
	}
	n, a := w.answer(s, t.Flight)
	if a != taken {
		return n, false
	}
	switch t.Flight.Verb {
	case greetClient, abandon:
		n.Choices[t.Flight.Slot] = choice{}
	case greetServer:
		n.Choices[2+t.Flight.Slot] = choice{}
	}
	n.settle()
	return n, true
}

func (w *world) clientSteps(s *state, i uint8, dst []step) []step {
	c := &s.Clients[i]
	f := flight{Slot: i, Offer: noSlot, Copy: noSlot, Target: noTarget, Ticket: noSlot}
	switch c.Now.Phase {
	case none:
		return append(dst, step{Flight: s.hello(i)})
	case waiting:
		f.Verb = finishClient
		for f.Copy = range uint8(noSlot + 1) {
			dst = w.tickets(f, dst)
		}
		return dst
	}
	f.Verb = greetClient
	if from := s.Choices[i].From; from != undecided {
		f.Copy, _ = serverStrand(from - firstStrand)
		return w.greetings(s, c, f, dst)
	}
	for j := range s.Servers {
		if s.Servers[j].Now.CR == c.Now.CR { // to nobody else is its answer of any use
			f.Copy = uint8(j)
			return w.greetings(s, c, f, dst)
		}
	}
	for f.Copy = range uint8(noSlot + 1) {
		if f.Copy == noSlot || !s.Servers[f.Copy].idle() {
			dst = w.greetings(s, c, f, dst)
		}
	}
	for _, strand := range s.serverStrands(c) {
		dst = append(dst, step{Slot: i, Chosen: choice{From: firstStrand + strand}})
	}
	return append(dst, step{Flight: flight{Verb: abandon, Slot: i}})
}

// hello is what a client says next.
func (s *state) hello(i uint8) flight {
	f := flight{Verb: dial, Slot: i, Offer: noSlot, Copy: noSlot, Target: noTarget, Ticket: noSlot, To: s.Setting.Meant[i]}
	if s.clientStrand(i) == 2 {
		f.Verb, f.Offer = renegotiate, s.Setting.AgainOffers
	} else if i == 1 && s.Setting.Offers != nothingOffered {
		f.Offer = 0
	}
	return f
}

// serverStrands are those that have yet to begin, and could answer a client.
func (s *state) serverStrands(c *end) (all []uint8) {
	again := s.Servers[0].Handshakes < 2 && s.Servers[1].Handshakes < 2
	for j := range uint8(2) {
		e := &s.Servers[j]
		if e.idle() && (j == 0 || !s.Servers[0].idle()) && s.Choices[2+j].From == undecided && !c.bound() {
			all = append(all, j)
		}
		if again && (j == 0 || !s.Servers[0].idle()) && (!c.bound() || e.Conn.Keys == c.Conn.Keys) {
			all = append(all, 2+j)
		}
	}
	return all
}

func (w *world) tickets(f flight, dst []step) []step {
	if !w.Tickets {
		return append(dst, step{Flight: f})
	}
	for f.Ticket = range uint8(noSlot + 1) {
		dst = append(dst, step{Flight: f})
	}
	return dst
}

// extensions are what of the extended master secret the hello of a peer may say.
func (x extension) extensions() []bool {
	return [...][]bool{never: {false}, always: {true}, offered: {false, true}}[x]
}

// earliness is whether ChangeCipherSpec may come along with a hello.
func (w *world) earliness() []bool {
	if w.EarlyCCS {
		return []bool{false, true}
	}
	return []bool{false}
}

// greetings are the first flights of a server that a client may get.
func (w *world) greetings(s *state, c *end, f flight, dst []step) []step {
	if c.Now.Master != 0 {
		r := f
		r.Offer, r.EMS = 0, c.Now.EMS
		dst = append(dst, step{Flight: r})
	}
	heard := f.Copy != noSlot && s.Servers[f.Copy].Now.CR == c.Now.CR
	for _, f.EMS = range w.EMS[client].extensions() {
		for _, f.Early = range w.earliness() {
			if !heard {
				dst = w.alone(f, dst)
				continue
			}
			for _, f.Kex = range w.Kex {
				for _, f.To = range []party{honestServer, adversary} {
					for _, f.Asks = range []bool{false, true} {
						dst = w.shares(f, dst)
					}
				}
			}
		}
	}
	return dst
}

// alone are the answers to a client whom no server has heard. Which key exchange the
// adversary has is then as good as any other, and so is what the client signs.
func (w *world) alone(f flight, dst []step) []step {
	f.To, f.Kex = adversary, w.Kex[0]
	dst = append(dst, step{Flight: f})
	if w.ShareUnsigned {
		f.To, f.Kex = honestServer, ecdhe
		dst = append(dst, step{Flight: f})
	}
	return dst
}

// shares are the ServerKeyExchange messages that a client may get.
func (w *world) shares(f flight, dst []step) []step {
	f.Target, f.Shared = noTarget, false
	dst = append(dst, step{Flight: f})
	if f.Kex == rsa {
		return dst
	}
	if f.Copy != noSlot {
		f.Shared = true
		dst = append(dst, step{Flight: f})
		f.Shared = false
	}
	if f.Kex == dhe && w.ChosenGroup {
		f.Target = ownTarget
		dst = append(dst, step{Flight: f})
		if f.Copy != noSlot {
			f.Target = f.Copy
			dst = append(dst, step{Flight: f})
		}
	}
	return dst
}

func (w *world) serverSteps(s *state, i uint8, dst []step) []step {
	e := &s.Servers[i]
	f := flight{Slot: i, Offer: noSlot, Copy: noSlot, Target: noTarget, Ticket: noSlot}
	if e.Now.Phase != none {
		f.Verb = finishServer
		for f.Copy = range uint8(noSlot + 1) {
			for _, f.To = range []party{nobody, honestClient} {
				if f.To == nobody || e.Now.Asked {
					dst = append(dst, step{Flight: f})
				}
			}
		}
		return dst
	}
	f.Verb = greetServer
	if c := s.Choices[2+i]; c.From != undecided {
		return w.hellos(s, f, c, dst)
	}
	for from := uint8(ownHello); from < firstStrand+3; from++ {
		if from != ownHello && !s.mayCopy(i, from-firstStrand) || from == ownHello && e.bound() {
			continue
		}
		for offer := range uint8(3) {
			c := choice{from, offer}
			if offer != 0 && !s.mayOffer(i, offer-1) {
				continue
			}
			n := *s
			if n.Choices[2+i] = c; n.there(2 + i) {
				dst = w.hellos(s, f, c, dst)
			} else {
				dst = append(dst, step{Slot: 2 + i, Chosen: c})
			}
		}
	}
	return dst
}

// mayCopy says whether a server's answer to the hello of a client's strand can reach
// that client.
func (s *state) mayCopy(i, strand uint8) bool {
	slot := s.clientSlot(strand)
	c := &s.Clients[slot]
	if s.clientOver(strand) || s.Servers[i].bound() && c.Conn.Keys != s.Servers[i].Conn.Keys {
		return false
	}
	if !s.clientSaid(strand) {
		return true
	}
	from := s.Choices[slot].From
	mine := firstStrand + i + 2*s.Servers[i].Handshakes
	return c.Now.Phase == hello && (from == undecided || from == mine)
}

// mayOffer says whether a server may have a session of a slot when it gets its hello.
func (s *state) mayOffer(i, slot uint8) bool {
	e := &s.Servers[slot]
	if e.Session.ID != 0 {
		return true
	}
	return i != slot && (!e.idle() || slot == 0 || !s.Servers[0].idle())
}

// hellos are the ClientHellos that a server may get.
func (w *world) hellos(s *state, f flight, c choice, dst []step) []step {
	f.Copy = noSlot
	if c.From != ownHello {
		f.Copy = s.clientSlot(c.From - firstStrand)
	}
	extensions := w.EMS[server].extensions()
	if w.EMS[server] == never { // it ignores what it does not know, so that nothing is gained by leaving it out
		extensions = []bool{f.Copy != noSlot && w.EMS[client] != never}
	}
	for _, f.EMS = range extensions {
		for _, f.Early = range w.earliness() {
			if f.Offer = noSlot; c.Offer != 0 {
				f.Offer = c.Offer - 1
			}
			if w.resumes(s, f) {
				if !f.Early {
					dst = append(dst, step{Flight: f})
				}
				continue
			}
			f.Asks = w.Certificate
			all := w.Kex
			if f.Copy == noSlot { // no client will hear of it
				all = all[:1]
			}
			for _, f.Kex = range all {
				dst = append(dst, step{Flight: f})
			}
			f.Kex, f.Asks = 0, false
		}
	}
	return dst
}
