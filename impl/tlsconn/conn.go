// Package tlsconn is TLS 1.0 to 1.2 on a net.Conn: it moves the bytes, tells the time
// and keeps the sessions for an endpoint.Endpoint, which decides everything.
package tlsconn

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/session"
)

// A Conn is one end of a TLS connection. All of its methods may be called at
// once.
//
// It starts no goroutine. Locks are taken in the order in which they stand
// here. None but saying and writing is held while a peer that does not read makes
// us wait, and who reads takes the latter only to send something: two ends that
// write to each other without end do not stop each other.
type Conn struct {
	shaking sync.Mutex // who shakes hands
	saying  sync.Mutex // whose Write it is
	reading turn       // who reads from conn; guards buf and input
	writing sync.Mutex // who writes to conn

	conn net.Conn
	cfg  *Config
	key  session.ClientKey // of a client's sessions
	buf  []byte
	// input is data that the application did not read yet. What one reading of
	// conn brings is the most that it holds, or maxUnread more in a renegotiation.
	input []byte

	open    atomic.Bool // the handshake is over, and our part of it was sent
	closing sync.Once

	mu        sync.Mutex // guards what follows
	ep        *endpoint.Endpoint
	pending   []byte   // records that are to be written
	random    [32]byte // of the ClientHello
	agreement *handshake.Agreement
	settled   chan struct{} // closed when there is no renegotiation to wait for; nil while there is none
	announced bool          // the peer's HelloRequest waits for the application
	refused   bool          // the peer has refused to renegotiate
	aborted   bool          // a fatal alert of ours
	closed    bool          // by the application
	ended     error         // why nothing more can be read
	broken    error         // why nothing more can be written
}

// bufferSize lets a reading of the connection bring a whole record.
const bufferSize = record.MaxCiphertext + 5

// Client is the client's end of a connection. Close closes conn, too.
func Client(conn net.Conn, cfg *Config) *Conn {
	key := cfg.keyFor(conn)
	c := newConn(conn, cfg, handshake.Client, cfg.forClient(key))
	c.key = key
	return c
}

// Server is the server's end of a connection. Close closes conn, too.
func Server(conn net.Conn, cfg *Config) *Conn {
	return newConn(conn, cfg, handshake.Server, cfg.forServer())
}

// newConn makes an end. One whose configuration lacks something says so where
// it is used.
func newConn(conn net.Conn, cfg *Config, side handshake.Side, h *handshake.Config) *Conn {
	c := &Conn{conn: conn, cfg: cfg, reading: newTurn(), buf: make([]byte, bufferSize)}
	c.ep, c.ended = endpoint.New(side, h)
	return c
}

// Agreement is what this end believes once the handshake is over, and false
// before. After a renegotiation it is another, with other secrets and bindings and
// perhaps another name of the peer; what was read before and what behind it Read
// does not tell (RFC 5746 5).
func (c *Conn) Agreement() (handshake.Agreement, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.agreement == nil {
		return handshake.Agreement{}, false
	}
	return *c.agreement, true
}

// Read reads data of the peer, after a handshake if there was none. It also does
// this end's part of a renegotiation that the peer begins. It returns
// io.EOF after a close_notify and io.ErrUnexpectedEOF at an end without one: the
// data may have been cut short (RFC 5246 7.2.1).
func (c *Conn) Read(p []byte) (int, error) {
	if err := c.ready(); err != nil || len(p) == 0 {
		return 0, err
	}
	c.reading.Lock()
	defer c.reading.Unlock()
	for len(c.input) == 0 {
		if err := c.whyNoMore(); err != nil {
			return 0, err
		}
		if c.takeAnnouncement() {
			return 0, ErrRenegotiationAsked
		}
		if err := c.receive(); err != nil && len(c.input) == 0 {
			return 0, err
		}
	}
	n := copy(p, c.input)
	c.input = c.input[n:]
	return n, nil
}

func (c *Conn) takeAnnouncement() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	announced := c.announced
	c.announced = false
	return announced
}

// receive waits for bytes of the peer and gives them to the endpoint. The
// caller holds reading.
func (c *Conn) receive() error {
	n, err := c.conn.Read(c.buf)
	var unsent error
	if n > 0 {
		unsent = c.drive(func() []endpoint.Effect { return c.ep.Receive(c.buf[:n], c.cfg.now()) })
	}
	why := c.whyNoMore() // counts more than that the peer is not there for our answer
	switch {
	case why != nil:
		return why
	case unsent != nil:
		return unsent
	case err != nil:
		return c.readFailed(err)
	}
	return nil
}

