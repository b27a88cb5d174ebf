package explore_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"tlsresume/impl/peers/installed"
)

func TestPageOnAPhone(t *testing.T) {
	h := explorer(t)
	page := ask(t, h, counterexample(t, h))
	stops := strings.Count(page.body, "<a ") + strings.Count(page.body, "<summary>")
	installed.OnAPhone(t, page.body, stops, ".events", ".moves small", "dd")
}

// As it is served, the page is shown whole: its policy lets nothing in but its own style, and
// it asks for nothing else.
func TestServedPageInABrowser(t *testing.T) {
	h := explorer(t)
	s := httptest.NewServer(h)
	defer s.Close()
	dom, said := installed.Browse(t, s.URL+counterexample(t, h))
	if !strings.Contains(dom, "rollout-safe is broken") {
		t.Errorf("got %s", dom)
	}
	for line := range strings.SplitSeq(said, "\n") {
		if strings.Contains(line, "CONSOLE") {
			t.Error(line)
		}
	}
}
