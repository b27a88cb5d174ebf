package resume

func (c *coder) end(e *End, side Side) {
	c.seen(&e.Seen)
	c.flags(&e.Done, &e.Asked, &e.Certified, &e.Own, &e.Writing, &e.Reading, &e.Secure, &e.Again, &e.Wanted)
	num(c, &e.Readings)
	c.host(&e.Host)
	num(c, &e.Identity)
	num(c, &e.Life)
	num(c, &e.Written)
	num(c, &e.Read)
	num(c, &e.Plan)
	num(c, &e.At)
	num(c, &e.Offered)
	num(c, &e.By)
	c.offer(&e.Offer)
	c.answer(&e.Answer)
	c.session(&e.Held, Client)
	c.session(&e.Session, side)
	c.receipt(&e.Receipt)
	c.value(&e.Premaster)
	c.transcript(&e.Transcript)
	c.verifies(&e.Finished)
	c.verifies(&e.Saved)
	c.keys(&e.WriteKeys)
	c.keys(&e.ReadKeys)
	if e.Again {
		c.value(&e.Former)
	}
	if c.there(e.Before != nil) {
		if c.reading {
			e.Before = &End{}
		}
		c.end(e.Before, side)
	}
	c.edits(&e.Edits)
	c.belief(&e.Belief)
}

func (c *coder) host(h *Host) {
	num(c, &h.Name)
	num(c, &h.Demand)
}

func (c *coder) receipt(r *Receipt) {
	if !c.there(*r != Receipt{}) {
		return
	}
	c.ticket(&r.Ticket)
	num(c, &r.Hint)
	c.age(&r.At)
}

func (c *coder) seen(x *Seen) {
	c.flags(&x.OtherName, &x.Outranked, &x.Proved,
		&x.TicketSent, &x.TicketAfterCCS, &x.TicketEarly, &x.FinishedSent, &x.FinishedTaken,
		&x.TicketTaken, &x.Beside, &x.Burnt, &x.Dead, &x.Elsewhere, &x.Wronged, &x.Stale, &x.Unproven, &x.Legacy, &x.Modern,
		&x.Unseen, &x.Fenced, &x.Demanded, &x.Loose, &x.Unchained, &x.Silent, &x.TicketLost,
		&x.BehindResumed, &x.BehindLegacy, &x.BehindPromised, &x.BehindEmptied, &x.Refused, &x.RequestIgnored, &x.PeerChanged, &x.Astray,
		&x.DataEarly, &x.DataSaid, &x.DataAmid, &x.Bare, &x.Unanswered, &x.CloseHeard, &x.AfterClose, &x.Silenced,
		&x.Insisted, &x.RefusedOddly, &x.UniqueRepeated, &x.KeysRepeated, &x.RandomRepeated,
		&x.DayOld, &x.Aged, &x.Curtailed, &x.OldKey, &x.Overdue, &x.Hasty,
		&x.Swayed, &x.Disabled, &x.Missed, &x.Cut, &x.Bereft, &x.Foreign, &x.Suiteless, &x.Unready, &x.Evicted)
	num(c, &x.Cells)
	num(c, &x.Past)
	num(c, &x.Declined)
	num(c, &x.Aborted)
}

func (c *coder) belief(b *Belief) {
	num(c, &b.By)
	c.value(&b.Master)
	c.flags(&b.EMS)
	num(c, &b.SNI)
	num(c, &b.Suite)
	num(c, &b.Peer)
}

func (c *coder) edits(x *Edits) {
	if !c.there(*x != Edits{}) {
		return
	}
	num(c, &x.Omit)
	num(c, &x.Held)
	num(c, &x.Ahead)
	for i := range x.Reorder {
		num(c, &x.Reorder[i].Kind)
		num(c, &x.Reorder[i].Behind)
	}
}

func (c *coder) offer(o *Offer) {
	c.flags(&o.Ready, &o.EMS)
	num(c, &o.Info)
	c.verify(&o.Bound)
	c.value(&o.Random)
	c.ticket(&o.Ticket)
	c.value(&o.ID)
	num(c, &o.SNI)
	c.suites(&o.Suites)
}

func (c *coder) answer(a *Answer) {
	c.flags(&a.Promised, &a.EMS, &a.Ack)
	num(c, &a.Info)
	c.verifies(&a.Bound)
	c.value(&a.Random)
	c.value(&a.ID)
	num(c, &a.Suite)
}

func (c *coder) transcript(t *Transcript) {
	c.value(&t.Randoms[Client])
	c.value(&t.Randoms[Server])
	num(c, &t.Sum)
}

func (c *coder) verify(v *Verify) {
	if !c.there(*v != Verify{}) {
		return
	}
	c.value(&v.Master)
	c.transcript(&v.Transcript)
	num(c, &v.From)
}

// verifies are the Finished of both sides.
func (c *coder) verifies(v *[2]Verify) {
	if !c.there(*v != [2]Verify{}) {
		return
	}
	c.verify(&v[Client])
	c.verify(&v[Server])
}

func (c *coder) keys(k *Keys) {
	if c.value(&k.Master); k.Master == 0 {
		return
	}
	c.value(&k.Randoms[Client])
	c.value(&k.Randoms[Server])
}

// message is what a message of its kind has.
func (c *coder) message(m *Message) {
	num(c, &m.Kind)
	if c.keys(&m.Under); m.Under != (Keys{}) {
		num(c, &m.Seq)
	}
	switch m.Kind {
	case ClientHello:
		c.offer(&m.Offer)
	case ServerHello:
		c.answer(&m.Answer)
	case Certificate, ApplicationData:
		num(c, &m.Name)
	case ClientKeyExchange:
		c.value(&m.Secret.Master)
		c.flags(&m.Secret.EMS)
		c.transcript(&m.Secret.Hash)
	case NewSessionTicket:
		c.ticket(&m.Ticket)
		num(c, &m.Hint)
	case ServerKeyExchange, CertificateVerify, Finished:
		c.verify(&m.Verify)
	case AlertMessage:
		num(c, &m.Alert)
	}
}
