// Package every is one harness for all fuzz targets, so that one build measures them
// all. No engine fuzzes it.
package every

import (
	"bytes"

	"tlsresume/fuzz"
)

// FuzzEvery runs a target: its name comes first, ended by a zero byte, and then what
// it is fed.
func FuzzEvery(data []byte) int {
	name, entry, _ := bytes.Cut(data, []byte{0})
	body, known := bodies[string(name)]
	if !known {
		panic("every: got no target of the name " + string(name))
	}
	return body(entry)
}

// bodies are those of the targets, by name.
var bodies = func() map[string]func([]byte) int {
	all := map[string]func([]byte) int{}
	for _, t := range fuzz.Targets() {
		all[t.Name] = t.Body
	}
	return all
}()
