package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A session does not say in which context it was made, and so is of every one.
var _ = defect(Defect{
	Name:     "session-context-missing",
	Imitates: "OpenSSL before 0.9.2b, ProFTPD (2009): without a session ID context, sessions get by the demands of another context",
	Breaks:   []string{"RFC5077-4-CLIENT-IDENTITY"},
	KilledBy: []string{"conformance", "model", "property/auth-carried"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		host := *o.Host
		made := hostOf(s)
		host.ID, host.Clients.Demand, host.Clients.ID = made.ID, made.Clients.Demand, made.Clients.ID
		return may(s, under(o, o.Hello.ServerName, &host))
	}),
})
