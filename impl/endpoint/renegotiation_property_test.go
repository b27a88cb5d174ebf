package endpoint_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// A talker is an end with what it said, what it heard, and what is on the wire to
// its peer.
type talker struct {
	*endpoint.Endpoint
	wrote, heard, flying []byte
	agreed               *handshake.Agreement
	asked, refused       int
	closed               bool // by its own application
}

// Whatever both ends do, and however the bytes between them are cut: nobody aborts,
// the data arrives as it was said, and in the end both believe the same.
func TestEndsAgreeWhateverTheyRenegotiate(t *testing.T) {
	var renegotiated, refused, closed int
	rapid.Check(t, func(t *rapid.T) {
		p := newPair(t)
		for _, policy := range []*handshake.Policy{&p.client.Policy, &p.server.Policy} {
			drawPolicy(t, policy)
		}
		ends := p.talkers(t)
		for range rapid.IntRange(1, 40).Draw(t, "deeds") {
			who := rapid.IntRange(0, 1).Draw(t, "who")
			switch rapid.IntRange(0, 7).Draw(t, "deed") {
			case 0, 1:
				p.does(t, ends, who, endpoint.Renegotiate{})
			case 2, 3:
				p.says(t, ends, who)
			case 4, 5, 6:
				p.delivers(t, ends, who, rapid.IntRange(1, 2000).Draw(t, "bytes"))
			case 7:
				if rapid.IntRange(0, 9).Draw(t, "close") == 0 {
					p.does(t, ends, who, endpoint.Close{})
					ends[who].closed = true
				}
			}
		}
		for len(ends[0].flying)+len(ends[1].flying) > 0 {
			for who := range ends {
				p.delivers(t, ends, who, 1<<20)
			}
		}
		renegotiated += ends[0].agreed.Renegotiations
		refused += ends[0].refused + ends[1].refused
		if ends[0].closed || ends[1].closed {
			closed++
			return
		}
		believeTheSame(t, ends)
	})
	t.Logf("%d renegotiations, %d refused, %d connections closed", renegotiated, refused, closed)
	if renegotiated == 0 || refused == 0 || closed == 0 {
		t.Error("a situation did not occur")
	}
}

func drawPolicy(t *rapid.T, p *handshake.Policy) {
	p.Renegotiation = rapid.SampledFrom([]handshake.Renegotiation{
		handshake.Refusing, handshake.Freely, handshake.Once, handshake.Explicitly,
	}).Draw(t, "renegotiation")
	p.Tickets = rapid.Bool().Draw(t, "tickets")
	p.Packing.Coalesce = rapid.Bool().Draw(t, "coalesce")
	p.Within = handshake.Within{
		Resume: rapid.Bool().Draw(t, "resume"), Keep: rapid.Bool().Draw(t, "keep"), Ticket: rapid.Bool().Draw(t, "ticket"),
	}
	p.Suites = []*wire.Suite{wire.SuiteByID(rapid.SampledFrom([]uint16{0xc009, 0xc02b, 0xc02c}).Draw(t, "first")), wire.SuiteByID(0xc02b)}
}

// talkers are two ends whose first handshake is over, perhaps a resumption.
func (p *pair) talkers(t *rapid.T) [2]*talker {
	if rapid.Bool().Draw(t, "resumed") {
		p.open()
	}
	l := p.open()
	var ends [2]*talker
	for who := range ends {
		ends[who] = &talker{Endpoint: l.ends[who], agreed: agreement(l.last[who])}
	}
	return ends
}

func (p *pair) does(t *rapid.T, ends [2]*talker, who int, a endpoint.Action) {
	p.note(t, ends, who, ends[who].Do(a, p.now))
}

func (p *pair) says(t *rapid.T, ends [2]*talker, who int) {
	words := rapid.SliceOfN(rapid.Byte(), 1, 100).Draw(t, "words")
	if effects := ends[who].Do(endpoint.Write{Data: words}, p.now); len(effects) > 0 {
		ends[who].wrote = append(ends[who].wrote, words...)
		p.note(t, ends, who, effects)
	}
}

// delivers gives an end bytes that fly towards it.
func (p *pair) delivers(t *rapid.T, ends [2]*talker, who, n int) {
	from := ends[1-who]
	n = min(n, len(from.flying))
	b := from.flying[:n:n]
	from.flying = from.flying[n:]
	p.note(t, ends, who, ends[who].Receive(b, p.now))
}

// note takes what an end did. Where an application is told that it is asked, it
// renegotiates.
func (p *pair) note(t *rapid.T, ends [2]*talker, who int, effects []endpoint.Effect) {
	p.perform(effects)
	end := ends[who]
	end.flying = append(end.flying, wireOf(effects)...)
	end.heard = append(end.heard, data(effects)...)
	for _, f := range effects {
		switch f := f.(type) {
		case endpoint.Aborted:
			t.Fatalf("end %d aborted: %v", who, f.Abort)
		case endpoint.Agreed:
			end.agreed = f.Agreement
		case endpoint.Refused:
			end.refused++
		case endpoint.Asked:
			end.asked++
		}
	}
	if wrote := ends[1-who].wrote; !bytes.HasPrefix(wrote, end.heard) {
		t.Fatalf("end %d heard %x, and %x was said", who, end.heard, wrote)
	}
	for end.asked > 0 {
		end.asked--
		p.does(t, ends, who, endpoint.Renegotiate{})
	}
}

func believeTheSame(t *rapid.T, ends [2]*talker) {
	a, b := ends[0].agreed, ends[1].agreed
	if a.Renegotiations != b.Renegotiations || !bytes.Equal(a.Master, b.Master) || !bytes.Equal(a.TLSUnique, b.TLSUnique) || a.By != b.By || a.Suite != b.Suite {
		t.Fatalf("they do not agree: %v, %d renegotiations; %v, %d", a, a.Renegotiations, b, b.Renegotiations)
	}
	for who, end := range ends {
		if !end.Open() || end.Renegotiating() || end.Asking() {
			t.Fatalf("end %d: open %t, renegotiating %t, asking %t", who, end.Open(), end.Renegotiating(), end.Asking())
		}
		if !bytes.Equal(end.heard, ends[1-who].wrote) {
			t.Fatalf("end %d heard %d bytes of %d", who, len(end.heard), len(ends[1-who].wrote))
		}
	}
}
