package proof

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"tlsresume/fuzz"
)

// ServeVariable is the variable of the environment that asks the test program of the
// targets for something else than tests, in a working directory beside which the corpora
// are: "blind TARGET NUMBER" or "seeds TARGET". So what looks at no coverage runs in the
// program that the native engine runs.
const ServeVariable = "TLSRESUME_PROOF"

// Serve does what the environment asks for, if it does.
func Serve(out io.Writer) (asked bool, err error) {
	words := strings.Fields(os.Getenv(ServeVariable))
	if len(words) < 2 {
		return false, nil
	}
	target, err := fuzz.Named(words[1])
	if err != nil {
		return true, err
	}
	ready, err := fuzz.FromEnvironment()
	if err != nil {
		return true, err
	}
	seeds, err := Seeds("..", target.Name)
	if err != nil {
		return true, err
	}
	target = ready(target)
	if words[0] == "seeds" {
		for i, seed := range seeds {
			if check := checkOf(target, seed); check != "" {
				fmt.Fprintln(out, i, check)
			}
		}
		return true, nil
	}
	number, err := strconv.ParseUint(words[len(words)-1], 10, 64)
	if err != nil || words[0] != "blind" {
		return true, fmt.Errorf("got %s %q, want blind TARGET NUMBER or seeds TARGET", ServeVariable, strings.Join(words, " "))
	}
	for data := range Blind(seeds, number) {
		if checkOf(target, data) != "" {
			break
		}
	}
	return true, nil
}

// checkOf is the check that an input breaks, "" for none.
func checkOf(t fuzz.Target, data []byte) (check string) {
	defer func() {
		if recover() != nil {
			check = "panic"
		}
	}()
	if _, err := t.Judge(data); err != nil {
		return fuzz.CheckOf(err)
	}
	return ""
}
