package tlsconn

import (
	"context"
	"time"

	"tlsresume/impl/endpoint"
)

// Handshake shakes hands, unless that is done already; Read and Write do it by
// themselves. When ctx ends first, the connection is closed: half a handshake is
// good for nothing.
//
// The error is an *handshake.Abort when this end gave up, and an *AlertError when
// the peer did.
func (c *Conn) Handshake(ctx context.Context) error {
	if c.open.Load() {
		return nil
	}
	c.shaking.Lock()
	defer c.shaking.Unlock()
	if c.open.Load() {
		return nil
	}
	c.reading.Lock()
	defer c.reading.Unlock()
	release := c.closeAtEndOf(ctx)
	err := c.shake()
	if release() {
		c.open.Store(false)
		return ctx.Err()
	}
	return err
}

// ready shakes hands where the application did not.
func (c *Conn) ready() error {
	if c.open.Load() {
		return nil
	}
	return c.Handshake(context.Background())
}

// shake drives the endpoint until the handshake is over. The caller holds
// reading.
func (c *Conn) shake() error {
	if err := c.whyNoMore(); err != nil {
		return err
	}
	err := c.drive(func() []endpoint.Effect { return c.ep.Do(endpoint.Start{}, c.cfg.now()) })
	for err == nil && !c.open.Load() {
		err = c.receive()
	}
	if c.open.Load() {
		return nil // what came behind the handshake is for Read
	}
	return c.lastWords(err)
}

// lastWords reads on after a failure to write: a peer that gave up and closed
// has said why, and "broken pipe" does not.
func (c *Conn) lastWords(err error) error {
	c.mu.Lock()
	broken, told := c.broken != nil, c.ended
	c.mu.Unlock()
	if !broken || told != nil {
		return err
	}
	c.conn.SetReadDeadline(time.Now().Add(lastWordsWait))
	for {
		n, readErr := c.conn.Read(c.buf)
		c.mu.Lock()
		c.perform(c.ep.Receive(c.buf[:n], c.cfg.now()))
		told := c.ended
		c.mu.Unlock()
		if told != nil {
			return told
		}
		if readErr != nil {
			return err
		}
	}
}

// lastWordsWait bounds the time for an alert that should be here already.
const lastWordsWait = 100 * time.Millisecond

// closeAtEndOf closes conn when ctx ends, until it is released; release reports
// whether it came to that.
func (c *Conn) closeAtEndOf(ctx context.Context) (release func() bool) {
	if ctx.Done() == nil {
		return func() bool { return false }
	}
	closed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(closed)
		c.mu.Lock()
		c.perform(c.ep.Do(endpoint.Lost{}, c.cfg.now()))
		c.end(ctx.Err())
		c.broken = ctx.Err()
		c.mu.Unlock()
		c.conn.Close()
	})
	return func() bool {
		if stop() {
			return false
		}
		<-closed
		return true
	}
}
