package tlsconn

import (
	"io"
	"time"

	"tlsresume/impl/endpoint"
)

// grace is how long a last alert may take to be written.
const grace = 5 * time.Second

// Close sends a close_notify and closes the connection, whatever Read and Write
// are doing. Only the first call does anything.
func (c *Conn) Close() (err error) {
	c.closing.Do(func() { err = c.close() })
	return err
}

func (c *Conn) close() error {
	c.conn.SetWriteDeadline(time.Now().Add(grace)) // ends a Write that is stuck, too
	c.writing.Lock()
	c.sayGoodbye()
	c.drain()
	c.writing.Unlock()
	c.mu.Lock()
	aborted := c.aborted
	c.mu.Unlock()
	if aborted {
		c.linger()
	}
	return c.conn.Close()
}

// sayGoodbye makes the close_notify, and no Read, Write or Renegotiate finds the
// endpoint at its end without also finding the connection closed.
func (c *Conn) sayGoodbye() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	if c.ep != nil {
		c.perform(c.ep.Do(endpoint.Close{}, c.cfg.now()))
	}
}

// The bounds of linger.
const (
	lingerTime  = 500 * time.Millisecond
	lingerBytes = 1 << 20
)

// linger waits until the peer has read our fatal alert. To close a socket while
// bytes wait in it resets the connection, and that can take from the peer what
// it has not read.
func (c *Conn) linger() {
	half, ok := c.conn.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	c.conn.SetReadDeadline(time.Now().Add(lingerTime))
	io.CopyN(io.Discard, c.conn, lingerBytes)
}
