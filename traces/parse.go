package traces

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// MaxSize is the size in bytes above which Parse refuses a trace.
const MaxSize = 1 << 20

// A SyntaxError says where a trace is malformed, and how.
type SyntaxError struct {
	File      string
	Line, Col int // from 1; Col counts bytes
	Message   string
}

// Error is "file:line:column: message".
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Message)
}

// Parse reads a trace. The file's name is for errors, which are always
// *SyntaxError.
func Parse(file string, text []byte) (*Trace, error) {
	p := &parser{file: file, names: map[string]string{}}
	t, err := p.trace(text)
	if err != nil {
		return nil, err
	}
	return t, nil
}

// A parser goes through the lines once. names tells of each name that has been
// declared what it is: server, client, adversary, connection or end.
type parser struct {
	file   string
	line   int
	world  *Header
	names  map[string]string
	doing  *Command // so far as it is read
	edited []Word   // the options of the node that it is about
}

func (p *parser) fail(col int, format string, args ...any) *SyntaxError {
	return &SyntaxError{p.file, p.line, col, fmt.Sprintf(format, args...)}
}

func (p *parser) trace(text []byte) (*Trace, error) {
	if len(text) > MaxSize {
		p.line = 1
		return nil, p.fail(1, "got %d bytes, want at most %d", len(text), MaxSize)
	}
	lines := strings.SplitAfter(string(text), "\n")
	t := &Trace{}
	p.world = &t.Header
	rest, err := p.header(&t.Header, lines)
	if err != nil {
		return nil, err
	}
	for _, line := range rest {
		if err := p.body(t, line); err != nil {
			return nil, err
		}
	}
	if err := p.oneSpelling(text, Format(t)); err != nil {
		return nil, err
	}
	return t, nil
}

// oneSpelling refuses a text that means the trace but is not how Format
// prints it: another order, a blank too many, a line end that is missing.
func (p *parser) oneSpelling(text, want []byte) error {
	if bytes.Equal(text, want) {
		return nil
	}
	at := 0
	for at < len(text) && at < len(want) && text[at] == want[at] {
		at++
	}
	p.line = 1 + bytes.Count(text[:at], []byte("\n"))
	col := at - bytes.LastIndexByte(text[:at], '\n')
	return p.fail(col, "got %s, want %s: a trace has one spelling", excerpt(text[at:]), excerpt(want[at:]))
}

func excerpt(text []byte) string {
	if len(text) == 0 {
		return "the end of the file"
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return strconv.Quote(string(line[:min(len(line), 40)]))
}

// header reads up to the blank line and returns the lines behind it.
func (p *parser) header(h *Header, lines []string) ([]string, error) {
	seen := map[string]bool{}
	for i, line := range lines {
		p.line++
		line = strings.TrimSuffix(line, "\n")
		if line == "" {
			return lines[i+1:], p.complete(seen)
		}
		if err := p.headerLine(h, line, seen); err != nil {
			return nil, err
		}
	}
	return nil, p.fail(1, "got the end of the file, want a blank line behind the header")
}

func (p *parser) complete(seen map[string]bool) error {
	for _, key := range []string{"rule:", "from:", "server", "client", "seed:"} {
		if !seen[key] {
			return p.fail(1, "got the end of the header, want a line %q", key)
		}
	}
	return nil
}

func (p *parser) headerLine(h *Header, line string, seen map[string]bool) error {
	key, value, _ := strings.Cut(line, " ")
	col := min(len(key)+2, len(line)+1) // behind a key without a value is the end
	if err := p.printable(line); err != nil {
		return err
	}
	if slices.Contains([]string{"rule:", "from:", "adversary", "seed:"}, key) && seen[key] {
		return p.fail(1, "got a second line %q", key)
	}
	seen[key] = true
	var err error
	switch key {
	case "rule:":
		h.Rule = value
	case "from:":
		h.From = value
	case "note:":
		h.Notes = append(h.Notes, value)
	case "seed:":
		if h.Seed, err = strconv.ParseUint(value, 10, 64); err != nil {
			return p.fail(col, "got seed %q, want a number", value)
		}
	case "server":
		h.Servers, err = p.node(h.Servers, "server", ServerOptions, value, col)
	case "client":
		h.Clients, err = p.node(h.Clients, "client", ClientOptions, value, col)
	case "adversary":
		h.Adversary = value
		err = p.declare(word{value, col}, "adversary")
	default:
		return p.fail(1, "got %q, want one of rule:, from:, note:, server, client, adversary, seed:", key)
	}
	return err
}

// printable refuses what does not show: control characters and bad UTF-8.
func (p *parser) printable(line string) error {
	for i, r := range line {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return p.fail(i+1, "got the character %q, want printable text", r)
		}
	}
	return nil
}

func (p *parser) node(nodes []Node, role string, options []Word, text string, col int) ([]Node, error) {
	words := split(text, col)
	n := Node{Name: words[0].text}
	if err := p.declare(words[0], role); err != nil {
		return nil, err
	}
	for _, w := range words[1:] {
		o, err := p.option(w, options)
		if err != nil {
			return nil, err
		}
		n.Options = append(n.Options, o)
	}
	slices.SortStableFunc(n.Options, func(a, b Option) int { return rank(options, a.Key) - rank(options, b.Key) })
	return append(nodes, n), p.unique(words[1:])
}

// unique refuses a key that stands twice in one line.
func (p *parser) unique(words []word) error {
	seen := map[string]bool{}
	for _, w := range words {
		key, _, _ := strings.Cut(w.text, "=")
		if seen[key] {
			return p.fail(w.col, "got %q a second time", key)
		}
		seen[key] = true
	}
	return nil
}

// A word of a line, and the column where it stands.
type word struct {
	text string
	col  int
}

func split(text string, col int) []word {
	words := make([]word, 0, 1+strings.Count(text, " "))
	for s := range strings.SplitSeq(text, " ") {
		words = append(words, word{s, col})
		col += len(s) + 1
	}
	return words
}

// declare makes a name known: a letter, then letters, digits and "-".
func (p *parser) declare(w word, as string) error {
	if !isName(w.text) {
		return p.fail(w.col, "got the name %q, want a letter and then letters, digits or -", w.text)
	}
	if was, ok := p.names[w.text]; ok {
		return p.fail(w.col, "got %q a second time: it is a %s already", w.text, was)
	}
	p.names[w.text] = as
	return nil
}

func isName(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r != '-' && (r < '0' || r > '9')) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func (p *parser) option(w word, words []Word) (Option, error) {
	key, value, valued := strings.Cut(w.text, "=")
	i := rank(words, key)
	if i < 0 {
		return Option{}, p.fail(w.col, "got the key %q, want one of %s", key, wordNames(words))
	}
	if err := p.valued(w, words[i], value, valued); err != nil {
		return Option{}, err
	}
	return Option{key, value}, p.optionValue(w, key, value, roleOf(words))
}

// valued refuses a flag with a value and a key without one.
func (p *parser) valued(w word, as Word, value string, valued bool) error {
	switch {
	case as.Valued && value == "":
		return p.fail(w.col, "got %q without a value: it is %s", as.Name, as.Means)
	case !as.Valued && valued:
		return p.fail(w.col+len(as.Name), "got a value for %q, which takes none", as.Name)
	}
	return nil
}

func wordNames(words []Word) string {
	if len(words) == 0 {
		return "nothing"
	}
	return names(words, func(w Word) string { return w.Name })
}
