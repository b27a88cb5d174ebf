package main

import (
	"os"
	"strings"
	"testing"

	"tlsresume/traces"
)

// The chart in the README is that of the stored trace.
func TestChartOfTheREADMEIsOfTheStoredTrace(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	trace, err := traces.Load("../../traces/adversary/triple-handshake-no-ems.trace")
	if err != nil {
		t.Fatal(err)
	}
	if want := "```mermaid\n" + string(traces.Chart(trace)) + "```\n"; !strings.Contains(string(readme), want) {
		t.Errorf("README.md: want\n%s", want)
	}
}
