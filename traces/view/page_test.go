package view_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tlsresume/traces"
	"tlsresume/traces/view"
)

// A read is a page as a browser reads it.
type read struct {
	elements map[string]int
	ids      []string
	targets  []string // of links within the page
	text     string
	wrong    []string
}

// asRead reads a page to the letter: every element that is opened is closed in its place, and
// nothing is asked for from elsewhere.
func asRead(page []byte) *read {
	r := &read{elements: map[string]int{}}
	var open []string
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if len(open) > 0 {
				r.wrong = append(r.wrong, fmt.Sprintf("got %v open at the end", open))
			}
			return r
		case html.TextToken:
			if len(open) > 0 && open[len(open)-1] != "style" {
				r.text += html.UnescapeString(string(z.Raw()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			r.element(t)
			if kind == html.StartTagToken && t.Data != "meta" {
				open = append(open, t.Data)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				r.wrong = append(r.wrong, fmt.Sprintf("got </%s> where %v are open", name, open))
				return r
			}
			open = open[:len(open)-1]
		}
	}
}

func (r *read) element(t html.Token) {
	r.elements[t.Data]++
	for _, a := range t.Attr {
		switch {
		case a.Key == "id":
			r.ids = append(r.ids, a.Val)
		case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
			r.targets = append(r.targets, a.Val[1:])
		case slices.Contains([]string{"href", "src", "srcset", "action", "data", "poster", "background"}, a.Key), strings.HasPrefix(a.Key, "on"):
			r.wrong = append(r.wrong, fmt.Sprintf("got %s=%q of <%s>", a.Key, a.Val, t.Data))
		}
	}
}

// sound are the faults of a page.
func (r *read) faults() []string {
	wrong := r.wrong
	for _, e := range []string{"script", "link", "img", "iframe", "object", "embed", "base", "form"} {
		if r.elements[e] > 0 {
			wrong = append(wrong, "got <"+e+">")
		}
	}
	for i, id := range r.ids {
		if slices.Contains(r.ids[:i], id) {
			wrong = append(wrong, "got twice the id "+id)
		}
	}
	for _, to := range r.targets {
		if !slices.Contains(r.ids, to) {
			wrong = append(wrong, "got a link to nowhere, #"+to)
		}
	}
	return wrong
}

// Of every stored figure, attack and defect there is a page that stands alone, and has every
// command and event.
func TestPagesStandAlone(t *testing.T) {
	for name, trace := range stored(t) {
		if !slices.Contains([]string{"figures", "adversary", "defects"}, filepath.Base(filepath.Dir(name))) {
			continue
		}
		text, err := view.HTML(view.Page{Name: name, System: "impl", Verdict: "same", Got: trace})
		if err != nil {
			t.Fatal(err)
		}
		r := asRead(text)
		for _, wrong := range r.faults() {
			t.Errorf("%s: %s", name, wrong)
		}
		if bytes.Contains(text, []byte("url(")) || bytes.Contains(text, []byte("@import")) || bytes.Contains(text, []byte("ZgotmplZ")) {
			t.Errorf("%s: got a page that asks for something, or that was not made whole", name)
		}
		if got := r.elements["h3"]; got != len(trace.Steps) {
			t.Errorf("%s: got %d rows, want %d", name, got, len(trace.Steps))
		}
		for _, s := range trace.Steps {
			for _, e := range s.Events {
				fact := strings.TrimPrefix(e.String(), fmt.Sprintf("%s %c ", e.End, e.Mark))
				if fact, _, _ = strings.Cut(fact, " -- "); !strings.Contains(r.text, fact) || !strings.Contains(r.text, s.Command.String()) {
					t.Errorf("%s: got no «%s» of «%s» on the page", name, fact, s.Command)
				}
			}
		}
	}
}

// What is broken stands in front, at its step, and in words.
func TestPageTellsWhatIsBroken(t *testing.T) {
	trace, err := traces.Parse("lives", []byte(lives))
	if err != nil {
		t.Fatal(err)
	}
	text, err := view.HTML(view.Page{Name: "lives", System: "impl", Verdict: "differs", Differs: true, Got: trace, Broken: []view.Break{
		{Step: 2, Sentence: "RFC 5077 3.3, first things first", Why: "it came late", Expected: "this", Seen: "that"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	r := asRead(text)
	if wrong := r.faults(); len(wrong) > 0 {
		t.Error(wrong)
	}
	if strings.Count(r.text, "RFC 5077 3.3, first things first") != 2 || strings.Count(page, `<li id="s2" class="broken">`) != 1 || strings.Count(page, `class="broken"`) != 1 {
		t.Errorf("got no break in front and at step 2 alone:\n%s", page)
	}
	for _, want := range []string{
		"1 thing is not as it should be", "it came late", "expected", "this", "seen", "that",
		"k1.s life: new open", "k1.s keys: writing", "1h0m0s behind the beginning", "nothing changed", "no event",
	} {
		if !strings.Contains(strings.Join(strings.Fields(r.text), " "), want) {
			t.Errorf("got no %q", want)
		}
	}
}

// What others wrote is text: in the name, the header, commands, events and sentences.
func TestPageEscapes(t *testing.T) {
	const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)></text></svg></style><!--`
	got := &traces.Trace{
		Header: traces.Header{Rule: evil, From: evil, Notes: []string{evil}, Clients: []traces.Node{{Name: "c0" + evil}}, Servers: []traces.Node{{Name: "s0"}}},
		Steps: []traces.Step{{
			Command: traces.Command{Verb: "dial", Args: []string{"k1", "c0" + evil, "s0"}},
			Events: []traces.Event{
				{End: "k1.c", Mark: traces.Sent, What: evil, Facts: []traces.Fact{{Key: evil, Value: evil}}},
				{End: "k1.c", Mark: traces.Agreed, What: evil, Facts: []traces.Fact{{Key: "peer", Value: evil}, {Key: evil, Value: evil}}},
				{End: "k1.s", Mark: traces.Aborted, What: evil, Note: evil},
			},
		}},
	}
	text, err := view.HTML(view.Page{Name: evil, System: evil, Verdict: evil, Reasons: []string{evil}, Got: got, Broken: []view.Break{{1, evil, evil, evil, evil}}})
	if err != nil {
		t.Fatal(err)
	}
	r := asRead(text)
	if wrong := r.faults(); len(wrong) > 0 {
		t.Error(wrong)
	}
	if n := strings.Count(r.text, evil); n < 20 {
		t.Errorf("got it as text %d times, want more", n)
	}
}

// The same run is the same page.
func TestPagesAreDeterministic(t *testing.T) {
	trace, err := traces.Parse("lives", []byte(lives))
	if err != nil {
		t.Fatal(err)
	}
	p := view.Page{Name: "lives", System: "impl", Verdict: "same", Got: trace}
	one, err := view.HTML(p)
	if err != nil {
		t.Fatal(err)
	}
	if two, err := view.HTML(p); err != nil || !bytes.Equal(one, two) {
		t.Errorf("got two different pages, %v", err)
	}
}
