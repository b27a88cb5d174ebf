package traces

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestStoredTracesHaveOneSpelling(t *testing.T) {
	files, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		trace, err := Parse(file, text)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := Format(trace); !bytes.Equal(got, text) {
			t.Errorf("%s: parse then print is another text", file)
		}
	}
}

const small = `rule: a sentence (RFC 5077 3.3)
from: a test
note: prose
server s0 ems tickets key=K1 vhost=a.example
server s1 cert=rsa suites=TLS_RSA_WITH_AES_128_CBC_SHA
client c0 ems marker sni=a.example
seed: 7

deploy s0 -ems +key=K2
dial k1 c0 s0
  k1.c > ClientHello ticket=T1 ems session_id=empty ri=scsv
deliver k1.s 2
  k1.s ! unexpected_message got=Finished want=ClientHello -- prose of any kind
tick 7d
`

func TestSmallTraceParses(t *testing.T) {
	trace, err := Parse("small", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(Format(trace)); got != small {
		t.Errorf("got\n%s\nwant\n%s", got, small)
	}
	if got := trace.Steps[2].Events[0].Note; got != "prose of any kind" {
		t.Errorf("got note %q", got)
	}
	if got := trace.Steps[1].Line; got != 10 {
		t.Errorf("got line %d for the second command, want 10", got)
	}
}

// A mistake is one edit of a trace, and where the error must be.
type mistake struct {
	name, old, new string
	line, col      int
	says           string
}

var mistakes = []mistake{
	{"unknown header key", "from:", "form:", 2, 1, `got "form:"`},
	{"rule missing", "rule: a sentence (RFC 5077 3.3)\n", "", 7, 1, `want a line "rule:"`},
	{"rule twice", "from: a test", "rule: a test", 2, 1, "a second line"},
	{"unknown option", "server s0 ems", "server s0 emss", 4, 11, `got the key "emss"`},
	{"client's option on a server", "server s0 ems", "server s0 marker", 4, 11, `got the key "marker"`},
	{"flag with a value", "server s0 ems", "server s0 ems=yes", 4, 14, "takes none"},
	{"key without a value", "key=K1", "key", 4, 23, "without a value"},
	{"option twice", "tickets key=K1", "tickets tickets", 4, 23, "a second time"},
	{"name twice", "server s1", "server s0", 5, 8, "a second time"},
	{"bad name", "server s1", "server 1s", 5, 8, "want a letter"},
	{"no name", "server s1 cert=rsa suites=TLS_RSA_WITH_AES_128_CBC_SHA", "server", 5, 7, "want a letter"},
	{"unknown certificate", "cert=rsa", "cert=dsa", 5, 16, `got "dsa"`},
	{"unknown suite", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_RC4", 5, 27, "got the suite"},
	{"unknown demand", "cert=rsa", "auth=maybe", 5, 16, `got "maybe"`},
	{"bad host", "cert=rsa", "vhosts=b.example,B", 5, 28, `got the host "B"`},
	{"host twice", "cert=rsa", "vhosts=b,b:require", 5, 20, "a second time"},
	{"unknown demand of a host", "cert=rsa", "vhosts=b:maybe", 5, 20, `got "maybe"`},
	{"unknown policy", "cert=rsa", "policy=naive", 5, 18, `got the policy "naive"`},
	{"policy of another role", "cert=rsa", "policy=cert-change", 5, 18, `got the policy "cert-change"`},
	{"policies in another order", "cert=rsa", "policy=fence-key,ems-require", 5, 28, "in the order"},
	{"policy twice", "cert=rsa", "policy=fence-key,fence-key", 5, 28, "each once"},
	{"adversary's verb without one", "tick 7d", "relay k1.c k1.s", 14, 1, `want a line "adversary"`},
	{"offer without an adversary", "dial k1 c0 s0", "dial k1 c0 s0 session=none", 10, 15, `want a line "adversary"`},
	{"bad seed", "seed: 7", "seed: -7", 7, 7, "want a number"},
	{"no blank line", "seed: 7\n\n", "seed: 7\n", 8, 1, `got "deploy"`},
	{"unknown verb", "tick 7d", "tock 7d", 14, 1, `got the verb "tock"`},
	{"bad duration", "tick 7d", "tick 7w", 14, 6, "got the duration"},
	{"duration of nothing", "tick 7d", "tick 0d", 14, 6, "got the duration"},
	{"too few arguments", "dial k1 c0 s0", "dial k1 c0", 10, 11, "end of the line"},
	{"too many arguments", "tick 7d", "tick 7d 8d", 14, 1, "got 2 arguments"},
	{"unknown client", "dial k1 c0 s0", "dial k1 c9 s0", 10, 9, `got "c9"`},
	{"a server for a client", "dial k1 c0 s0", "dial k1 s0 s0", 10, 9, `got "s0"`},
	{"unknown end", "deliver k1.s 2", "deliver k2.s 2", 12, 9, `got "k2.s"`},
	{"bad number", "deliver k1.s 2", "deliver k1.s 0", 12, 14, "want a number"},
	{"unknown edit", "-ems +key", "-emss +key", 9, 12, `got the key "emss"`},
	{"edit of another role", "-ems +key", "-sni +key", 9, 12, `got the key "sni"`},
	{"edit without a sign", "-ems +key", "ems +key", 9, 11, "want +option or -option"},
	{"edit with nothing", "-ems +key=K2", "-ems +key=", 9, 17, "without a value"},
	{"event before a command", "deploy s0 -ems +key=K2\ndial k1 c0 s0\n", "", 9, 1, "want a command before it"},
	{"one blank before an event", "  k1.c >", " k1.c >", 11, 1, "two blanks"},
	{"three blanks before an event", "  k1.c >", "   k1.c >", 11, 1, "two blanks"},
	{"unknown mark", "k1.c > C", "k1.c ? C", 11, 8, "want one of > < ! ="},
	{"unknown message", "ClientHello ticket", "ClientHallo ticket", 11, 10, `got "ClientHallo"`},
	{"unknown alert", "unexpected_message", "unexpected", 13, 10, `got "unexpected"`},
	{"unknown fact", "ticket=T1", "tocket=T1", 11, 22, `got the key "tocket"`},
	{"fact of another message", "ticket=T1", "suite=T1", 11, 22, `got the key "suite"`},
	{"facts in another order", "ticket=T1 ems", "ems ticket=T1", 11, 22, "one spelling"},
	{"fact twice", "ticket=T1 ems", "ticket=T1 ticket=T1", 11, 32, "a second time"},
	{"no prose behind the dashes", "-- prose of any kind", "-- ", 13, 59, "no prose"},
	{"two blanks between words", "deliver k1.s 2", "deliver  k1.s 2", 12, 9, `got ""`},
	{"blank at the end", "tick 7d", "tick 7d ", 14, 1, "got 2 arguments"},
	{"blank line between commands", "tick 7d", "\ntick 7d", 14, 1, "one spelling"},
	{"no line end", "tick 7d\n", "tick 7d", 14, 8, "one spelling"},
	{"two line ends", "tick 7d\n", "tick 7d\n\n", 15, 1, "one spelling"},
	{"carriage return", "tick 7d\n", "tick 7d\r\n", 14, 8, "want printable text"},
	{"not UTF-8", "prose of", "prose \xff of", 13, 0, "want printable text"},
}

func TestMistakesNameLineAndColumn(t *testing.T) {
	mistaken(t, small, mistakes)
}

func mistaken(t *testing.T, trace string, mistakes []mistake) {
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			text := strings.Replace(trace, m.old, m.new, 1)
			if text == trace {
				t.Fatalf("%q is not in the trace", m.old)
			}
			_, err := Parse("file", []byte(text))
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("got %v, want a *SyntaxError", err)
			}
			if syntax.Line != m.line || m.col != 0 && syntax.Col != m.col || !strings.Contains(err.Error(), m.says) {
				t.Errorf("got %v, want file:%d:%d and %q", err, m.line, m.col, m.says)
			}
		})
	}
}

