package fuzz

import (
	"os"
	"sync"
)

// The functions that go-fuzz-build finds: it wants names that begin with Fuzz.

// FuzzNewSessionTicket is the target NewSessionTicket for go-fuzz.
func FuzzNewSessionTicket(data []byte) int { return body("NewSessionTicket", data) }

// bodies are those of the targets, by name.
var bodies = func() map[string]func([]byte) int {
	all := map[string]func([]byte) int{}
	for _, t := range Targets() {
		all[t.Name] = t.Body
	}
	return all
}()

func body(target string, data []byte) int {
	fromEnvironment()
	return bodies[target](data)
}

// fromEnvironment plants the defect that an engine was started with.
var fromEnvironment = sync.OnceFunc(func() {
	if err := Plant(os.Getenv(DefectVariable)); err != nil {
		panic(err)
	}
})
