package stack

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"tlsresume/impl/handshake"
)

// What both ends say can be kept: the corpora of fuzzing are seeded from it.
var capture = flag.String("capture", "", "a folder, by its whole path, that gets a file for each connection of TestInterop: a line for each time that an end said something, who, and what in hexadecimal")

// captured is our end of connection n, listened to if there is a folder for that.
func (g *game) captured(conn net.Conn, n int) (net.Conn, error) {
	if *capture == "" {
		return conn, nil
	}
	from := []any{g.stack.Name, g.role, g.version, g.name, n}
	name := strings.NewReplacer("/", "-", " ", "_", ",", "").Replace(fmt.Sprintf("%v-%v-%v-%v-%d", from...))
	file, err := os.Create(filepath.Join(*capture, name))
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	fmt.Fprintf(file, "# %v as %v, TLS %v, %v, connection %d\n", from...)
	ours := map[handshake.Side]string{handshake.Server: "client", handshake.Client: "server"}[g.role]
	return &listened{conn, file, ours, g.role.String()}, nil
}

// A listened is a connection whose bytes are written down.
type listened struct {
	net.Conn
	file         *os.File
	ours, theirs string
}

func (l *listened) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	if n > 0 {
		if _, err := fmt.Fprintf(l.file, "%s %x\n", l.theirs, b[:n]); err != nil {
			return n, err
		}
	}
	return n, err
}

func (l *listened) Write(b []byte) (int, error) {
	if _, err := fmt.Fprintf(l.file, "%s %x\n", l.ours, b); err != nil {
		return 0, err
	}
	return l.Conn.Write(b)
}

func (l *listened) Close() error {
	return errors.Join(l.Conn.Close(), l.file.Close())
}
