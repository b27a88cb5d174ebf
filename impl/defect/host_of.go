package defect

import (
	"strings"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// hostOf is the host that a session was made at, as far as the session tells: nothing
// is to be checked there any more.
func hostOf(s *session.State) *handshake.Host {
	demand, id, _ := strings.Cut(s.ClientPolicy, " ")
	return &handshake.Host{
		ID:      s.VirtualHost,
		Clients: handshake.ClientAuth{Demand: handshake.Demands[demand], ID: id, Recheck: handshake.AsItWas},
	}
}
