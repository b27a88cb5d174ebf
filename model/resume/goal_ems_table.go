package resume

import (
	"fmt"
	"slices"
)

// Every case of RFC 7627 is reached, and what it says comes of it.
var _ = func() (all []Goal) {
	for i := range emsCells {
		l := &emsCells[i]
		all = append(all, goal(l.Name, l.Cites+", "+l.String(), func(s *State) bool {
			return s.some(l.Side, func(e *End) bool { return e.Seen.Cells>>i&1 == 1 && l.cameOf(e) })
		}, l.shows()...))
	}
	return all
}()

// shows lists the invariants whose situation the case is.
func (l *EMSCell) shows() []string {
	switch {
	case l.Verdict == Abort:
		return []string{"alert-of-ems"}
	case l.Session == NoSession && l.Own == Yes && l.Peer == Yes:
		return []string{"ems-both"}
	case l.Session == NoSession:
		return []string{"no-unsolicited-extension", "unsolicited-extension-refused", "agreement"}
	}
	return []string{"agreement", "resumed-equals-session"}
}

// cameOf says whether the handshake went on as the case says.
func (l *EMSCell) cameOf(e *End) bool {
	switch {
	case l.Verdict == Abort:
		return e.Seen.Aborted == HandshakeFailure
	case l.Verdict == Decline || l.Session == NoSession:
		return e.Done && e.By == Nothing
	}
	return e.Done && e.By != Nothing
}

// String is the case in words.
func (l *EMSCell) String() string {
	peer := [...]string{"whatever the hello says", "a hello without the extension", "a hello with it"}[l.Peer]
	if l.Side == Client {
		peer = [...]string{"whatever the ServerHello says", "a ServerHello without the extension", "a ServerHello with it"}[l.Peer]
	}
	text := fmt.Sprintf("%s %s, %s, %s: it %s",
		[...]string{"a client", "a server"}[l.Side],
		[...]string{"", "without the extension", "that has the extension"}[l.Own],
		[...]string{"with or without a session", "no session", "a session without it", "a session with it"}[l.Session],
		peer, l.outcome())
	if l.Given != 0 {
		text += ", by policy " + l.Given.String()
	}
	return text
}

func (l *EMSCell) outcome() string {
	switch {
	case l.Session == NoSession:
		return "goes on"
	case l.Verdict == Resume:
		return "resumes"
	case l.Verdict == Decline:
		return "does a full handshake"
	}
	return "aborts"
}

// emsCellNames are the goals that show the cases.
func emsCellNames() (names []string) {
	for _, l := range emsCells {
		names = append(names, l.Name)
	}
	slices.Sort(names)
	return names
}

// A build that predates RFC 7627 works with a session whose extension it does
// not see (TLS list 2021-10-25).
var (
	_ = goal("ems-unseen-by-server", "TLS list 2021-10-25, a server build that predates RFC 7627 resumes a session with the extension",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Seen.Unseen && e.By != Nothing })
		}, "rollout-safe")
	_ = goal("ems-unseen-by-client", "TLS list 2021-10-25, a client build that predates RFC 7627 offers a session with the extension",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Seen.Unseen && e.Offered != Nothing })
		}, "rollout-safe")
)
