package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A conn drives an endpoint over a socket, one step at a time and in one
// goroutine, and keeps what the checks ask for.
type conn struct {
	raw   net.Conn
	ep    *endpoint.Endpoint
	s     *settings
	now   func() time.Time
	store session.Store // of a server

	next   cursor
	input  []byte // data of the peer that was not read yet
	ended  error  // io.EOF behind a close_notify; the first failure otherwise
	noMore bool   // the peer closed the socket

	taken      int // messages of the peer
	hello      *wire.ClientHello
	asked      *wire.CertificateRequest
	peer       known
	peers      map[string]known      // by the master secrets of the process
	agreements []handshake.Agreement // of every handshake, the first one first
	saved      []handshake.Save
	savedFirst int    // how many of them the first handshake has made
	messages   []byte // as -expect-msg-callback has them
}

// do lets the endpoint act, and returns the failure that this made, if any.
func (c *conn) do(a endpoint.Action) error { return c.perform(c.ep.Do(a, c.now())) }

// receive waits for bytes of the peer and lets the endpoint take them. io.EOF
// says that there will be none; in the middle of a renegotiation that is a failure.
func (c *conn) receive() error {
	if c.noMore && c.ep.Renegotiating() {
		return uncleanShutdown
	}
	if c.noMore {
		return io.EOF
	}
	buf := make([]byte, c.next.wants())
	if c.s.async { // every byte by itself
		buf = buf[:1]
	}
	n, err := c.raw.Read(buf)
	c.next.advance(buf[:n])
	if failed := c.perform(c.ep.Receive(buf[:n], c.now())); failed != nil {
		return failed
	}
	if err != nil {
		c.noMore = true
		if !errors.Is(err, io.EOF) {
			return err
		}
		return c.receive()
	}
	return nil
}

// perform does what the endpoint asks for, in its order.
func (c *conn) perform(effects []endpoint.Effect) error {
	for _, effect := range effects {
		if err := c.effect(effect); err != nil {
			c.end(err)
		}
	}
	if c.ended == io.EOF {
		return nil
	}
	return c.ended
}

// end keeps the first reason why nothing more comes.
func (c *conn) end(err error) {
	if c.ended == nil || c.ended == io.EOF {
		c.ended = err
	}
}

func (c *conn) effect(effect endpoint.Effect) error {
	switch f := effect.(type) {
	case endpoint.Transmit:
		return c.transmit(f)
	case endpoint.Took:
		return c.took(f)
	case endpoint.Aborted:
		c.log("write", wire.KindAlert, endpoint.Notice{Level: wire.Fatal, Alert: f.Abort.Alert()})
		c.raw.Write(f.Wire) // the abort is the failure, whether it arrives or not
		if c.taken == 0 && isNoRecord(f.Abort.Reason) {
			return errors.Join(f.Abort, notTLS)
		}
		return f.Abort
	case endpoint.Asked: // -renegotiate-explicit
		return c.do(endpoint.Renegotiate{})
	case endpoint.Agreed:
		c.agreements = append(c.agreements, *f.Agreement)
		c.recall(f.Agreement)
		if len(c.agreements) == 1 {
			c.savedFirst = len(c.saved)
		}
	case endpoint.Save:
		c.saved = append(c.saved, f.Save)
		if c.store != nil && f.State != nil {
			c.store.Put(f.ID, f.State)
		}
	case endpoint.Forget:
		if c.store != nil {
			c.store.Forget(f.ID)
		}
	}
	return nil
}

func (c *conn) transmit(f endpoint.Transmit) error {
	if f.Kind == wire.KindAlert && f.Alert.Alert == wire.CloseNotify && !c.s.closeAlert {
		return nil // a quiet shutdown (bogo-shim.md, 3.7)
	}
	c.log("write", f.Kind, f.Alert)
	c.remember(f.Body)
	_, err := c.raw.Write(f.Wire)
	return err
}

// isNoRecord: what came first does not look like TLS.
func isNoRecord(r handshake.Reason) bool {
	return r == handshake.RecordOfUnknownType || r == handshake.RecordOfOtherVersion
}

