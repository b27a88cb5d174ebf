package adversary

// quiet says whether no handshake is under way, and nothing chosen.
func (s *state) quiet() bool {
	if s.Choices != [4]choice{} {
		return false
	}
	for i := range s.Clients {
		if s.Clients[i].Now.Phase != none || s.Servers[i].Now.Phase != none {
			return false
		}
	}
	return true
}

// settle drops what no step to come reads, and renames the terms by first occurrence,
// once no handshake is under way. All that is to come then has new nonces in it, so
// that of what there is only equality matters.
func (s *state) settle() {
	if !s.quiet() {
		return
	}
	s.forget()
	s.renameKexes()
	s.rename()
}

// rename gives the terms names, by first occurrence.
func (s *state) rename() {
	var names [48]Term
	n := 0
	for _, ends := range []*[2]end{&s.Clients, &s.Servers} {
		for i := range ends {
		terms:
			for _, t := range ends[i].terms() {
				if *t == 0 || *t == own {
					continue
				}
				for k, old := range names[:n] {
					if old == *t {
						*t = firstName + Term(k)
						continue terms
					}
				}
				names[n] = *t
				*t = firstName + Term(n)
				n++
			}
		}
	}
}

// renameKexes gives the key exchanges of sessions names, by first occurrence among those
// of the same master secret: of the others no step sees whether they are equal.
func (s *state) renameKexes() {
	sessions := [...]*session{&s.Clients[0].Session, &s.Clients[1].Session, &s.Servers[0].Session, &s.Servers[1].Session}
	var of [len(sessions)]kex
	for i, e := range sessions {
		of[i], e.Kex = e.Kex, 0
		for j, old := range sessions[:i] {
			if old.ID == 0 || e.ID == 0 || old.Master != e.Master {
				continue
			}
			if of[j] == of[i] {
				e.Kex = old.Kex
				break
			}
			e.Kex = max(e.Kex, old.Kex+1)
		}
	}
}

// forget drops what no step to come reads.
func (s *state) forget() {
	clientsOver := s.clientOver(0) && s.clientOver(1) && s.clientOver(2)
	serverAgain := s.Servers[0].Handshakes < 2 && s.Servers[1].Handshakes < 2
	serversOver := !serverAgain && !s.Servers[0].idle() && !s.Servers[1].idle()
	if !s.Clients[1].idle() {
		s.Setting.Offers = nothingOffered
	}
	if s.Clients[s.Setting.Again].Handshakes == 2 {
		s.Setting.AgainOffers = noSlot
	}
	for i := range s.Clients {
		c, e := &s.Clients[i], &s.Servers[i]
		c.Conn.Said, e.Conn.Said = 0, 0
		if s.Setting.AgainOffers != uint8(i) && (i == 1 || s.Setting.Offers == nothingOffered) {
			c.Session = session{Master: c.Session.Master}
		}
		if s.Setting.Again != uint8(i) || s.clientOver(2) {
			c.Conn.ClientData, c.Conn.ServerData = 0, 0
		}
		if !serverAgain {
			e.Conn.ClientData, e.Conn.ServerData = 0, 0
		}
		if serversOver && clientsOver {
			e.Session = session{Master: e.Session.Master}
		}
	}
	for i := range s.Clients {
		for _, ends := range []*[2]end{&s.Clients, &s.Servers} {
			if t := &ends[i].Conn.Signed; *t != 0 && s.signers(*t) == 1 {
				*t = 0 // nobody has taken it, and nobody will
			}
		}
	}
}

// signers counts the ends that have a signature.
func (s *state) signers(t Term) (n int) {
	for i := range s.Clients {
		n += int(bit(s.Clients[i].Conn.Signed == t) + bit(s.Servers[i].Conn.Signed == t))
	}
	return n
}
