package tlsconn

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
)

// Errors behind which the connection goes on.
var (
	// ErrRenegotiationRefused is the peer's answer to Renegotiate.
	ErrRenegotiationRefused = errors.New("the peer refuses to renegotiate")
	// ErrRenegotiationAsked is what Read says, once, to a client whose policy has the
	// application begin what the server asks for (handshake.Explicitly).
	ErrRenegotiationAsked = errors.New("the peer asks to renegotiate")
	// ErrUnread is what Renegotiate and Write say when the peer sends data in place of
	// its part of a renegotiation. Read it, and call them again.
	ErrUnread = errors.New("a renegotiation waits behind data of the peer that must be read")
)

// The bounds of what is put aside while a renegotiation waits, in bytes, and of how
// long a Read may take to fetch it.
const (
	maxUnread  = 1 << 17
	unreadWait = time.Second
)

// Renegotiate shakes hands again (RFC 5746): a client says hello, a server sends a
// HelloRequest and waits for its client to say it. A handshake that runs already is
// what it waits for. When ctx ends first, the connection is closed.
//
// What the peer begins happens in Read, as the policy has it; Write waits for its
// end.
func (c *Conn) Renegotiate(ctx context.Context) error {
	if err := c.Handshake(ctx); err != nil {
		return err
	}
	c.shaking.Lock()
	defer c.shaking.Unlock()
	release := c.closeAtEndOf(ctx)
	err := c.renegotiate()
	if release() {
		return ctx.Err()
	}
	return err
}

func (c *Conn) renegotiate() error {
	before, err := c.mayRenegotiate()
	if err != nil {
		return err
	}
	if err := c.drive(func() []endpoint.Effect { return c.ep.Do(endpoint.Renegotiate{}, c.cfg.now()) }); err != nil {
		return c.lastWords(err)
	}
	if err := c.settle(true); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.agreement.Renegotiations > before:
		return nil
	case c.refused:
		return ErrRenegotiationRefused
	}
	return c.end(errors.New("the renegotiation came to nothing"))
}

// mayRenegotiate counts the renegotiations so far.
func (c *Conn) mayRenegotiate() (before int, err error) {
	if err := c.whyNoMore(); err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if reason := c.ep.MayRenegotiate(); reason != handshake.None {
		return 0, fmt.Errorf("cannot renegotiate: %s (%s)", reason, reason.Cite())
	}
	c.refused, c.announced = false, false
	return c.agreement.Renegotiations, nil
}

// settle waits until no renegotiation runs, or none is asked for either, and reads
// where nobody else does.
func (c *Conn) settle(asked bool) error {
	for full := false; ; {
		c.mu.Lock()
		waiting, settled := c.ep.Renegotiating() || asked && c.ep.Asking(), c.settled
		c.mu.Unlock()
		if !waiting || settled == nil {
			return nil
		}
		select {
		case <-settled:
			continue
		case c.reading <- struct{}{}:
		}
		err := c.receiveAside(settled)
		c.reading.Unlock()
		switch {
		case err == ErrUnread && !full:
			full = true
			wait(settled, unreadWait)
		case err != nil:
			return err
		default:
			full = false
		}
	}
}

// receiveAside receives, unless what it would wait for has come. The caller holds
// reading.
func (c *Conn) receiveAside(settled chan struct{}) error {
	select {
	case <-settled:
		return nil
	default:
	}
	if len(c.input) > maxUnread {
		return ErrUnread
	}
	return c.receive()
}

func wait(settled chan struct{}, atMost time.Duration) {
	timer := time.NewTimer(atMost)
	defer timer.Stop()
	select {
	case <-settled:
	case <-timer.C:
	}
}

// track keeps settled open while there is something to wait for. The caller holds
// mu.
func (c *Conn) track() {
	waiting := c.ended == nil && !c.closed && c.ep != nil && (c.ep.Renegotiating() || c.ep.Asking())
	switch {
	case waiting && c.settled == nil:
		c.settled = make(chan struct{})
	case !waiting && c.settled != nil:
		close(c.settled)
		c.settled = nil
	}
}

// A turn is a lock that can be waited for beside other things.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

// Lock waits for the turn.
func (t turn) Lock() { t <- struct{}{} }

// Unlock ends it.
func (t turn) Unlock() { <-t }
