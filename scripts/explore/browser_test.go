package explore_test

import (
	"bytes"
	"fmt"
	"html"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/impl/peers/installed"
)

// browse has Chromium open an address, and gives what it makes of it and what it says.
func browse(t *testing.T, address string, flags ...string) (dom, said string) {
	t.Helper()
	var out, talk bytes.Buffer
	c := exec.CommandContext(t.Context(), installed.Program(t, "chromium", "chromium"), append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + t.TempDir(), "--virtual-time-budget=1000",
		"--enable-logging=stderr", "--dump-dom", address,
	}, flags...)...)
	c.Env = append(os.Environ(), "HOME="+t.TempDir())
	c.Stdout, c.Stderr = &out, &talk
	if err := c.Run(); err != nil {
		t.Fatalf("%v: %s", err, talk.String())
	}
	return out.String(), talk.String()
}

// phone has a page in a frame as wide as a small phone, and writes down what a browser makes
// of it. The frame has no origin but that of the page around it, so that it can be measured.
const phone = `<!DOCTYPE html><iframe id="frame" width="320" height="640" srcdoc="%s"></iframe><pre id="seen"></pre><script>
onload = () => {
  const page = document.getElementById("frame").contentDocument, root = page.documentElement, seen = [];
  const size = e => parseFloat(getComputedStyle(page.querySelector(e)).fontSize);
  seen.push("beyond the edge " + Math.max(0, root.scrollWidth - root.clientWidth));
  seen.push("text of " + Math.min(size(".events"), size(".moves small"), size("dd")) + " pixels or more");
  const stops = [...page.querySelectorAll("a[href], summary")], deaf = stops.filter(e => { e.focus(); return page.activeElement !== e });
  seen.push("stops " + stops.length + ", not reached " + deaf.length);
  const low = [...page.querySelectorAll("nav a, .moves a, .path a")].filter(e => e.getBoundingClientRect().height < 24);
  seen.push("too low for a finger " + low.length);
  const box = e => getComputedStyle(e).backgroundColor + " under " + getComputedStyle(e).color;
  seen.push(box(page.body));
  document.getElementById("seen").textContent = seen.join("; ");
}
</script>`

// On a small phone nothing has to be scrolled sideways, text can be read, and fingers find
// what leads on; a keyboard reaches it, too; colours are those that were asked for.
func TestPageInABrowser(t *testing.T) {
	h := explorer(t)
	page := ask(t, h, counterexample(t, h))
	file := filepath.Join(t.TempDir(), "phone.html")
	if err := os.WriteFile(file, fmt.Appendf(nil, phone, html.EscapeString(page.body)), 0o600); err != nil {
		t.Fatal(err)
	}
	stops := strings.Count(page.body, "<a ") + strings.Count(page.body, "<summary>")
	for scheme, colours := range map[string]string{
		"1": "rgb(255, 255, 255) under rgb(27, 29, 34)", // light
		"0": "rgb(20, 22, 27) under rgb(230, 232, 238)", // dark
	} {
		dom, _ := browse(t, "file://"+file, "--blink-settings=preferredColorScheme="+scheme)
		_, seen, _ := strings.Cut(dom, `<pre id="seen">`)
		seen, _, _ = strings.Cut(seen, "</pre>")
		if want := fmt.Sprintf("beyond the edge 0; text of 14 pixels or more; stops %d, not reached 0; too low for a finger 0; %s", stops, colours); seen != want {
			t.Errorf("got %q, want %q", seen, want)
		}
	}
}

// As it is served, the page is shown whole: its policy lets nothing in but its own style, and
// it asks for nothing else.
func TestServedPageInABrowser(t *testing.T) {
	h := explorer(t)
	s := httptest.NewServer(h)
	defer s.Close()
	dom, said := browse(t, s.URL+counterexample(t, h))
	if !strings.Contains(dom, "rollout-safe is broken") {
		t.Errorf("got %s", dom)
	}
	for line := range strings.SplitSeq(said, "\n") {
		if strings.Contains(line, "CONSOLE") {
			t.Error(line)
		}
	}
}