// readFailed says what an error of conn means. One that ran out of time may
// try again: no byte was lost.
func (c *Conn) readFailed(err error) error {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return err
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.perform(c.ep.Do(endpoint.Lost{}, c.cfg.now()))
	return c.end(err)
}

// end keeps the first reason why nothing more can be read. The caller holds mu.
func (c *Conn) end(err error) error {
	if c.closed {
		return net.ErrClosed
	}
	if c.ended == nil {
		c.ended = err
	}
	return c.ended
}

func (c *Conn) whyNoMore() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return net.ErrClosed
	}
	return c.ended
}

// Write sends data, after a handshake if there was none. An error may leave
// half a record sent: it stays.
func (c *Conn) Write(p []byte) (n int, err error) {
	if err := c.ready(); err != nil {
		return 0, err
	}
	c.saying.Lock()
	defer c.saying.Unlock()
	for len(p) > 0 {
		part := p[:min(len(p), record.MaxPlaintext)]
		if err := c.writeData(part); err != nil {
			return n, err
		}
		n, p = n+len(part), p[len(part):]
	}
	return n, nil
}

// writeData sends one record, once no renegotiation runs. The caller holds saying.
func (c *Conn) writeData(part []byte) error {
	for {
		if err := c.settle(false); err != nil {
			return err
		}
		if err := c.tryData(part); err != errRenegotiating {
			return err
		}
	}
}

var errRenegotiating = errors.New("a renegotiation runs")

func (c *Conn) tryData(part []byte) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	b, err := c.seal(part)
	if err != nil {
		return err
	}
	return c.write(b)
}

// seal makes a record of data, and takes it away at once: what lies in pending
// is what a reader has to say, which does not wait for a Write that is stuck.
func (c *Conn) seal(part []byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.whyNoWriting(); err != nil {
		return nil, err
	}
	c.perform(c.ep.Do(endpoint.Write{Data: part}, c.cfg.now()))
	return c.take(), c.whyNoWriting() // where no record could be made
}

// whyNoWriting is asked before data is sent. The caller holds mu.
func (c *Conn) whyNoWriting() error {
	switch {
	case c.closed:
		return net.ErrClosed
	case c.broken != nil:
		return c.broken
	case c.ended == io.EOF:
		// RFC 5246 7.2.1: who gets a close_notify answers it and closes "down the
		// connection immediately, discarding any pending writes".
		return fmt.Errorf("the peer has sent a close_notify: %w", io.ErrClosedPipe)
	case c.ep.Renegotiating() && c.ended == nil:
		return errRenegotiating
	case !c.ep.Open():
		return c.ended
	}
	return nil
}

// drive lets the endpoint do something, does what it asks for and sends what
// it has to say.
func (c *Conn) drive(step func() []endpoint.Effect) error {
	c.mu.Lock()
	c.perform(step())
	agreed, aborted, silent := c.agreement != nil, c.aborted, len(c.pending) == 0
	c.mu.Unlock()
	if aborted {
		c.conn.SetWriteDeadline(time.Now().Add(grace))
	}
	if !silent {
		c.writing.Lock()
		err := c.drain()
		c.writing.Unlock()
		if err != nil {
			return err
		}
	}
	if agreed {
		c.open.Store(true)
	}
	return nil
}

// drain writes the pending records. The caller holds writing.
func (c *Conn) drain() error {
	c.mu.Lock()
	b := c.take()
	c.mu.Unlock()
	return c.write(b)
}

// take empties pending. The caller holds mu and, so that records are written in
// the order in which they were made, writing.
func (c *Conn) take() []byte {
	b := c.pending
	c.pending = nil
	return b
}

// write writes records, unless that has failed before: half of one may be out.
// The caller holds writing.
func (c *Conn) write(b []byte) error {
	c.mu.Lock()
	err := c.broken
	c.mu.Unlock()
	if err != nil || len(b) == 0 {
		return err
	}
	if _, err = c.conn.Write(b); err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.broken = err
	}
	return err
}

// LocalAddr is the address of this end.
func (c *Conn) LocalAddr() net.Addr { return c.conn.LocalAddr() }

// RemoteAddr is the address of the other end.
func (c *Conn) RemoteAddr() net.Addr { return c.conn.RemoteAddr() }

// SetDeadline bounds Handshake, Read and Write. A handshake or a Read that ran
// out of time can be tried again; a Write cannot.
func (c *Conn) SetDeadline(t time.Time) error { return c.conn.SetDeadline(t) }

// SetReadDeadline bounds Read.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.conn.SetReadDeadline(t) }

// SetWriteDeadline bounds Write.
func (c *Conn) SetWriteDeadline(t time.Time) error { return c.conn.SetWriteDeadline(t) }
