package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// ofBoth is an edit of the policies of both sides.
func ofBoth(edit func(*handshake.Policy)) func(handshake.Side, *handshake.Policy) {
	return func(_ handshake.Side, p *handshake.Policy) { edit(p) }
}

// resuming has a server say something else to an offer that it has this reason against:
// None to resume, one that aborts to abort, any other to decline.
func resuming(despite, instead handshake.Reason) func(handshake.Side, *handshake.Policy) {
	return ofServer(func(p *handshake.Policy) {
		may := p.MayResume
		p.MayResume = func(s *session.State, o *handshake.Offer) handshake.Reason {
			return replaced(may(s, o), despite, instead)
		}
	})
}

// following has a client go along with a server that resumes, though it has this reason
// against it.
func following(despite handshake.Reason) func(handshake.Side, *handshake.Policy) {
	return ofClient(func(p *handshake.Policy) {
		may := p.MayFollow
		p.MayFollow = func(p *handshake.Policy, s *session.State, answer *wire.ServerHello) handshake.Reason {
			return replaced(may(p, s, answer), despite, handshake.None)
		}
	})
}

func replaced(got, old, with handshake.Reason) handshake.Reason {
	if got == old {
		return with
	}
	return got
}
