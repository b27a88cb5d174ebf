package handshake

import "tlsresume/impl/wire"

// Which failures end a session. The sources do not agree; each reading has a name.

// A Failure is how a connection failed, and what its session is there.
type Failure struct {
	Side    Side         // of the end that may forget the session
	Version wire.Version // of the connection; 0: it had none yet
	Alert   bool         // a fatal alert of either end; or else the connection broke off
	By      By           // how the session can be named from now on
	Resumed bool         // the server has accepted it; or else the connection made it
	Over    bool         // the handshake was: both Finished were verified
}

// resumption reports whether an accepted resumption failed. Draft 3.2: "If the
// ticket is accepted by the server but the handshake fails, the client SHOULD delete
// the ticket." What has an ID is forgotten when an alert ended it, and not when it broke
// off (RFC 4346 1.1): whoever has seen a session ID could end the session otherwise.
func (f Failure) resumption() bool {
	return f.Resumed && !f.Over && (f.Alert || f.Side == Client && f.By == ByTicket)
}

// An Invalidation says whether a failure ends the session.
type Invalidation func(Failure) bool

// The invalidations.
var (
	// AfterAnyAlert: RFC 5246 7.2.2, whoever sends or receives a fatal alert "MUST
	// forget any session-identifiers, keys, and secrets associated with a failed
	// connection. Thus, any connection terminated with a fatal alert MUST NOT be
	// resumed." The mail of 2009-10-31 counts the errors of the record layer in:
	// "you have to assume an attack is underway".
	AfterAnyAlert Invalidation = func(f Failure) bool { return f.Alert || f.resumption() }
	// AfterFailedResumption: the other voice in the mail of 2009-10-31 has "the server
	// delete a session from his cache when an attempted resume results in a failure",
	// and thinks of no alert "after a mutual successful finished message verification"
	// that should do so.
	AfterFailedResumption Invalidation = func(f Failure) bool { return f.resumption() }
	// ForIDsAlone: RFC 5077 5.1, "failure to invalidate sessions does not pose a
	// security risk" where they lie in tickets. A client still follows 3.2.
	ForIDsAlone Invalidation = func(f Failure) bool {
		if f.By == ByTicket {
			return f.Side == Client && f.resumption()
		}
		return AfterAnyAlert(f)
	}
	// NeverInvalidated: a fatal alert ends the connection and not the session, as with
	// BoringSSL and h2o. RFC 5077 5.1 has no risk in it.
	NeverInvalidated Invalidation = func(Failure) bool { return false }
	// AfterAnyAlertOrTruncation: RFC 2246 7.2.1, "The session becomes unresumable if any
	// connection is terminated without proper close_notify messages". That is of TLS 1.0
	// alone: RFC 4346 1.1 has "Premature closes no longer cause a session to be
	// nonresumable", and few peers of 1.0 close as they should.
	AfterAnyAlertOrTruncation Invalidation = func(f Failure) bool {
		return AfterAnyAlert(f) || f.Version == wire.TLS10 && f.Over
	}
)

// Invalidations are the invalidations by their names.
var Invalidations = map[string]Invalidation{
	"any-alert": AfterAnyAlert, "failed-resumption": AfterFailedResumption, "ids-alone": ForIDsAlone, "never": NeverInvalidated,
	"any-alert-or-truncation": AfterAnyAlertOrTruncation,
}

// Invalidate returns the effects of a fatal alert on the session of this
// connection. In a renegotiation it is also that of the handshake before.
func (h *Handshake) Invalidate() []Effect { return h.invalidate(true) }

// BreakOff returns the effects of a connection that ends without an alert, on the
// sessions that Invalidate speaks of.
func (h *Handshake) BreakOff() []Effect { return h.invalidate(false) }

func (h *Handshake) invalidate(alert bool) (effects []Effect) {
	ends := h.policy.Invalidation
	if ends == nil {
		ends = AfterAnyAlert
	}
	for _, n := range h.allNames() {
		if n.failure.Alert = alert; ends(n.failure) {
			effects = append(effects, n.forget)
		}
	}
	return effects
}

// allNames are those of the handshakes before, too.
func (h *Handshake) allNames() []name {
	if h.prior == nil {
		return h.names()
	}
	return append(h.names(), h.prior.names...)
}

// accepted reports whether the connection resumes a session: at a client also one that
// the ServerHello accepts and this end cannot follow. It "SHOULD delete the ticket"
// (draft 3.2), or it would run into the same answer for as long as the ticket lives.
func (h *Handshake) accepted() bool {
	return h.resuming != nil || h.side == Client && h.offered != nil && h.echoed()
}

// A name is how a session of this connection can be named once more, what a failure
// would be to it, and what it takes that it cannot.
type name struct {
	failure Failure
	forget  Forget
}

func (h *Handshake) names() (all []name) {
	f := Failure{Side: h.side, Resumed: h.accepted(), Over: h.over}
	if h.negotiated != nil {
		f.Version = h.negotiated.version
	}
	named := func(by By, forget Forget) {
		f.By = by
		all = append(all, name{f, forget})
	}
	switch {
	case !h.accepted() && !h.over:
		return nil // nobody has it yet
	case h.side == Client:
		s := h.offered
		if h.over {
			s = h.connectionSession()
		}
		if s != nil && (h.accepted() || h.within(h.policy.Within.Keep)) {
			named(namedBy(s), Forget{Session: s})
		}
		return all
	}
	if len(h.id) > 0 {
		named(ByID, Forget{ID: h.id})
	}
	if h.by == ByTicket || h.over && h.answer.Ticket {
		named(ByTicket, Forget{State: h.state()})
	}
	return all
}
