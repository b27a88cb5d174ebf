package campaign

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
	"tlsresume/traces"
)

// A Finding is an input that breaks a check. Two are the same when they break the same
// check of the same target by commands of the same kinds.
type Finding struct {
	Key       string    `json:"key"` // the folder that it is in
	Target    string    `json:"target"`
	Check     string    `json:"check"`
	Kinds     []string  `json:"kinds"` // of the commands of the minimised input
	Err       string    `json:"err"`
	Engine    string    `json:"engine"` // that found it; corpus: it was an entry
	Build     Build     `json:"build"`
	Execs     uint64    `json:"execs"`     // of the target, when it was found first
	Confirmed int       `json:"confirmed"` // of Confirmations
	Flaky     bool      `json:"flaky"`
	Seen      int       `json:"seen"` // how often it was found
	First     time.Time `json:"first"`
	Last      time.Time `json:"last"`
	Bytes     int       `json:"bytes"`
	Found     int       `json:"found_bytes"` // before it was minimised
	Replay    string    `json:"replay"`
}

// Confirmations is how often each finding is run again, in a fresh process each time.
const Confirmations = 3

// The files of a finding.
const (
	reportFile   = "report.json"
	inputFile    = "input"
	commandsFile = "commands.txt"
)

// keyOf names a finding so that the same has the same name.
func keyOf(target, check string, kinds []string) string {
	sum := sha256.Sum256([]byte(check + "\n" + strings.Join(kinds, "\n")))
	return fmt.Sprintf("%s-%s-%s", target, slug(check), hex.EncodeToString(sum[:4]))
}

// slug is a check as part of a file's name.
func slug(check string) string {
	keep := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}
	return fmt.Sprintf("%.48s", strings.Trim(strings.Map(keep, check), "-"))
}

// record writes a finding, or counts it up that is there, and reports whether it is a new
// one. The folder appears whole.
func record(folder string, t fuzz.Target, f *Finding, data []byte) (fresh bool, err error) {
	all := filepath.Join(folder, "findings")
	f.Key = keyOf(f.Target, f.Check, f.Kinds)
	into := filepath.Join(all, f.Key)
	f.Replay = replay(*f, into)
	if old, err := readFinding(into); err == nil {
		old.Seen++
		old.Last = f.Last
		old.Confirmed = max(old.Confirmed, f.Confirmed)
		old.Flaky = old.Flaky && f.Flaky
		*f = old
		return false, writeReport(into, old)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	f.Seen = 1
	if err := os.MkdirAll(all, 0o755); err != nil {
		return false, err
	}
	tmp, err := os.MkdirTemp(all, ".new-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(tmp) // it is not there any more when all went well
	if err := os.Chmod(tmp, 0o755); err != nil {
		return false, err
	}
	if err := fill(tmp, t, *f, data); err != nil {
		return false, err
	}
	return true, os.Rename(tmp, into)
}

// replay is the command that runs a finding again.
func replay(f Finding, folder string) string {
	planted := ""
	if f.Build.Defect != "" {
		planted = fuzz.DefectVariable + "=" + f.Build.Defect + " "
	}
	return fmt.Sprintf("%sgo tool tlsresume fuzz replay %s %s", planted, f.Target, filepath.Join(folder, inputFile))
}

// fill writes the files of a finding.
func fill(into string, t fuzz.Target, f Finding, data []byte) error {
	if err := entries.Replace(filepath.Join(into, inputFile), data); err != nil {
		return err
	}
	commands, err := Commands(t, data)
	if err != nil {
		commands = "# " + err.Error() + "\n"
	}
	if err := entries.Replace(filepath.Join(into, commandsFile), []byte(commands)); err != nil {
		return err
	}
	if script := scriptOf(t, data); script != nil {
		if err := entries.Replace(filepath.Join(into, f.Key+".trace"), []byte(traces.Format(script))); err != nil {
			return err
		}
	}
	return writeReport(into, f)
}

func writeReport(folder string, f Finding) error {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	return entries.Replace(filepath.Join(folder, reportFile), append(text, '\n'))
}

func readFinding(folder string) (f Finding, err error) {
	text, err := os.ReadFile(filepath.Join(folder, reportFile))
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, fmt.Errorf("%s: %w", filepath.Join(folder, reportFile), err)
	}
	return f, nil
}

// Findings lists those of a campaign's folder, the newest last. One whose
// report can't be read is an error beside the others.
func Findings(folder string) (all []Finding, err error) {
	all = []Finding{}
	reports, err := filepath.Glob(filepath.Join(folder, "findings", "[^.]*"))
	for _, r := range reports {
		f, failed := readFinding(r)
		if failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		f.Replay = replay(f, r) // the folder may have been moved
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Finding) int {
		if c := a.First.Compare(b.First); c != 0 {
			return c
		}
		return strings.Compare(a.Key, b.Key)
	})
	return all, err
}

// String is a finding in a line.
func (f Finding) String() string {
	flaky := ""
	if f.Flaky {
		flaky = fmt.Sprintf(", flaky: %d of %d", f.Confirmed, Confirmations)
	}
	return fmt.Sprintf("%s: %s by %s (%d bytes, seen %d times%s)", f.Target, f.Check, strings.Join(f.Kinds, ", "), f.Bytes, f.Seen, flaky)
}

// Commands are those of an input, a line each. A grammar that panics is an error: a campaign
// outlives it.
func Commands(t fuzz.Target, data []byte) (text string, err error) {
	err = outlive(func() {
		var b strings.Builder
		for _, p := range t.Grammar.Split(data) {
			fmt.Fprintln(&b, t.Grammar.Show(p))
		}
		text = b.String()
	})
	return text, err
}

func kindsOf(t fuzz.Target, data []byte) (kinds []string) {
	if err := outlive(func() { kinds = fuzz.Kinds(t.Grammar, data) }); err != nil {
		return []string{"unreadable"}
	}
	return kinds
}

// scriptOf is what an input does as a trace, where there is such a thing.
func scriptOf(t fuzz.Target, data []byte) (script *traces.Trace) {
	if t.Trace == nil || outlive(func() { script = t.Trace(data) }) != nil {
		return nil
	}
	return script
}

func outlive(do func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	do()
	return nil
}
