package handshake

import (
	"fmt"
	"strings"

	"tlsresume/impl/wire"
)

// An Abort ends the connection with a fatal alert. It carries the alert, the
// sentence and the citation, in one value.
type Abort struct {
	Reason Reason
	Got    wire.Kind   // of a message out of order
	Want   []wire.Kind // what could have come instead
	Detail string      // what the sentence cannot know; never a secret

	// Instead is the alert of a policy that has another one than the reason; 0: none.
	Instead wire.Alert
}

// Alert is what the abort is announced with.
func (a *Abort) Alert() wire.Alert {
	if a.Instead != 0 {
		return a.Instead
	}
	return a.Reason.Alert()
}

// Error is "alert: sentence (citation)", with what came and what could have.
func (a *Abort) Error() string {
	s := a.Alert().String() + ": "
	if a.Reason == OutOfOrder {
		s += fmt.Sprintf("got %s, want %s: ", a.Got, a.wants())
	}
	return s + a.Text()
}

// Text is the sentence with its citation.
func (a *Abort) Text() string {
	s := a.Reason.String()
	if a.Detail != "" {
		s += ": " + a.Detail
	}
	return s + " (" + a.Reason.Cite() + ")"
}

func (a *Abort) wants() string {
	if len(a.Want) == 0 {
		return "no handshake message"
	}
	names := make([]string, len(a.Want))
	for i, k := range a.Want {
		names[i] = k.String()
	}
	return strings.Join(names, " or ")
}

// because makes an error of a reason, for the functions that take and make
// messages; detail may be nil.
func because(r Reason, detail error) error {
	a := &Abort{Reason: r}
	if detail != nil {
		a.Detail = detail.Error()
	}
	return a
}
