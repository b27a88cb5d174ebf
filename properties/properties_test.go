package properties

import (
	"os"
	"slices"
	"strings"
	"testing"

	"tlsresume/traces"
)

// figure is a run that has the situation of every property: a ticket is issued,
// used and renewed.
const figure = "../traces/figures/draft-figure-2.trace"

func edited(t *testing.T, edits ...string) *traces.Trace {
	t.Helper()
	return editedFile(t, figure, edits...)
}

func editedFile(t *testing.T, file string, edits ...string) *traces.Trace {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := string(text)
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(s, edits[i]) {
			t.Fatalf("%q is not in %s", edits[i], file)
		}
		s = strings.ReplaceAll(s, edits[i], edits[i+1])
	}
	trace, err := traces.Parse(file, []byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// Each edit of the figure breaks the one property that it names.
func TestEachPropertyCanFail(t *testing.T) {
	for _, v := range []struct {
		name, breaks string
		edits        []string
	}{
		{"the figure itself", "", nil},
		{"no ticket after the promise", "ticket-iff-promised", []string{
			"  k2.s > NewSessionTicket ticket=T2 hint=86400\n", "", "  k2.c < NewSessionTicket\n", "",
		}},
		{"a ticket without a promise", "ticket-iff-promised", []string{
			"k2.s > ServerHello ticket=promised ems", "k2.s > ServerHello ems",
		}},
		{"a ticket behind ChangeCipherSpec", "ticket-before-ccs", []string{
			"  k2.s > NewSessionTicket ticket=T2 hint=86400\n  k2.s > ChangeCipherSpec\n",
			"  k2.s > ChangeCipherSpec\n  k2.s > NewSessionTicket ticket=T2 hint=86400\n",
		}},
		{"another master secret at the server", "ends-agree", []string{
			"k1.s = full ms=M1", "k1.s = full ms=M9", "k2.s = resumed by=ticket ms=M1", "k2.s = resumed by=ticket ms=M9",
			"k2.c = resumed by=ticket ms=M1", "k2.c = resumed by=ticket ms=M9",
		}},
		{"resumed by something else", "ends-agree", []string{"k2.s = resumed by=ticket", "k2.s = resumed by=id"}},
		{"another tls-unique", "ends-agree", []string{
			"k2.s = resumed by=ticket ms=M1 ems sni=a.example suite=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 version=1.2 tls_unique=U2",
			"k2.s = resumed by=ticket ms=M1 ems sni=a.example suite=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 version=1.2 tls_unique=U3",
		}},
		{"a resumption without EMS", "resume-binds", []string{"resumed by=ticket ms=M1 ems", "resumed by=ticket ms=M1"}},
		{"a resumption with another suite", "resume-binds", []string{
			"k2.s = resumed by=ticket ms=M1 ems sni=a.example suite=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "k2.s = resumed by=ticket ms=M1 ems sni=a.example suite=TLS_RSA_WITH_AES_128_CBC_SHA",
			"k2.c = resumed by=ticket ms=M1 ems sni=a.example peer=a.example suite=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "k2.c = resumed by=ticket ms=M1 ems sni=a.example peer=a.example suite=TLS_RSA_WITH_AES_128_CBC_SHA",
		}},
		{"a resumption under another name", "resume-binds", []string{"resumed by=ticket ms=M1 ems sni=a.example", "resumed by=ticket ms=M1 ems sni=b.example"}},
		{"a session out of nowhere", "resume-binds", []string{"resumed by=ticket ms=M1", "resumed by=ticket ms=M7"}},
	} {
		t.Run(v.name, func(t *testing.T) {
			var broken []string
			for _, violation := range Check(edited(t, v.edits...)) {
				broken = append(broken, violation.Property.Name)
				if !strings.Contains(violation.Error(), violation.Property.Cites) {
					t.Errorf("%v does not cite its sentence", violation)
				}
			}
			if got := strings.Join(broken, " "); got != v.breaks {
				t.Errorf("got %q broken, want %q", got, v.breaks)
			}
		})
	}
}

func TestTheFigureHasEverySituation(t *testing.T) {
	run := NewRun(edited(t))
	for _, p := range All() {
		if !p.Occurs(run) {
			t.Errorf("%s does not occur in %s", p.Name, figure)
		}
		if (p.Occurs)(NewRun(&traces.Trace{})) {
			t.Errorf("%s occurs in a run without events", p.Name)
		}
	}
}

// Every handshake of a connection is looked at, and what some nodes mean otherwise is
// not compared.
func TestRenegotiationsAndReadingsAreHeeded(t *testing.T) {
	const regress = "../traces/regress/"
	for _, v := range []struct {
		file, breaks string
		edits        []string
	}{
		{"renegotiate-by-client.trace", "", nil},
		{"renegotiate-by-client.trace", "ends-agree", []string{"k1.s = full ms=M3", "k1.s = full ms=M9"}},
		{"renegotiate-by-server.trace", "", nil},
		{"renegotiate-by-server.trace", "resume-binds", []string{"resumed by=ticket ms=M1", "resumed by=ticket ms=M9"}},
		{"unique-of-client.trace", "", nil},
		{"unique-of-client.trace", "ends-agree", []string{" policy=unique-client-finished", ""}},
		{"unique-of-client.trace", "ends-agree", []string{"k2.s = resumed by=ticket ms=M1", "k2.s = resumed by=ticket ms=M9"}},
	} {
		var broken []string
		for _, b := range Check(editedFile(t, regress+v.file, v.edits...)) {
			broken = append(broken, b.Property.Name)
		}
		if noticed := slices.Contains(broken, v.breaks); noticed != (v.breaks != "") || !noticed && len(broken) > 0 {
			t.Errorf("%s with %q: got %q broken, want %q", v.file, v.edits, broken, v.breaks)
		}
	}
}
