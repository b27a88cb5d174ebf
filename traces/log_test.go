package traces

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
)

const logHeader = "rule: r\nfrom: f\nserver s0 ems\nclient c0 ems\nseed: 1\n\n"

func TestALogIsATraceWithoutItsCommands(t *testing.T) {
	text, err := os.ReadFile("figures/draft-figure-2.trace")
	if err != nil {
		t.Fatal(err)
	}
	trace, err := Parse("figure", text)
	if err != nil {
		t.Fatal(err)
	}
	header, body, _ := bytes.Cut(text, []byte("\n\n"))
	bare := append(append(bytes.Clone(header), "\n\n"...), regexp.MustCompile(`(?m)^\S.*\n`).ReplaceAll(body, nil)...)
	l, err := ParseLog("log", bare)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range trace.Steps {
		for _, e := range s.Events {
			if got := l.Lines[n].Event; got.String() != e.String() {
				t.Errorf("got %s, want %s", got, e)
			}
			n++
		}
	}
	if len(l.Lines) != n || !IsLog(bare) || IsLog(text) {
		t.Errorf("got %d lines, want %d, and to tell a log from a trace", len(l.Lines), n)
	}
}

func TestALogLineTellsLessOrMore(t *testing.T) {
	l, err := ParseLog("log", []byte(logHeader+"  x.s > ServerHello suite=TLS_RSA_WITH_AES_128_CBC_SHA session_id=0a1b -ems -ticket -- prose\n"))
	if err != nil {
		t.Fatal(err)
	}
	line := l.Lines[0]
	if id, _ := line.Event.Fact("session_id"); id != "0a1b" || strings.Join(line.Lacks, " ") != "ems ticket" || line.Line != 7 || line.Event.Note != "prose" {
		t.Errorf("got %+v", line)
	}
}

func TestAMalformedLogIsRefusedWithItsPlace(t *testing.T) {
	for body, want := range map[string]string{
		"dial k1 c0 s0\n":                   "log:7:1: got another indentation",
		"  k1 > Finished\n":                 `log:7:3: got the end "k1"`,
		"  k1.x > Finished\n":               `log:7:3: got the end "k1.x"`,
		"  k1.c > Hello\n":                  `log:7:10: got "Hello"`,
		"  k1.c > Finished -ems\n":          `log:7:20: got the key "ems", want one of nothing`,
		"  k1.c > ClientHello ems -ems\n":   `log:7:27: got "ems" a second time`,
		"  k1.c > ClientHello -ems sni=x\n": `log:7:22: got the key "-ems"`,
		"  k1.c > Finished\n\n  k1.c > x\n": "log:8:1: got another indentation",
	} {
		_, err := ParseLog("log", []byte(logHeader+body))
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", body, err, want)
		}
	}
	if _, err := ParseLog("log", bytes.Repeat([]byte("x"), MaxSize+1)); err == nil {
		t.Error("got no error for a log that is too long")
	}
}
