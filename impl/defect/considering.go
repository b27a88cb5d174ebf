package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// mayResume is what a server asks its policy about a session that it has found.
type mayResume func(*session.State, *handshake.Offer) handshake.Reason

// considering has a server judge what it may resume in another way; may is how it did.
func considering(judge func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason) func(handshake.Side, *handshake.Policy) {
	return ofServer(func(p *handshake.Policy) {
		may := p.MayResume
		p.MayResume = func(s *session.State, o *handshake.Offer) handshake.Reason { return judge(may, s, o) }
	})
}

// under is the offer at another host, or under another name.
func under(o *handshake.Offer, name string, host *handshake.Host) *handshake.Offer {
	other, hello := *o, *o.Hello
	hello.ServerName = name
	other.Hello, other.Host = &hello, host
	return &other
}
