package handshake

import "tlsresume/impl/session"

// The extended master secret and resumption: RFC 7627 5.2 and 5.3, with the mail of
// 2021-10-25 for ends that have it switched off, or have never heard of it.

// An EMSBuild is what else there is to an end's extended master secret than whether it
// speaks it (Policy.EMS). The zero value goes by RFC 7627 5.3 and the mail of
// 2021-10-25.
type EMSBuild struct {
	// Required: RFC 7627 5.2, an end that does not wish to work with peers without it
	// "SHOULD abort the handshake". That also settles 5.3, "If neither the original
	// session nor the new ClientHello uses the extension, the server SHOULD abort".
	Required bool
	// Mixed goes on where the extension is missing from one hello of a resumption: RFC
	// 7627 5.4, "it MAY be safe to continue". 5.3 has a MUST against it, and the mail of
	// 2021-10-25 calls the paragraph "strange, if not plain wrong".
	Mixed bool
	// Neither: RFC 7627 5.3, where a resumption has it neither in its session nor in the
	// other's hello, this end "SHOULD abort the handshake". It goes on unless told: 5.4
	// has what to do then, "in order to support legacy insecure resumption".
	Neither bool
	// Legacy has a client offer sessions without it, too: RFC 7627 5.3 "SHOULD NOT".
	Legacy bool
	// Fence keeps sessions that use it from builds that would not see that they do: the
	// mail of 2021-10-25, "change the session format".
	Fence bool
	// Blind is an end from before RFC 7627, which takes no notice of a session's flag.
	Blind bool
	// Generation is the parser of sessions that the build has; nil: session.Current.
	Generation *session.Generation
}

// EMSBuilds are the builds of ends by their names.
var EMSBuilds = map[string]func(*Policy){
	"required": func(p *Policy) { p.EMS, p.EMSBuild = true, EMSBuild{Required: true} },
	"on":       func(p *Policy) { p.EMS, p.EMSBuild = true, EMSBuild{} },
	// off knows the flag of a session, and ignores such sessions.
	"off": func(p *Policy) { p.EMS, p.EMSBuild = false, EMSBuild{} },
	// ignorant is an old build, which parses sessions as it always did: those that use
	// the extended master secret it cannot read.
	"ignorant": func(p *Policy) { p.EMS, p.EMSBuild = false, EMSBuild{Blind: true, Generation: session.BeforeEMS} },
	// unfenced is an old build that reads sessions of new ones, and resumes them: what
	// the mail of 2021-10-25 has seen break connections.
	"unfenced": func(p *Policy) { p.EMS, p.EMSBuild = false, EMSBuild{Blind: true} },
	"mixed":    func(p *Policy) { p.EMS, p.EMSBuild = true, EMSBuild{Mixed: true} },
}

// reads reports whether this build can read a session at all.
func (p *Policy) reads(s *session.State) bool {
	return p.EMSBuild.Generation == nil || p.EMSBuild.Generation.Reads(s)
}

// written is a session in the form in which this build keeps it. One that does not see
// the flag does not write it either.
func (p *Policy) written(s *session.State) *session.State {
	flag := s.EMS && !p.EMSBuild.Blind
	fence := flag && p.EMSBuild.Fence
	if flag != s.EMS || fence != s.Fenced {
		s = s.Clone()
		s.EMS, s.Fenced = flag, fence
	}
	return s
}

// requireEMS is what an end says once it knows whether it will be used.
func (p *Policy) requireEMS(used bool) Reason {
	if p.EMSBuild.Required && !used {
		return EMSRequired
	}
	return None
}

// serverEMS is what a server says to a session and a ClientHello. Where neither has
// it, RFC 7627 5.3 says that the server SHOULD abort; it goes on unless its build says
// so, as servers for legacy clients do.
func (p *Policy) serverEMS(session, hello bool) Reason {
	switch {
	case p.EMSBuild.Blind:
		return None
	case session && p.EMSBuild.Mixed:
		return None
	case session && !p.EMS:
		return SessionUsesEMS
	case session && !hello:
		return EMSSessionPlainHello
	case !session && hello && p.EMS:
		return LegacySessionEMSHello
	case !session && !hello && p.EMSBuild.Neither:
		return EMSOfNeither
	}
	return None
}

// clientEMS is what a client says before it offers a session: RFC 7627 5.3
// "The client SHOULD NOT offer an abbreviated handshake to resume a session
// that does not use an extended master secret", and one that is switched off
// does not offer a session that does.
func (p *Policy) clientEMS(session bool) Reason {
	switch {
	case p.EMSBuild.Blind:
		return None
	case session && !p.EMS:
		return SessionUsesEMS
	case !session && p.EMS && !p.EMSBuild.Legacy:
		return LegacySessionEMSHello
	}
	return None
}

// extended reports whether the session of this connection uses the extended master
// secret, as far as this end sees it. RFC 7627 5.4: where one hello of a resumption
// lacks it, the connection "is protected by the extended master secret of the original
// session".
func (h *Handshake) extended() bool {
	if h.resuming == nil {
		return h.negotiated.ems
	}
	return h.resuming.EMS && !h.policy.EMSBuild.Blind
}

// answeredEMS is what a client says to a ServerHello that resumes: the two MUST
// agree (RFC 7627 5.3).
func (p *Policy) answeredEMS(session, answer bool) Reason {
	switch {
	case p.EMSBuild.Blind:
		return None
	case session && !answer && !p.EMSBuild.Mixed:
		return EMSSessionPlainAnswer
	case !session && answer:
		return LegacySessionEMSAnswer
	case !session && p.EMSBuild.Neither:
		return EMSOfNeither
	}
	return None
}
