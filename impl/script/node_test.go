package script

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"tlsresume/traces"
)

// What the tables say that we heed is in the vocabulary, letter by letter. What the
// vocabulary has beyond that is refused by name, which is no mistake.
func TestTablesSpeakTheVocabulary(t *testing.T) {
	var keys, names []string
	for _, w := range slices.Concat(traces.ServerOptions, traces.ClientOptions) {
		keys = append(keys, w.Name)
	}
	for _, p := range traces.Policies {
		names = append(names, p.Name)
	}
	check := func(what string, heeded, vocabulary []string) {
		for _, h := range heeded {
			if !slices.Contains(vocabulary, h) {
				t.Errorf("got the %s %q, want one of %v", what, h, vocabulary)
			}
		}
		for _, v := range vocabulary {
			if !slices.Contains(heeded, v) {
				t.Logf("the %s %s is not heeded", what, v)
			}
		}
	}
	check("option", slices.Collect(maps.Keys(options)), keys)
	check("policy", slices.Collect(maps.Keys(policies)), names)
}

func TestPolicyThatIsNotHeededIsRefused(t *testing.T) {
	_, err := Policy(traces.Node{Name: "s0", Options: []traces.Option{{Key: "policy", Value: "ems-require,no-such-policy"}}})
	if !errors.Is(err, traces.ErrCannot) || !strings.Contains(err.Error(), "no-such-policy") {
		t.Errorf("got %v, want cannot, and which", err)
	}
}

// A policy is a reading of the options, wherever they stand: a deploy puts what it adds
// behind them.
func TestPoliciesAreReadBehindTheOptions(t *testing.T) {
	ignorant := traces.Node{Name: "s0", Options: []traces.Option{{Key: "policy", Value: "ems-ignorant"}}}
	p, err := Policy(ignorant.Edit([]string{"+ems"}))
	if err != nil || p.EMS {
		t.Errorf("got the extended master secret %v and %v, want a build that has never heard of it", p.EMS, err)
	}
}
