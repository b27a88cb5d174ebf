package fuzz_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/traces"
)

// textSeeds are traces and logs: a handshake, an adversary, an operator, and what is
// refused in each part of a file.
var textSeeds = map[string][][]byte{
	"Trace": texts("",
		refusedSuite, early, deployed, strings.TrimSuffix(deployed, "\n"), strings.Replace(early, "seed: 1\n", "", 1),
		strings.Replace(refusedSuite, "deliver k1.s", "deliver  k1.s", 1), strings.Replace(deployed, "rotate s0", "rotate c0", 1)),
	"Log": texts("",
		logOf(refusedSuite), logOf(early), logOf(deployed), refusedSuite,
		logOf(refusedSuite)+"  k2.s > ServerHello suite=TLS_RSA_WITH_AES_128_CBC_SHA session_id=0a1b -ems -ticket -- prose\n",
		logOf(refusedSuite)+"  k2.c > ClientHello ems -ems\n"),
}

// storedTraces are those of the project that are not long, and their logs.
func storedTraces(t *testing.T) map[string][][]byte {
	t.Helper()
	const most = 2000
	all := map[string][][]byte{}
	err := filepath.WalkDir(filepath.Join("..", "traces"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != traces.Extension {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && len(text) <= most {
			all["Trace"] = append(all["Trace"], text)
			all["Log"] = append(all["Log"], []byte(logOf(string(text))))
		}
		return err
	})
	if err != nil || len(all["Trace"]) == 0 {
		t.Fatalf("got %d stored traces, %v", len(all["Trace"]), err)
	}
	return all
}

func texts(all ...string) (seeds [][]byte) {
	for _, s := range all {
		seeds = append(seeds, []byte(s))
	}
	return seeds
}

// logOf is a trace without its commands.
func logOf(trace string) string {
	header, body, _ := strings.Cut(trace, "\n\n")
	log := header + "\n\n"
	for line := range strings.Lines(body) {
		if line[0] == ' ' {
			log += line
		}
	}
	return log
}

const refusedSuite = `rule: RFC 5246 7.4.1.3, without an acceptable suite the server refuses the ClientHello
from: nobody
server s0 ems cert=rsa suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
client c0 ems
seed: 1

dial k1 c0 s0
  k1.c > ClientHello ems session_id=empty ri=scsv
deliver k1.s
  k1.s ! handshake_failure -- no cipher suite suits both (RFC 5246 7.4.1.3)
deliver k1.c
  k1.c < Alert level=fatal alert=handshake_failure
`

const early = `rule: RFC 5246 1
from: nobody
note: a finding
note: in two lines
server s0 ems cache
client c0 ems
adversary m
seed: 1

dial k1 c0 s0
  k1.c > ClientHello ems session_id=empty ri=scsv
dial k3 m s0
forge k3.s ClientHello random=k1 ems early
  k3.s ! unexpected_message
`

const deployed = `rule: RFC 5077 5.5
from: nobody
server s0 ems tickets vhost=a.example
client c0 ems tickets sni=a.example
client c1
seed: 18446744073709551615

rotate s0
deploy c0 -ems +sni=b.example
deploy s0 +policy=issue-empty
tick 12h
dial k1 c0 s0
`
