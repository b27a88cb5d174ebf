// Package capture records what passes over the wires of a run, and the secrets that
// open it: what a capture file or a key log is made of. Worlds look for a Run in the
// context that they are opened with, as httptrace has it, so that whatever plays a trace
// need not know of it.
package capture

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"
)

// A Run is what happened on the wires, in order. A nil one records nothing. It is not
// safe for concurrent use.
type Run struct {
	Moments []Moment

	step    int
	command string
	said    map[string][]said // by the end that is spoken to: what it may still get
}

// A Moment is something that happened on a connection.
type Moment struct {
	Conn  string // "k1"
	At    time.Time
	Cause Cause
	What  What
}

// A Cause is a command of the trace. The zero Cause is that the trace is over.
type Cause struct {
	Step    int // from 1
	Command string
}

// What happens is a *Dial, *Pass, *Break or *Secret.
type What interface{ what() }

// A Dial opens a connection between two nodes, by their names.
type Dial struct{ Client, Server string }

// A Pass is bytes that reach an end.
type Pass struct {
	To     string // the end: "k1.s"
	Bytes  []byte
	Said   Cause // by what the other end said them; zero: that is not known
	Unread bool  // they were on the wire when the trace was over
}

// A Break ends a connection without a word.
type Break struct{}

// A Secret is the master secret of a handshake, with the random of the client that key
// logs name it by.
type Secret struct {
	ClientRandom [32]byte
	Master       []byte
}

func (*Dial) what()   {}
func (*Pass) what()   {}
func (*Break) what()  {}
func (*Secret) what() {}

// said is bytes with what had an end say them.
type said struct {
	bytes []byte
	by    Cause
}

type key struct{}

// Into has worlds that are opened with the context record into the run.
func Into(ctx context.Context, r *Run) context.Context { return context.WithValue(ctx, key{}, r) }

// From is the run to record into, or nil.
func From(ctx context.Context) *Run {
	r, _ := ctx.Value(key{}).(*Run)
	return r
}

// Command says which command is carried out from now on.
func (r *Run) Command(command fmt.Stringer) {
	if r != nil {
		r.step, r.command = r.step+1, command.String()
	}
}

func (r *Run) cause() Cause { return Cause{r.step, r.command} }

func (r *Run) add(conn string, at time.Time, what What) {
	r.Moments = append(r.Moments, Moment{conn, at, r.cause(), what})
}

// Dial records a new connection.
func (r *Run) Dial(conn, client, server string, now time.Time) {
	if r != nil {
		r.add(conn, now, &Dial{client, server})
	}
}

// Say notes what is on its way to an end, for Pass to tell whence it comes.
func (r *Run) Say(to string, records [][]byte) {
	if r == nil {
		return
	}
	if r.said == nil {
		r.said = map[string][]said{}
	}
	for _, b := range records {
		r.said[to] = append(r.said[to], said{b, r.cause()})
	}
}

// Pass records bytes that reach an end.
func (r *Run) Pass(to string, b []byte, now time.Time) {
	if r != nil && len(b) > 0 {
		r.add(conn(to), now, &Pass{To: to, Bytes: bytes.Clone(b), Said: r.whence(to, b)})
	}
}

// Rest records what an end has not got when the trace is over.
func (r *Run) Rest(to string, records [][]byte, now time.Time) {
	if r == nil {
		return
	}
	for _, b := range records {
		what := &Pass{To: to, Bytes: bytes.Clone(b), Said: r.whence(to, b), Unread: true}
		r.Moments = append(r.Moments, Moment{Conn: conn(to), At: now, What: what})
	}
}

// whence is by what a record was said: the same may pass twice.
func (r *Run) whence(to string, b []byte) Cause {
	for _, s := range r.said[to] {
		if &s.bytes[0] == &b[0] {
			return s.by
		}
	}
	return Cause{}
}

// Break records the end of a connection, which an end of it may name.
func (r *Run) Break(of string, now time.Time) {
	if r != nil {
		r.add(conn(of), now, &Break{})
	}
}

// KeyLog is what an end tells its secrets to, or nil. What both ends tell is recorded once.
func (r *Run) KeyLog(end string) func(client [32]byte, master []byte) {
	if r == nil {
		return nil
	}
	return func(client [32]byte, master []byte) {
		for _, m := range r.Moments {
			if s, ok := m.What.(*Secret); ok && s.ClientRandom == client && bytes.Equal(s.Master, master) {
				return
			}
		}
		r.add(conn(end), time.Time{}, &Secret{client, bytes.Clone(master)})
	}
}

// conn is the connection of an end.
func conn(end string) string {
	name, _, _ := strings.Cut(end, ".")
	return name
}

// Line is the secret as a line of an NSS key log, the format of SSLKEYLOGFILE.
func (s *Secret) Line() string { return fmt.Sprintf("CLIENT_RANDOM %x %x\n", s.ClientRandom, s.Master) }

// Format prints that it is a secret, and not which, whatever the verb.
func (s *Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, "a master secret") }

// KeyLogged is the key log of the run: a line for each handshake that came to a master secret.
func (r *Run) KeyLogged() []byte {
	var text bytes.Buffer
	for _, m := range r.Moments {
		if s, ok := m.What.(*Secret); ok {
			text.WriteString(s.Line())
		}
	}
	return text.Bytes()
}
