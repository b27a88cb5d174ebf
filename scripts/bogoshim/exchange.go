package main

import (
	"bytes"
	"errors"
	"io"

	"tlsresume/impl/endpoint"
)

// exchange is what a connection does behind its handshake, in the order of
// bogo-shim.md, 3.
func (c *conn) exchange() error {
	if err := c.showBindings(); err != nil {
		return err
	}
	if c.s.sendAlert {
		return c.sendAlert()
	}
	if err := c.writeFirst(); err != nil {
		return err
	}
	if !c.s.shutsDown {
		if err := c.echo(); err != nil {
			return err
		}
	}
	return c.shutDown()
}

// showBindings writes what this connection exports.
func (c *conn) showBindings() error {
	for _, show := range []func() ([]byte, error){c.exported, c.unique} {
		b, err := show()
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		if err := c.write(b); err != nil {
			return err
		}
	}
	return nil
}

// exported is what -export-keying-material asks for, or nil.
func (c *conn) exported() ([]byte, error) {
	if c.s.exportLength == 0 {
		return nil, nil
	}
	if err := c.shake(); err != nil {
		return nil, err
	}
	var context []byte // nil: none
	if c.s.useExportContext {
		context = append([]byte{}, c.s.exportContext...)
	}
	b, err := c.latest().Export(string(c.s.exportLabel), context, c.s.exportLength)
	if err != nil {
		return nil, errors.Join(err, exporterUnavailable)
	}
	return b, nil
}

// unique is what -tls-unique asks for, or nil.
func (c *conn) unique() ([]byte, error) {
	if !c.s.tlsUnique {
		return nil, nil
	}
	if err := c.shake(); err != nil {
		return nil, err
	}
	b, err := c.latest().Binding("tls-unique")
	if err != nil {
		return nil, errors.Join(err, tlsUniqueUnavailable)
	}
	return b, nil
}

// The sizes of -write-different-record-sizes.
var recordSizes = []int{0, 1, 255, 256, 257, 16383, 16384, 16385, 32767, 32768, 32769}

func (c *conn) writeFirst() error {
	if c.s.differentRecordSizes {
		for _, n := range recordSizes {
			if err := c.write(bytes.Repeat([]byte{0x42}, n)); err != nil {
				return err
			}
		}
		return nil
	}
	if !c.s.writesFirst {
		return nil
	}
	first := c.s.initialWrite
	if first == nil {
		first = []byte("hello")
	}
	for range c.s.repeatInitialWrite {
		if err := c.write(first); err != nil {
			return err
		}
	}
	return nil
}

// echo answers what the peer says, every bit turned, until it ends.
func (c *conn) echo() error {
	buf := make([]byte, c.s.readSize)
	for {
		n, err := c.read(buf)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for i := range buf[:n] {
			buf[i] ^= 0xff
		}
		if err := c.write(buf[:n]); err != nil {
			return err
		}
	}
}

// shutDown says goodbye where that is asked for, and awaits the peer's where the
// shim is the first to say it.
func (c *conn) shutDown() error {
	if err := c.do(endpoint.Close{}); err != nil {
		return err
	}
	if !c.s.shutsDown {
		return nil
	}
	for len(c.input) == 0 {
		if c.ended != nil {
			return nil
		}
		switch err := c.receive(); {
		case err == io.EOF:
			return uncleanShutdown
		case err != nil:
			return err
		}
	}
	return applicationDataAtEnd
}
