package endpoint

import (
	"time"

	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// Unlimited makes this end send records of any length that TLS has, whatever was
// negotiated.
func (e *Endpoint) Unlimited() { e.out.SetMaxFragment(0) }

// SendData sends application data at any time.
func (e *Endpoint) SendData(b []byte) []Effect {
	e.effects = nil
	e.transmit(Transmit{Kind: wire.KindApplicationData, Data: b}, record.ApplicationData, b)
	return e.effects
}

// SendRaw sends a handshake message behind the back of the plan.
func (e *Endpoint) SendRaw(m wire.Message) []Effect {
	e.effects = nil
	e.transmit(Transmit{Kind: m.Kind}, record.Handshake, m.Raw)
	return e.effects
}

// RenegotiateAnyway says hello again, whatever speaks against it.
func (e *Endpoint) RenegotiateAnyway(now time.Time) []Effect {
	e.effects = nil
	e.again()
	e.step(nil, now)
	return e.effects
}

// ReceiveAndAsk is Receive with a HelloRequest behind what it makes this end say,
// in the same record where messages share them.
func (e *Endpoint) ReceiveAndAsk(b []byte, now time.Time) []Effect {
	e.effects = nil
	e.in.Write(b)
	for {
		rec, ok, err := e.in.Next()
		if err != nil || !ok {
			break
		}
		e.record(rec, now)
	}
	Renegotiate{}.do(e, now)
	e.flush()
	return e.effects
}
