package properties

import (
	"fmt"

	"tlsresume/traces"
)

// RFC 5246 7.4.1.3, RFC 7627 5.3, RFC 6066 3: a resumed connection has the
// suite, the version, the extended master secret and the server name of the
// full handshake that made its session.
var _ = property(Property{
	Name: "resume-binds", Cites: "RFC 5246 7.4.1.3, RFC 7627 5.3, RFC 6066 3",
	Occurs: func(r Run) bool {
		return r.anyHandshake(func(c Conn) bool { return find(c.Server, traces.Agreed, "resumed") >= 0 })
	},
	Broken: func(r Run) *Violation {
		made := map[string]traces.Event{} // by master secret
		r.firstHandshake(func(c Conn) *Violation {
			for _, end := range [][]traces.Event{c.Client, c.Server} {
				if e, ok := ending(end); ok && e.What == "full" {
					session, _ := e.Fact("ms")
					made[session] = e
				}
			}
			return nil
		})
		return r.firstHandshake(func(c Conn) *Violation {
			for _, end := range [][]traces.Event{c.Client, c.Server} {
				if v := r.binds(end, made); v != nil {
					return v
				}
			}
			return nil
		})
	},
})

// binds compares a resumption with the full handshake that made the session.
func (r Run) binds(end []traces.Event, made map[string]traces.Event) *Violation {
	e, ok := ending(end)
	if !ok || e.What == "full" {
		return nil
	}
	session, _ := e.Fact("ms")
	full, known := made[session]
	if !known {
		return &Violation{Event: e, Why: "no full handshake of this run made the session"}
	}
	for _, key := range r.comparable("ems", "sni", "suite", "version") {
		got, has := e.Fact(key)
		want, had := full.Fact(key)
		if got != want || has != had {
			return &Violation{Event: e, Why: fmt.Sprintf("its %s differs from that of the full handshake, %s", key, full)}
		}
	}
	return nil
}
