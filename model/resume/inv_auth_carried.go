package resume

// RFC 5077 4: the state in a ticket has the client's identity, so that
// authorization stays what it was. RFC 5246 F.1.4: when certificates may not be
// good any more, a side "should force a full handshake". So whom a server reports
// has shown its certificate in this session, at this virtual host, and to a demand
// no milder than the one that stands now.
var _ = invariant("auth-carried",
	"RFC 5077 4, the client that a server reports was proved in this session, at this host, under a demand as strict as now",
	func(s *State) *Witness {
		for i := range s.Conns {
			c := &s.Conns[i]
			if c.Buried || !c.Ends[Server].Done {
				continue
			}
			if deed := s.misjudged(&c.Ends[Server]); deed != "" {
				return &Witness{Place{i, Server}, deed}
			}
		}
		return nil
	})

// misjudged says what is wrong with the client that a server reports.
func (s *State) misjudged(e *End) string {
	peer, made := e.Belief.Peer, e.Session.Host
	switch {
	case e.Host.Demand == Require && peer == 0:
		return "let a client without certificate in at a host that requires one"
	case e.By == Nothing && peer != 0 && !e.Seen.Proved:
		return "reported a client that has proved nothing"
	case e.By == Nothing:
	case peer != e.Session.Peer:
		return "reported another client than the session has"
	case made.Demand < e.Host.Demand:
		return "took a session that was made under a milder demand"
	case (peer != 0 || e.Host.Demand != NoDemand) && !s.world.same(made.Name, e.Host.Name):
		return "took a session that was made at another host"
	}
	return ""
}
