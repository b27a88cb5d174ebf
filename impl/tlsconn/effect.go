package tlsconn

import (
	"fmt"
	"io"
	"sync"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// An AlertError is a fatal alert of the peer.
type AlertError struct{ Alert wire.Alert }

// Error names the alert.
func (e *AlertError) Error() string { return "peer sent " + e.Alert.String() }

// perform does what the endpoint asks for, in order. Records are put aside, so
// that a session is kept before its peer can ask for it. The caller holds mu.
func (c *Conn) perform(effects []endpoint.Effect) {
	for _, effect := range effects {
		switch f := effect.(type) {
		case endpoint.Transmit:
			c.pending = append(c.pending, f.Wire...)
			c.remember(f.Body)
		case endpoint.Took:
			c.took(f)
			c.remember(f.Body)
		case endpoint.Aborted:
			c.pending = append(c.pending, f.Wire...)
			c.aborted = true
			c.end(f.Abort)
		case endpoint.Agreed:
			c.agreed(f)
		case endpoint.Save:
			c.save(f)
		case endpoint.Forget:
			c.forget(f)
		case endpoint.Asked:
			c.announced = true
		case endpoint.Refused:
			c.refused = true
		}
	}
	c.track()
}

func (c *Conn) took(f endpoint.Took) {
	switch {
	case f.Kind == wire.KindApplicationData:
		c.input = append(c.input, f.Data...)
	case f.Kind == wire.KindAlert && f.Alert.Alert == wire.CloseNotify:
		c.end(io.EOF)
	case f.Kind == wire.KindAlert && f.Alert.Level == wire.Fatal:
		c.end(&AlertError{f.Alert.Alert})
	}
}

func (c *Conn) save(f endpoint.Save) {
	switch {
	case f.Session != nil && c.cfg.Sessions != nil:
		c.cfg.Sessions.Put(c.key, f.Session)
	case f.State != nil && c.cfg.Store != nil:
		c.cfg.Store.Put(f.ID, f.State)
	}
}

func (c *Conn) forget(f endpoint.Forget) {
	switch {
	case f.Session != nil && c.cfg.Sessions != nil:
		c.cfg.Sessions.Forget(c.key, f.Session)
	case len(f.ID) > 0 && c.cfg.Store != nil:
		c.cfg.Store.Forget(f.ID)
	case f.State != nil:
		if revoker, ok := c.cfg.Sealer.(session.Revoker); ok {
			revoker.Revoke(f.State)
		}
	}
}

// remember keeps the random of the ClientHello, by which a key log names a
// connection.
func (c *Conn) remember(body wire.Body) {
	if hello, ok := body.(*wire.ClientHello); ok {
		c.random = hello.Random
	}
}

func (c *Conn) agreed(f endpoint.Agreed) {
	if err := c.logKey(f.Master); err != nil {
		c.end(fmt.Errorf("key log: %w", err))
		return
	}
	c.agreement = f.Agreement
}

// logging keeps the lines of connections that share a key log apart.
var logging sync.Mutex

// logKey writes what Wireshark needs to read along: the random names the
// connection, and every connection has its line, also one that resumes a
// session whose master secret stands in another.
func (c *Conn) logKey(master []byte) error {
	if c.cfg.KeyLog == nil {
		return nil
	}
	logging.Lock()
	defer logging.Unlock()
	_, err := fmt.Fprintf(c.cfg.KeyLog, "CLIENT_RANDOM %x %x\n", c.random, master)
	return err
}
