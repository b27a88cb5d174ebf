package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"tlsresume/impl/handshake"
	"tlsresume/impl/tlsconn"
)

// A connection is what became of one.
type connection struct {
	Connection     int    `json:"connection"`
	Remote         string `json:"remote"`
	Handshake      string `json:"handshake"` // full, resumed or failed
	By             string `json:"by,omitempty"`
	Version        string `json:"version,omitempty"`
	Suite          string `json:"suite,omitempty"`
	EMS            *bool  `json:"ems,omitempty"`
	ServerName     string `json:"server_name,omitempty"`
	VirtualHost    string `json:"virtual_host,omitempty"`   // that the server was
	ALPN           string `json:"alpn,omitempty"`           // RFC 7301
	Peer           string `json:"peer,omitempty"`           // the name that its certificate proved
	PSKIdentity    string `json:"psk_identity,omitempty"`   // that its key proved (RFC 4279)
	Renegotiations int    `json:"renegotiations,omitempty"` // behind the first handshake
	Alert          string `json:"alert,omitempty"`
	Error          string `json:"error,omitempty"`
}

func agreed(number int, remote string, a handshake.Agreement) connection {
	c := connection{
		Connection: number, Remote: remote, Handshake: "full",
		Version: a.Version.String(), Suite: a.Suite.Name, EMS: &a.EMS,
		ServerName: shorten(a.ServerName), VirtualHost: a.VirtualHost, Peer: shorten(a.Peer), PSKIdentity: shorten(string(a.PSKIdentity)),
		ALPN: a.Protocol, Renegotiations: a.Renegotiations,
	}
	if a.By != handshake.ByNothing {
		c.Handshake, c.By = "resumed", a.By.String()
	}
	return c
}

func failed(number int, remote string, err error) connection {
	c := connection{Connection: number, Remote: remote, Handshake: "failed", Error: err.Error()}
	var abort *handshake.Abort
	var alert *tlsconn.AlertError
	switch {
	case errors.As(err, &abort):
		c.Alert = abort.Alert().String()
	case errors.As(err, &alert):
		c.Alert = alert.Alert.String()
	}
	return c
}

// maxName is the longest name of the DNS. A client may send 2^16 bytes as one,
// and they shall not fill the screen.
const maxName = 255

func shorten(name string) string { return name[:min(len(name), maxName)] }

// String is the connection on one line.
func (c connection) String() string {
	line := fmt.Sprintf("%d %s %s", c.Connection, c.Remote, c.Handshake)
	for _, f := range [][2]string{
		{"by", c.By}, {"version", c.Version}, {"suite", c.Suite}, {"ems", c.ems()},
		{"server_name", c.ServerName}, {"virtual_host", c.VirtualHost}, {"alpn", c.ALPN}, {"peer", c.Peer}, {"psk_identity", c.PSKIdentity}, {"renegotiations", count(c.Renegotiations)}, {"alert", c.Alert}, {"error", c.Error},
	} {
		if key, value := f[0], f[1]; value != "" {
			line += " " + key + "=" + word(value)
		}
	}
	return line
}

// word is a value that stands in a line: it is quoted when it could be taken
// for more than one, or for commands to the terminal. The peer chose some of
// them.
func word(s string) string {
	if q := strconv.QuoteToASCII(s); strings.ContainsAny(s, " =") || q != `"`+s+`"` {
		return q
	}
	return s
}

// count is a number that is told where there is one.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (c connection) ems() string {
	switch {
	case c.EMS == nil:
		return ""
	case *c.EMS:
		return "yes"
	}
	return "no"
}

// page is the connection for who asks the server by GET.
func (c connection) page() string {
	how := c.Handshake
	if c.By != "" {
		how += " by " + c.By
	}
	name := "none"
	if c.ServerName != "" {
		name = word(c.ServerName)
	}
	page := fmt.Sprintf("handshake: %s\nversion: %s\nsuite: %s\nextended master secret: %s\nserver_name: %s\n",
		how, c.Version, c.Suite, c.ems(), name)
	for _, f := range [][2]string{{"virtual host", c.VirtualHost}, {"client", c.Peer}} {
		if f[1] != "" {
			page += f[0] + ": " + word(f[1]) + "\n"
		}
	}
	return page
}

// A printer prints connections that run at once, one line each.
type printer struct {
	json bool

	mu  sync.Mutex
	out io.Writer
}

func (p *printer) print(c connection) { p.line(c.String(), c) }

// listening is the first line of a server.
func (p *printer) listening(addr string) {
	p.line("listening on "+addr, map[string]string{"listening": addr})
}

func (p *printer) line(text string, value any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.json {
		json.NewEncoder(p.out).Encode(value)
		return
	}
	fmt.Fprintln(p.out, text)
}
