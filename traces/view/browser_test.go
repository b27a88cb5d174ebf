package view_test

import (
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/impl/peers/installed"
	"tlsresume/traces"
	"tlsresume/traces/view"
)

// phone has a page in a frame as wide as a small phone, and writes down what a browser makes
// of it. The frame has no origin but that of the page around it, so that it can be measured.
const phone = `<!DOCTYPE html><iframe id="frame" width="320" height="640" srcdoc="%s"></iframe><pre id="seen"></pre><script>
onload = () => {
  const page = document.getElementById("frame").contentDocument, root = page.documentElement, seen = [];
  seen.push("beyond the edge " + Math.max(0, root.scrollWidth - root.clientWidth));
  seen.push("text of " + parseFloat(getComputedStyle(page.querySelector(".events")).fontSize) + " pixels");
  const stops = [...page.querySelectorAll("a[href], summary, [tabindex]")], deaf = stops.filter(e => { e.focus(); return page.activeElement !== e });
  seen.push("stops " + stops.length + ", not reached " + deaf.length);
  const box = e => getComputedStyle(e).backgroundColor + " under " + getComputedStyle(e).color;
  seen.push(box(page.body));
  document.getElementById("seen").textContent = seen.join("; ");
}
</script>`

// On a small phone nothing but the chart has to be scrolled sideways, and text can be read; a
// keyboard reaches every link and everything that opens; colours are those that were asked
// for.
func TestPageInABrowser(t *testing.T) {
	chromium := installed.Program(t, "chromium", "chromium")
	trace, err := traces.Load("../adversary/triple-handshake-no-ems.trace")
	if err != nil {
		t.Fatal(err)
	}
	page, err := view.HTML(view.Page{Name: "triple-handshake-no-ems", System: "impl", Verdict: "same", Got: trace, Broken: []view.Break{
		{Step: 5, Sentence: "RFC 7627 1 and 6.1", Expected: "two secrets", Seen: "one"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "phone.html")
	if err := os.WriteFile(file, fmt.Appendf(nil, phone, html.EscapeString(string(page))), 0o600); err != nil {
		t.Fatal(err)
	}
	stops := asRead(page).stops()
	for scheme, colours := range map[string]string{
		"1": "rgb(255, 255, 255) under rgb(27, 29, 34)", // light
		"0": "rgb(20, 22, 27) under rgb(230, 232, 238)", // dark
	} {
		c := exec.CommandContext(t.Context(), chromium, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+t.TempDir(),
			"--virtual-time-budget=1000", "--blink-settings=preferredColorScheme="+scheme, "--dump-dom", "file://"+file)
		c.Env = append(os.Environ(), "HOME="+t.TempDir())
		dom, err := c.Output()
		if err != nil {
			t.Fatal(err)
		}
		_, seen, _ := strings.Cut(string(dom), `<pre id="seen">`)
		seen, _, _ = strings.Cut(seen, "</pre>")
		if want := fmt.Sprintf("beyond the edge 0; text of 14 pixels; stops %d, not reached 0; %s", stops, colours); seen != want {
			t.Errorf("got %q, want %q", seen, want)
		}
	}
}

// stops are the places where a keyboard stops: links, what opens, and the chart.
func (r *read) stops() int { return r.elements["a"] + r.elements["summary"] + 1 }
