package adversary

import "encoding/binary"

func (e *end) terms() [21]*Term {
	n, c := &e.Now, &e.Conn
	return [...]*Term{
		&n.CR, &n.SR, &n.SID, &n.Share, &n.Secret, &n.Transcript, &n.Master, &n.Signed, &n.Said, &n.Want, &n.Unique,
		&c.Keys, &c.Before, &c.ClientData, &c.ServerData, &c.Unique, &c.Signed, &c.Said,
		&e.Session.ID, &e.Session.Master, &e.Session.Unique,
	}
}

func (e *end) flags() [12]*bool {
	n, c := &e.Now, &e.Conn
	return [...]*bool{
		&n.Abbreviated, &n.Asked, &n.EMS, &n.Early, &n.MasterKnown,
		&c.KeysKnown, &c.EMS, &c.Resumed, &c.Unbound, &c.ForeignTicket, &e.Session.MasterKnown, &e.Session.EMS,
	}
}

func (s *state) encode(dst []byte) []byte {
	dst = append(dst, byte(s.Setting.Meant[0])|byte(s.Setting.Meant[1])<<2|s.Setting.Offers<<4,
		s.Setting.Again|s.Setting.AgainOffers<<4)
	for _, c := range s.Choices {
		dst = append(dst, c.From|c.Offer<<4)
	}
	for _, ends := range []*[2]end{&s.Clients, &s.Servers} {
		for i := range ends {
			dst = ends[i].encode(dst)
		}
	}
	return dst
}

func (s *state) decode(b []byte) {
	s.Setting = setting{
		Meant: [2]party{party(b[0] & 3), party(b[0] >> 2 & 3)}, Offers: b[0] >> 4,
		Again: b[1] & 15, AgainOffers: b[1] >> 4,
	}
	b = b[2:]
	for i := range s.Choices {
		s.Choices[i] = choice{From: b[i] & 15, Offer: b[i] >> 4}
	}
	b = b[len(s.Choices):]
	for _, ends := range []*[2]end{&s.Clients, &s.Servers} {
		for i := range ends {
			b = ends[i].decode(b)
		}
	}
}

// encode writes small fields, and those terms that there are: a name in a byte,
// and any other by its fingerprint.
func (e *end) encode(dst []byte) []byte {
	flags := uint16(0)
	for i, f := range e.flags() {
		if *f {
			flags |= 1 << i
		}
	}
	dst = append(dst, byte(e.Now.Phase)|e.Handshakes<<2|byte(e.Now.Kex)<<4|byte(e.Session.Peer)<<6,
		byte(e.Meant)|byte(e.Now.Peer)<<2|byte(e.Conn.Peer)<<4|byte(e.Session.Kex)<<6)
	dst = binary.LittleEndian.AppendUint16(dst, flags)
	at := len(dst)
	dst = append(dst, 0, 0, 0)
	there := uint32(0)
	for i, t := range e.terms() {
		if *t == 0 {
			continue
		}
		there |= 1 << i
		if *t < 0xff {
			dst = append(dst, byte(*t))
		} else {
			dst = binary.LittleEndian.AppendUint64(append(dst, 0xff), uint64(*t))
		}
	}
	dst[at], dst[at+1], dst[at+2] = byte(there), byte(there>>8), byte(there>>16)
	return dst
}

func (e *end) decode(b []byte) []byte {
	e.Now.Phase, e.Handshakes, e.Now.Kex, e.Session.Peer = phase(b[0]&3), b[0]>>2&3, kex(b[0]>>4&3), party(b[0]>>6)
	e.Meant, e.Now.Peer, e.Conn.Peer, e.Session.Kex = party(b[1]&3), party(b[1]>>2&3), party(b[1]>>4&3), kex(b[1]>>6)
	flags := binary.LittleEndian.Uint16(b[2:])
	for i, f := range e.flags() {
		*f = flags>>i&1 == 1
	}
	there := uint32(b[4]) | uint32(b[5])<<8 | uint32(b[6])<<16
	b = b[7:]
	for i, t := range e.terms() {
		if there>>i&1 == 0 {
			continue
		}
		if *t = Term(b[0]); b[0] == 0xff {
			*t = Term(binary.LittleEndian.Uint64(b[1:]))
			b = b[8:]
		}
		b = b[1:]
	}
	return b
}
