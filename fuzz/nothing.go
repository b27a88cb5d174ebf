package fuzz

// Nothing is the empty target, beside which the others are measured: what it costs is the
// engine's part. It is none of Targets, and no campaign runs it.
var Nothing = Target{
	Name: "Nothing", About: "any bytes, at which nobody looks",
	Judge: func([]byte) (bool, error) { return false, nil }, Grammar: whole{"Nothing"},
}

// FuzzNothing is the target Nothing for go-fuzz. It stands apart from the others, which
// are all that OSS-Fuzz is to build.
func FuzzNothing(data []byte) int { return body("Nothing", data) }
