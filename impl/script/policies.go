package script

import (
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// policies are the named policies of traces.Policies, as far as they are a matter of
// handshakes; those that are one of where a server keeps its sessions are in keys.go.
var policies = map[string]func(*handshake.Policy){
	"ems-require":       func(p *handshake.Policy) { p.EMSBuild.Required = true },
	"ems-mixed-may":     func(p *handshake.Policy) { p.EMSBuild.Mixed = true },
	"ems-neither-abort": func(p *handshake.Policy) { p.EMSBuild.Neither = true },
	"ems-offer-legacy":  func(p *handshake.Policy) { p.EMSBuild.Legacy = true },
	"ems-ignorant": func(p *handshake.Policy) {
		p.EMS, p.EMSBuild.Blind, p.EMSBuild.Generation = false, true, session.BeforeFence
	},
	"fence-format":             func(p *handshake.Policy) { p.EMSBuild.Fence = true },
	"fence-key":                func(*handshake.Policy) {}, // keys.go
	"names-rfc4366":            func(p *handshake.Policy) { p.SameName = handshake.RFC4366Name },
	"names-by-server":          func(*handshake.Policy) {}, // fleet.go
	"resumed-extensions-none":  func(p *handshake.Policy) { p.Bare = true },
	"invalidate-rfc5246":       func(p *handshake.Policy) { p.Invalidation = handshake.AfterAnyAlert }, // and keys.go
	"invalidate-failed-resume": func(p *handshake.Policy) { p.Invalidation = handshake.AfterFailedResumption },
	"invalidate-never":         func(p *handshake.Policy) { p.Invalidation = handshake.NeverInvalidated },
	"ticket-unhashed":          func(p *handshake.Policy) { p.Unhashed = true },
	"issue-empty":              func(*handshake.Policy) {}, // keys.go
	"hint-unspecified":         func(p *handshake.Policy) { p.Hint = handshake.HintNone },
	"ticket-lifetime-12h":      ticketLifetime(handshake.Day / 2),
	"ticket-lifetime-2d":       ticketLifetime(2 * handshake.Day),
	"client-lifetime-12h":      clientLifetime(handshake.Day / 2),
	"unique-client-finished":   func(p *handshake.Policy) { p.ClientUnique = true },
	"legacy-reneg":             func(p *handshake.Policy) { p.Unpatched, p.Legacy = true, handshake.LegacyRenegotiates },
	"cert-change":              func(p *handshake.Policy) { p.MayChange = handshake.MayChangeAll },
}

// ticketLifetime has a server honour tickets for so long behind the full handshake,
// whatever its hints say.
func ticketLifetime(d time.Duration) func(*handshake.Policy) {
	return func(p *handshake.Policy) {
		may := p.MayResume
		p.MayResume = func(s *session.State, o *handshake.Offer) handshake.Reason {
			if o.By == handshake.ByTicket {
				offer, policy := *o, *o.Policy
				policy.Lifetime, offer.Policy = d, &policy
				o = &offer
			}
			return may(s, o)
		}
	}
}

// clientLifetime has a client offer no session that it has had for so long.
func clientLifetime(d time.Duration) func(*handshake.Policy) {
	return func(p *handshake.Policy) {
		may := p.MayOffer
		p.MayOffer = func(s *session.ClientSession, p *handshake.Policy, name string, now time.Time) handshake.Reason {
			since := s.Created
			if len(s.Ticket) > 0 {
				since = s.Received
			}
			if now.Sub(since) >= d {
				return handshake.SessionExpired
			}
			return may(s, p, name, now)
		}
	}
}
