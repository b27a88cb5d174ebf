package adversary

// flights lists the flights that the honest ends' phases allow; next judges them.
func (w world) flights(s *state, dst []flight) []flight {
	for i := range uint8(2) {
		dst = w.clientFlights(s, i, dst)
		dst = w.serverFlights(s, i, dst)
	}
	return dst
}

func (w world) clientFlights(s *state, i uint8, dst []flight) []flight {
	c := &s.Clients[i]
	f := flight{Slot: i, Offer: noSlot, Copy: noSlot, Target: noTarget}
	if (c.Phase == idle || c.Phase == done) && underWay(&s.Clients) {
		return dst
	}
	switch c.Phase {
	case idle:
		if i == 1 && s.Clients[0].Phase == idle {
			return dst
		}
		for _, to := range []party{honestServer, adversary} {
			for offer := range uint8(noSlot + 1) {
				f.To, f.Offer = to, offer
				dst = append(dst, f)
			}
		}
	case done:
		if s.Clients[0].Handshakes > 1 || s.Clients[1].Handshakes > 1 {
			return dst
		}
		f.Verb, f.To = renegotiate, c.Meant
		for offer := range uint8(noSlot + 1) {
			f.Offer = offer
			dst = append(dst, f)
		}
	case hello:
		f.Verb = greetClient
		dst = w.greetings(c, f, dst)
	case waiting:
		f.Verb = finishClient
		for from := range uint8(noSlot + 1) {
			f.Copy = from
			dst = append(dst, f)
		}
	}
	return dst
}

// greetings are the first flights of a server that a client may get.
func (w world) greetings(c *end, f flight, dst []flight) []flight {
	for from := range uint8(noSlot + 1) {
		f.Copy = from
		if c.Master != 0 {
			r := f
			r.Offer = 0 // it is resumed
			dst = append(dst, r)
		}
		for _, f.Kex = range w.Kex {
			for _, f.To = range []party{honestServer, adversary} {
				for _, f.Asks = range []bool{false, true} {
					f.Target, f.Shared = noTarget, false
					dst = append(dst, f)
					if f.Kex == rsa {
						continue
					}
					f.Shared = true
					dst = append(dst, f)
					f.Shared = false
					for f.Target = range uint8(noTarget) {
						dst = append(dst, f)
					}
				}
			}
		}
	}
	return dst
}

func (w world) serverFlights(s *state, i uint8, dst []flight) []flight {
	e := &s.Servers[i]
	f := flight{Slot: i, Offer: noSlot, Copy: noSlot, Target: noTarget}
	if (e.Phase == idle || e.Phase == done) && underWay(&s.Servers) {
		return dst
	}
	switch e.Phase {
	case idle, done:
		if i == 1 && s.Servers[0].Phase == idle ||
			e.Phase == done && (s.Servers[0].Handshakes > 1 || s.Servers[1].Handshakes > 1) {
			return dst
		}
		f.Verb = greetServer
		for f.Copy = range uint8(noSlot + 1) {
			f.Kex, f.Asks = 0, false
			for f.Offer = range uint8(noSlot) {
				dst = append(dst, f)
			}
			f.Offer = noSlot
			for _, f.Kex = range w.Kex {
				for _, f.Asks = range []bool{false, true} {
					dst = append(dst, f)
				}
			}
		}
	case hello, waiting:
		f.Verb = finishServer
		for f.Copy = range uint8(noSlot + 1) {
			for _, f.To = range []party{nobody, honestClient} {
				dst = append(dst, f)
			}
		}
	}
	return dst
}
