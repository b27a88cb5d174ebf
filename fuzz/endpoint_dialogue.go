package fuzz

import (
	"bytes"
	"fmt"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/script"
	"tlsresume/impl/wire"
)

// A dialogue is a connection between the endpoint that is under test, the subject, and
// another of ours, its peer, which misbehaves as it is told.
type dialogue struct {
	subject, peer handshake.Side
	now           time.Time
	line          *line
	ends          [2]*end
	kept          keep
	rewordings    []rewording // of the peer's next messages
	clean         bool        // nothing was damaged, lost or made up
	broken        *Violation  // the first check that failed
}

// newDialogue has the client said hello. It gives nil for a world that no endpoint can
// be in.
func newDialogue(subject handshake.Side, in world) *dialogue {
	w := built(in)
	if w == nil {
		return nil
	}
	d := &dialogue{subject: subject, peer: subject.Peer(), now: script.Epoch.Add(time.Hour), kept: w.kept, clean: true}
	d.line = w.connect('d', &d.kept, func(side handshake.Side, p *handshake.Policy) {
		if side == d.peer {
			p.Full, p.Abbreviated = d.reworded(p.Full), d.reworded(p.Abbreviated)
		}
	})
	for i, e := range d.line.ends {
		d.ends[i] = &end{Endpoint: e, side: handshake.Side(i), honest: true}
	}
	d.act(handshake.Client, endpoint.Start{})
	return d
}

// act has an end do something.
func (d *dialogue) act(side handshake.Side, a endpoint.Action) {
	e := d.ends[side]
	e.acts(a)
	before := len(e.sent)
	d.see(side, e.Do(a, d.now), 0)
	if u, utters := a.(endpoint.Utter); utters && u.Type == record.ChangeCipherSpec && len(e.sent) > before {
		e.empty = append(e.empty, before)
	}
}

// deliver brings bytes to an end.
func (d *dialogue) deliver(to handshake.Side, b []byte) {
	e, from := d.ends[to], d.ends[to.Peer()]
	if d.broken != nil || len(b) == 0 {
		return
	}
	from.hear(b)
	d.see(to, e.Receive(b, d.now), len(b))
	d.check(e.intact(from))
}

// see judges what an end has done, and puts its records on their way.
func (d *dialogue) see(side handshake.Side, effects []endpoint.Effect, received int) {
	e := d.ends[side]
	e.received += received
	for _, f := range effects {
		d.check(e.see(f))
		switch f := f.(type) {
		case endpoint.Took:
			if f.Kind == wire.KindFinished {
				d.check(e.sameMessages(d.ends[side.Peer()]))
			}
			if f.Kind == wire.KindApplicationData {
				d.check(e.sameData(d.ends[side.Peer()]))
			}
		case endpoint.Transmit:
			e.send(f.Wire)
			if f.Kind == wire.KindFinished {
				e.knew = len(d.ends[side.Peer()].heard)
			}
		case endpoint.Aborted:
			e.send(f.Wire)
		case endpoint.Agreed:
			d.check(d.agreeing())
		}
		d.line.remember(side, f)
	}
	d.check(e.settled())
}

// check keeps the first failure.
func (d *dialogue) check(v *Violation) {
	if d.broken == nil {
		d.broken = v
	}
}

// settle brings the peer all that the subject has said.
func (d *dialogue) settle() { d.carry(d.subject) }

// carry brings all that an end has said to the other, a record at a time.
func (d *dialogue) carry(from handshake.Side) (carried bool) {
	for e := d.ends[from]; len(e.queue) > 0 && d.broken == nil; carried = true {
		d.deliver(from.Peer(), e.next())
	}
	return carried
}

// flight carries everything to and fro until both are silent.
func (d *dialogue) flight() {
	for d.settle(); d.carry(d.peer); d.settle() {
	}
}

// agreeing compares what honest ends have agreed on.
func (d *dialogue) agreeing() *Violation {
	c, s := d.ends[handshake.Client].agreed, d.ends[handshake.Server].agreed
	n := min(len(c), len(s))
	if n == 0 || !d.ends[d.peer].honest {
		return nil
	}
	a, b := c[n-1], s[n-1]
	same := a.By == b.By && a.Version == b.Version && a.Suite == b.Suite && a.EMS == b.EMS && a.EncryptThenMAC == b.EncryptThenMAC &&
		a.MaxFragment == b.MaxFragment && a.ServerName == b.ServerName && a.Protocol == b.Protocol && bytes.Equal(a.PSKIdentity, b.PSKIdentity) &&
		bytes.Equal(a.Master, b.Master) && bytes.Equal(a.TLSUnique, b.TLSUnique) && a.SecureRenegotiation == b.SecureRenegotiation
	if !same {
		return violation("agreement", "the client has %v, the server %v", a, b)
	}
	return nil
}

// end ends the dialogue: what nobody has disturbed comes to an end of its own.
func (d *dialogue) end() {
	if d.clean {
		d.flight()
	}
	if !d.clean { // the flight, too, has what the peer says instead
		return
	}
	for _, e := range d.ends {
		other := d.ends[e.side.Peer()]
		if e.abort != nil && !policies[e.abort.Reason] && len(e.agreed)+len(other.agreed) == 0 && !e.gaveUp && !other.gaveUp {
			d.check(violation("accused/"+e.side.String(), "an honest peer is told %v", e.abort))
		}
		if d.broken == nil && len(e.agreed) == 0 && !e.Dead() {
			d.check(violation("stuck", "the %s awaits %v, and nothing more comes", e.side, e.Awaits()))
		}
	}
}

// policies are the reasons for which ends that do as they should may have no handshake.
var policies = map[handshake.Reason]bool{
	handshake.VersionTooLow: true, handshake.FallbackInappropriate: true, handshake.NoSharedSuite: true, handshake.NoSharedField: true,
	handshake.NoSharedProtocol: true, handshake.LegacyPeerRefused: true, handshake.NameUnknown: true, handshake.CertificateMissing: true,
	handshake.PSKMissing: true, handshake.PSKUnknown: true, handshake.EMSRequired: true, handshake.EMSOfNeither: true,
	handshake.EMSSessionPlainHello: true, handshake.EMSSessionPlainAnswer: true, handshake.LegacySessionEMSAnswer: true,
	handshake.TicketLengthWrong: true, // RFC 5077 A: of an end that knows RFC 4507 alone
}

func violation(check, format string, args ...any) *Violation {
	return &Violation{check, fmt.Errorf(format, args...)}
}
