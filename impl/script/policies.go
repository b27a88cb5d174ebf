package script

import (
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
	"resumed-extensions-none":  func(p *handshake.Policy) { p.Bare, p.EncryptThenMAC = true, false },
	"invalidate-rfc5246":       func(p *handshake.Policy) { p.Invalidation = handshake.AfterAnyAlert }, // and keys.go
	"invalidate-failed-resume": func(p *handshake.Policy) { p.Invalidation = handshake.AfterFailedResumption },
	"invalidate-never":         func(p *handshake.Policy) { p.Invalidation = handshake.NeverInvalidated },
	"ticket-unhashed":          func(p *handshake.Policy) { p.Unhashed = true },
	"issue-empty":              func(*handshake.Policy) {}, // keys.go
	"unique-client-finished":   func(p *handshake.Policy) { p.ClientUnique = true },
	"legacy-reneg":             func(p *handshake.Policy) { p.Unpatched, p.Legacy = true, handshake.LegacyRenegotiates },
	"cert-change":              func(p *handshake.Policy) { p.MayChange = handshake.MayChangeAll },
}