func (c *conn) took(f endpoint.Took) error {
	c.taken++
	c.log("read", f.Kind, f.Alert)
	c.remember(f.Body)
	switch {
	case f.Kind == wire.KindClientHello:
		return c.checkServerName()
	case f.Kind == wire.KindApplicationData:
		c.input = append(c.input, f.Data...)
	case f.Kind == wire.KindAlert && f.Alert.Alert == wire.CloseNotify:
		c.end(io.EOF)
	case f.Kind == wire.KindAlert && f.Alert.Level == wire.Fatal:
		return peerAlert{f.Alert.Alert}
	}
	return nil
}

// remember keeps what the checks want to know of a message.
func (c *conn) remember(body wire.Body) {
	switch m := body.(type) {
	case *wire.ClientHello:
		c.hello = m
	case *wire.CertificateRequest:
		c.asked = m
	case *wire.ServerKeyExchange:
		c.peer.group = m.Group
	}
}

// known is what the runner expects a session to keep, and sessions here do not.
type known struct {
	group  wire.Group // of its key exchange; 0: without one
	failed bool       // the peer's certificate was judged so
}

// recall keeps what is known with the session that it was learnt for: the master
// secret says which it is.
func (c *conn) recall(a *handshake.Agreement) {
	if a.By == handshake.ByNothing {
		c.peers[string(a.Master)] = c.peer
	}
	c.peer = c.peers[string(a.Master)]
}

// log adds a line to the trace of messages.
func (c *conn) log(deed string, kind wire.Kind, alert endpoint.Notice) {
	switch kind {
	case wire.KindApplicationData:
	case wire.KindChangeCipherSpec:
		c.messages = fmt.Appendf(c.messages, "%s ccs\n", deed)
	case wire.KindAlert:
		c.messages = fmt.Appendf(c.messages, "%s alert %d %d\n", deed, alert.Level, alert.Alert)
	default:
		c.messages = fmt.Appendf(c.messages, "%s hs %d\n", deed, kind)
	}
}

// shake drives the first handshake to its end.
func (c *conn) shake() error {
	if len(c.agreements) > 0 {
		return nil
	}
	err := c.do(endpoint.Start{})
	for err == nil && len(c.agreements) == 0 {
		if c.ended == io.EOF {
			return uncleanShutdown // a close_notify in the middle of it
		}
		if err = c.receive(); err == io.EOF {
			return uncleanShutdown
		}
	}
	return err
}

// read reads up to len(p) bytes of data. io.EOF: the peer said goodbye, or
// closed the socket.
func (c *conn) read(p []byte) (int, error) {
	if err := c.shake(); err != nil {
		return 0, err
	}
	for len(c.input) == 0 {
		if c.ended != nil {
			return 0, c.ended
		}
		if err := c.receive(); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.input)
	c.input = c.input[n:]
	return n, nil
}

// latest is what was agreed last.
func (c *conn) latest() handshake.Agreement { return c.agreements[len(c.agreements)-1] }

// write sends data, behind a renegotiation that runs.
func (c *conn) write(p []byte) error {
	if err := c.shake(); err != nil {
		return err
	}
	for c.ep.Renegotiating() {
		if err := c.receive(); err != nil {
			return err
		}
	}
	return c.do(endpoint.Write{Data: p})
}

// close ends the socket in the one way that loses no alert: a plain close can
// reset the connection (bogo-shim.md, 2.5).
func (c *conn) close() {
	if half, ok := c.raw.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
	io.Copy(io.Discard, c.raw)
	c.raw.Close()
}

// sendAlert ends the connection with decompression_failure (bogo-shim.md, 3.4).
func (c *conn) sendAlert() error {
	if err := c.shake(); err != nil {
		return err
	}
	return c.do(endpoint.SendAlert{Notice: endpoint.Notice{Level: wire.Fatal, Alert: decompressionFailure}})
}

const decompressionFailure wire.Alert = 30
