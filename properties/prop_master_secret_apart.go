package properties

import "fmt"

// RFC 7627 1: the extended master secret binds "the master secret to the log of the
// full handshake", so that two that differ share none. In a full handshake tls-unique
// is the client's Finished, a hash of that log.
var _ = property(Property{
	Name: "master-secret-apart", Cites: "RFC 7627 1 and 6.1",
	Occurs: func(r Run) bool { return len(r.endings("full")) > 1 },
	Broken: func(r Run) *Violation {
		all := r.endings("full")
		for i, b := range all {
			for _, a := range all[:i] {
				if fact(a.Event, "ms") == fact(b.Event, "ms") && r.apart(a, b, "tls_unique") {
					return broken(b.Event, fmt.Sprintf("another full handshake has its master secret, %s", a.Event))
				}
			}
		}
		return nil
	},
})

// An end of a handshake is where it ended well.
type end struct {
	*Event
	Handshake
	side int // 0 is the client's
}

// endings are where handshakes ended in this way, by connection.
func (r Run) endings(what string) (all []end) {
	for _, h := range r.Handshakes {
		for side, events := range h.sides() {
			if e := ending(events); e != nil && (what == "" || e.What == what) {
				all = append(all, end{e, h, side})
			}
		}
	}
	return all
}

// apart reports whether two endings are not those of the two ends of one handshake.
// Where there is an adversary, the ends have met who have the same value of a fact.
func (r Run) apart(a, b end, met string) bool {
	switch {
	case a.side == b.side:
		return true
	case r.Header.Adversary == "":
		return a.Name != b.Name || a.N != b.N
	}
	x, y := symbol(a.Event, met), symbol(b.Event, met)
	return x != "" && y != "" && x != y
}
