package resume

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tlsresume/traces"
)

// The model knows every named policy of the trace language, and says which it
// lives by.
func TestReadingsAreThePolicies(t *testing.T) {
	if len(readings) != len(traces.Policies) {
		t.Fatalf("got %d readings, want %d", len(readings), len(traces.Policies))
	}
	for i, p := range traces.Policies {
		if readings[i].name != p.Name {
			t.Errorf("got the reading %q, want %q", readings[i].name, p.Name)
		}
		policy := map[string]string{p.Of[0]: " policy=" + p.Name}
		h := header(t, "server s0"+policy["server"]+"\nclient c0"+policy["client"]+"\n")
		if _, err := Open(context.Background(), h); errors.Is(err, traces.ErrCannot) == readings[i].heeded {
			t.Errorf("%s: got %v, heeded %v", p.Name, err, readings[i].heeded)
		}
	}
}

func header(t *testing.T, nodes string) traces.Header {
	t.Helper()
	trace, err := traces.Parse(t.Name(), []byte("rule: a world\nfrom: here\n"+nodes+"seed: 1\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	return trace.Header
}

// What is deployed is refused as what the header says.
func TestWhatIsNotHeededIsNotDeployed(t *testing.T) {
	n := namesOf(header(t, "server s0\nclient c0\n"))
	_, err := n.action(traces.Command{Verb: "deploy", Args: strings.Fields("s0 +vhosts=a,b,c,d")})
	if !errors.Is(err, traces.ErrCannot) {
		t.Errorf("got %v, want %v", err, traces.ErrCannot)
	}
}

// A deploy to the options that are there already changes nothing.
func TestOptionsAndTheirSpellingAreInverse(t *testing.T) {
	h := header(t, "server s0 ems tickets renew cache key=K1 store=S1 vhost=a.example cert=rsa auth=request vhosts=b.example:require,c.example policy=ems-require,fence-key suites=TLS_RSA_WITH_AES_128_CBC_SHA\n"+
		"client c0 ems tickets marker id ri sni=a.example identity=u.example policy=ems-mixed-may,cert-change\n")
	for _, n := range append(h.Servers, h.Clients...) {
		w := &World{}
		want := w.options(n)
		if got := w.options(traces.Node{Name: n.Name, Options: w.spell(&want)}); got != want || want.Readings == 0 {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}
