package conform

import (
	"fmt"
	"path/filepath"
	"slices"

	"tlsresume/properties"
	"tlsresume/traces"
)

// shown are the properties that stored traces break, as they are there to: in worlds
// without the extended master secret the attacks of RFC 7627 1 succeed.
var shown = map[string][]string{
	"adversary/defect-exporter-without-ems.trace":                    {"master-secret-apart"},
	"adversary/defect-legacy-resume-keeps-reneg-and-tlsunique.trace": {"master-secret-apart"},
	"adversary/defect-reneg-server-identity-unchecked.trace":         {"binding-apart", "master-secret-apart"},
	"adversary/exporter-no-ems.trace":                                {"binding-apart", "master-secret-apart"},
	"adversary/tls-unique-no-ems.trace":                              {"binding-apart", "master-secret-apart"},
	"adversary/triple-handshake-no-ems.trace":                        {"binding-apart", "master-secret-apart"},
}

// Shown are the properties that a stored trace is there to break, by the name of its file.
func Shown(file string) []string {
	return shown[filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file)]
}

// JudgeStored says what is wrong with what a system did on a stored trace: the properties
// that it breaks, and is not there to break, or the other way round.
func JudgeStored(file string, got *traces.Trace) (wrong []string) {
	var broken []string
	for _, v := range properties.Check(got) {
		broken = append(broken, v.Property.Name)
		if !slices.Contains(Shown(file), v.Property.Name) {
			wrong = append(wrong, v.Error())
		}
	}
	for _, name := range Shown(file) {
		if !slices.Contains(broken, name) {
			wrong = append(wrong, fmt.Sprintf("%s holds, which the trace is there to break", name))
		}
	}
	return wrong
}