func TestHostsAndPoliciesOfANode(t *testing.T) {
	text := strings.Replace(small, "cert=rsa", "auth=request vhosts=b.example:require,c policy=fence-format,fence-key", 1)
	trace, err := Parse("file", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	n := trace.Header.Servers[1]
	if got, want := n.Hosts(), []Host{{"s1", "request"}, {"b.example", "require"}, {"c", ""}}; !slices.Equal(got, want) {
		t.Errorf("got hosts %v, want %v", got, want)
	}
	if got, want := n.Policies(), []string{"fence-format", "fence-key"}; !slices.Equal(got, want) {
		t.Errorf("got policies %v, want %v", got, want)
	}
	if got := trace.Header.Servers[0].Policies(); got != nil {
		t.Errorf("got policies %v of a node that names none", got)
	}
}

func TestHugeTraceIsRefused(t *testing.T) {
	if _, err := Parse("file", make([]byte, MaxSize+1)); err == nil {
		t.Error("got no error")
	}
}

// What parses is what Format prints, and no text makes Parse panic.
func TestWhatParsesHasOneSpelling(t *testing.T) {
	lines := strings.SplitAfter(small, "\n")
	words := strings.Fields(small)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.OneOf(
			rapid.SampledFrom(lines),
			rapid.Map(rapid.SliceOfN(rapid.SampledFrom(words), 1, 5), func(w []string) string { return strings.Join(w, " ") + "\n" }),
			rapid.String(),
		)).Draw(t, "lines"), "")
		for _, candidate := range []string{text, small + text} {
			trace, err := Parse("file", []byte(candidate))
			if err == nil && string(Format(trace)) != candidate {
				t.Fatalf("%q parses, and prints as %q", candidate, Format(trace))
			}
		}
	})
}
