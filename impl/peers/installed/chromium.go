package installed

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Browse has Chromium open an address, and gives what it makes of it and what it says.
func Browse(t testing.TB, address string, flags ...string) (dom, said string) {
	t.Helper()
	var out, talk bytes.Buffer
	c := exec.CommandContext(t.Context(), Program(t, "chromium", "chromium"), append([]string{
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
  seen.push("text of " + Math.min(...%q.split("; ").map(size)) + " pixels or more");
  const stops = [...page.querySelectorAll("a[href], summary, [tabindex='0']")], deaf = stops.filter(e => { e.focus(); return page.activeElement !== e });
  seen.push("stops " + stops.length + ", not reached " + deaf.length);
  const low = [...page.querySelectorAll("nav a, .moves a, .path a")].filter(e => e.getBoundingClientRect().height < 24);
  seen.push("too low for a finger " + low.length);
  const body = getComputedStyle(page.body);
  seen.push(body.backgroundColor + " under " + body.color);
  document.getElementById("seen").textContent = seen.join("; ");
}
</script>`

// OnAPhone holds a page to a small phone: nothing has to be scrolled sideways to see all of
// the page, the smallest of some texts, by their selectors, can be read, a keyboard reaches as
// many stops as there are, fingers find what leads on, and colours are those that were asked
// for.
func OnAPhone(t testing.TB, page string, stops int, texts ...string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "phone.html")
	if err := os.WriteFile(file, fmt.Appendf(nil, phone, html.EscapeString(page), strings.Join(texts, "; ")), 0o600); err != nil {
		t.Fatal(err)
	}
	for scheme, colours := range map[string]string{
		"1": "rgb(255, 255, 255) under rgb(27, 29, 34)", // light
		"0": "rgb(20, 22, 27) under rgb(230, 232, 238)", // dark
	} {
		dom, _ := Browse(t, "file://"+file, "--blink-settings=preferredColorScheme="+scheme)
		_, seen, _ := strings.Cut(dom, `<pre id="seen">`)
		seen, _, _ = strings.Cut(seen, "</pre>")
		if want := fmt.Sprintf("beyond the edge 0; text of 14 pixels or more; stops %d, not reached 0; too low for a finger 0; %s", stops, colours); seen != want {
			t.Errorf("got %q, want %q", seen, want)
		}
	}
}
