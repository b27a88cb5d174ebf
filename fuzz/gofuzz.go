package fuzz

// The functions that go-fuzz-build finds: it wants names that begin with Fuzz.

// FuzzNewSessionTicket is NewSessionTicket for go-fuzz.
func FuzzNewSessionTicket(data []byte) int { return NewSessionTicket(data) }
