package fuzz

import (
	"errors"
	"testing"

	"tlsresume/properties/codec"
)

// What breaks a law, and what is another thing by hand, is a finding that names its check.
func TestWhatACodecTargetFinds(t *testing.T) {
	says := func(valid bool, law string, err error) codec.Subject {
		return codec.Subject{Name: "Thing", Judge: func([]byte) (bool, string, error) { return valid, law, err }}
	}
	broken := errors.New("broken")
	for _, test := range []struct {
		subject codec.Subject
		byHand  func([]byte) (bool, error)
		valid   bool
		check   string
	}{
		{says(true, "", nil), nil, true, ""},
		{says(false, "", nil), nil, false, ""},
		{says(false, "shape/Thing", broken), nil, false, "shape/Thing"},
		{says(true, "", nil), func([]byte) (bool, error) { return true, nil }, true, ""},
		{says(true, "", nil), func([]byte) (bool, error) { return false, nil }, false, "valid/Thing"},
		{says(false, "", nil), func([]byte) (bool, error) { return true, nil }, false, "valid/Thing"},
		{says(true, "", nil), func([]byte) (bool, error) { return false, &Violation{"fields/Thing", broken} }, false, "fields/Thing"},
	} {
		valid, err := judgeOf(test.subject, test.byHand)(nil)
		var v *Violation
		if found := errors.As(err, &v); found != (test.check != "") || found && v.Check != test.check || valid != test.valid {
			t.Errorf("got valid %t, %v, want %t, %q", valid, err, test.valid, test.check)
		}
	}
}

// Every subject is a target.
func TestEverySubjectIsATarget(t *testing.T) {
	for _, s := range codec.Subjects() {
		if target, err := Named(s.Name); err != nil || target.About == "" {
			t.Errorf("%s: got %q, %v, want what it is", s.Name, target.About, err)
		}
	}
}
