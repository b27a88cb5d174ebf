package pcapng_test

import (
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tlsresume/impl/peers/installed"
)

// Wireshark opens everything with the file alone: each Finished, what applications say,
// and alerts; and has nothing to say against the packets.
func TestWiresharkOpensEverything(t *testing.T) {
	tshark := installed.Program(t, "tshark", "tshark")
	said := 0
	for _, r := range rows {
		f := r.play(t)
		said += len(f.data())
		t.Run(f.String(), func(t *testing.T) {
			t.Parallel()
			opens(t, f, dissected(t, tshark, f))
		})
	}
	if said == 0 {
		t.Error("got no data in any trace")
	}
}

func opens(t *testing.T, f film, text string) {
	// Each stands in the line of its record and in its own. What an adversary says is no
	// event, and so it may be more than were sent.
	finished, said := strings.Count(text, "Handshake Protocol: Finished\n")/2, f.said("Finished")
	if finished < said || finished == 0 || finished > said && f.got.Header.Adversary == "" {
		t.Errorf("got %d Finished, want the %d of the trace", finished, said)
	}
	if opened := strings.Count(text, "Verify Data\n"); opened != finished {
		t.Errorf("got %d Finished opened, want %d", opened, finished)
	}
	var all string // TLS 1.0 has data in two records (CVE-2011-3389)
	for _, data := range dataLine.FindAllStringSubmatch(text, -1) {
		all += data[1]
	}
	for _, data := range f.data() {
		if !strings.Contains(all, hex.EncodeToString([]byte(data))) {
			t.Errorf("got no %q opened", data)
		}
	}
	if wrong := amiss.FindString(text); wrong != "" {
		t.Errorf("got «%s» in\n%s", wrong, text)
	}
	for _, s := range f.got.Steps {
		if comment := s.Command.String(); s.Command.Verb == "dial" && !strings.Contains(text, ", "+comment+"]\n") {
			t.Errorf("got no packet with the comment %q", comment)
		}
	}
}

var dataLine = regexp.MustCompile(`(?m)^ +Data: ([0-9a-f]+)$`)

// amiss is what tshark prints of what it cannot open, or takes for wrong.
var amiss = regexp.MustCompile(`Encrypted Handshake Message|Encrypted Alert|Malformed|Checksum Status: Bad|\(Error/.*|\(Warning/Sequence\): [^C].*`)

func dissected(t *testing.T, tshark string, f film) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "run.pcapng")
	if err := os.WriteFile(file, f.file, 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(tshark, "-n", "-r", file, "-V", "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE")
	c.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir()) // whatever its user has settled
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return string(out)
}
