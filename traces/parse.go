package traces

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
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
// declared what it is: server, client, connection or end.
type parser struct {
	file   string
	line   int
	names  map[string]string
	edited []Word // the options of the node that a command is about
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
	col := len(key) + 2
	if err := p.printable(line); err != nil {
		return err
	}
	if slices.Contains([]string{"rule:", "from:", "seed:"}, key) && seen[key] {
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
	default:
		return p.fail(1, "got %q, want one of rule:, from:, note:, server, client, seed:", key)
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
	var words []word
	for _, s := range strings.Split(text, " ") {
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
	return Option{key, value}, p.optionValue(w, key, value)
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

func (p *parser) optionValue(w word, key, value string) error {
	at := w.col + len(key) + 1
	switch key {
	case "cert":
		if value != "ecdsa" && value != "rsa" {
			return p.fail(at, "got %q, want ecdsa or rsa", value)
		}
	case "suites":
		for _, s := range strings.Split(value, ",") {
			if !slices.Contains(Suites, s) {
				return p.fail(at, "got the suite %q, want one of %s", s, strings.Join(Suites, ", "))
			}
			at += len(s) + 1
		}
	}
	return nil
}

func wordNames(words []Word) string {
	if len(words) == 0 {
		return "nothing"
	}
	return names(words, func(w Word) string { return w.Name })
}

// body reads a line behind the header: a command, or an event of the last one.
func (p *parser) body(t *Trace, line string) error {
	p.line++
	line = strings.TrimSuffix(line, "\n")
	if line == "" {
		return nil // only at the end of the file: anything else has another spelling
	}
	if err := p.printable(line); err != nil {
		return err
	}
	if !strings.HasPrefix(line, " ") {
		c, err := p.command(line)
		t.Steps = append(t.Steps, Step{Command: c, Line: p.line})
		return err
	}
	if len(t.Steps) == 0 {
		return p.fail(1, "got an event, want a command before it")
	}
	if !strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "   ") {
		return p.fail(1, "got another indentation, want two blanks before an event")
	}
	e, err := p.event(line[2:])
	last := &t.Steps[len(t.Steps)-1]
	last.Events = append(last.Events, e)
	return err
}

func (p *parser) command(line string) (Command, error) {
	words := split(line, 1)
	verb, ok := findVerb(words[0].text)
	if !ok {
		return Command{}, p.fail(1, "got the verb %q, want one of %s", words[0].text, names(Verbs, func(v Verb) string { return v.Name }))
	}
	c := Command{Verb: verb.Name}
	args := words[1:]
	for i := 0; i < max(len(verb.Args), len(args)); i++ {
		kind, err := p.argKind(verb, i, len(args), len(line))
		if err != nil {
			return c, err
		}
		if i >= len(args) {
			break
		}
		if err := p.argument(kind, args[i]); err != nil {
			return c, err
		}
		c.Args = append(c.Args, args[i].text)
	}
	return c, nil
}

// argKind is the kind of the i-th argument, when n are given.
func (p *parser) argKind(verb Verb, i, n, width int) (string, error) {
	kinds := verb.Args
	if last := kinds[len(kinds)-1]; i >= len(kinds) && strings.HasSuffix(last, "...") {
		return strings.TrimSuffix(last, "..."), nil
	}
	if i >= len(kinds) {
		return "", p.fail(1, "got %d arguments, want %s %s", n, verb.Name, strings.Join(kinds, " "))
	}
	if i >= n && kinds[i] != "number?" {
		return "", p.fail(width+1, "got the end of the line, want %s %s", verb.Name, strings.Join(kinds, " "))
	}
	return strings.TrimSuffix(kinds[i], "..."), nil
}

func (p *parser) argument(kind string, w word) error {
	switch kind {
	case "conn":
		if err := p.declare(w, "connection"); err != nil {
			return err
		}
		p.names[w.text+".c"], p.names[w.text+".s"] = "end", "end"
		return nil
	case "connection":
		return p.known(w, "connection")
	case "node":
		p.edited = optionsOf[p.names[w.text]]
		return p.known(w, "server", "client")
	case "end", "client", "server":
		return p.known(w, kind)
	case "message":
		if _, ok := Messages[w.text]; !ok {
			return p.fail(w.col, "got the message %q, want one of %s", w.text, messageNames())
		}
	case "number", "number?":
		if n, err := strconv.ParseUint(w.text, 10, 16); err != nil || n == 0 {
			return p.fail(w.col, "got %q, want a number from 1 to 65535", w.text)
		}
	case "text":
		return p.token(w)
	case "duration":
		if _, err := Duration(w.text); err != nil {
			return p.fail(w.col, "%s", err)
		}
	case "edit":
		return p.edit(w)
	}
	return nil
}

// known refuses a name that was not declared as one of these.
func (p *parser) known(w word, as ...string) error {
	if was, ok := p.names[w.text]; !ok || !slices.Contains(as, was) {
		return p.fail(w.col, "got %q, want a declared %s", w.text, strings.Join(as, " or "))
	}
	return nil
}

// token refuses what would not survive printing as one word.
func (p *parser) token(w word) error {
	for i, r := range w.text {
		if r <= ' ' || r > '~' {
			return p.fail(w.col+i, "got the character %q, want visible ASCII", r)
		}
	}
	if w.text == "" {
		return p.fail(w.col, "got a blank, want a word")
	}
	return nil
}

// edit is +option, +option=value or -option.
func (p *parser) edit(w word) error {
	sign, text := w.text[:min(1, len(w.text))], w.text[min(1, len(w.text)):]
	rest := word{text, w.col + 1}
	switch {
	case sign == "+":
		_, err := p.option(rest, p.edited)
		return err
	case sign == "-" && rank(p.edited, text) < 0:
		return p.fail(rest.col, "got the key %q, want one of %s", text, wordNames(p.edited))
	case sign == "-":
		return nil
	}
	return p.fail(w.col, "got %q, want +option or -option", w.text)
}

func (p *parser) event(text string) (Event, error) {
	bare, note, noted := strings.Cut(text, " -- ")
	words := split(bare, 3)
	if len(words) < 3 {
		return Event{}, p.fail(3, "got %q, want an end, one of > < ! =, and what happened", text)
	}
	e := Event{End: words[0].text, What: words[2].text, Note: note}
	if err := p.known(words[0], "end"); err != nil {
		return e, err
	}
	if len(words[1].text) != 1 || !strings.Contains("><!=", words[1].text) {
		return e, p.fail(words[1].col, "got %q, want one of > < ! =", words[1].text)
	}
	e.Mark = words[1].text[0]
	keys, ok := facts(e.Mark, e.What)
	if !ok {
		return e, p.fail(words[2].col, "got %q, want one of %s", e.What, whats(e.Mark))
	}
	if noted && note == "" {
		return e, p.fail(len(bare)+4, "got no prose behind --")
	}
	return e, p.facts(&e, words[3:], keys)
}

func (p *parser) facts(e *Event, words []word, keys []Word) error {
	for _, w := range words {
		key, value, valued := strings.Cut(w.text, "=")
		i := rank(keys, key)
		if i < 0 {
			return p.fail(w.col, "got the key %q, want one of %s", key, wordNames(keys))
		}
		if err := p.valued(w, keys[i], value, valued); err != nil {
			return err
		}
		if err := p.token(w); err != nil {
			return err
		}
		e.Facts = append(e.Facts, Fact{key, value})
	}
	SortFacts(e)
	return p.unique(words)
}

// whats lists what can stand behind a mark.
func whats(mark byte) string {
	switch mark {
	case Aborted:
		return strings.Join(Alerts, ", ")
	case Agreed:
		return "full, resumed"
	}
	return messageNames()
}

func messageNames() string {
	all := make([]string, 0, len(Messages))
	for name := range Messages {
		all = append(all, name)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

var units = []struct {
	letter string
	length time.Duration
}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}

// Duration reads how long a tick is: a number from 1 to 65535, and s, m, h or
// d.
func Duration(text string) (time.Duration, error) {
	for _, u := range units {
		number, ok := strings.CutSuffix(text, u.letter)
		if !ok {
			continue
		}
		if n, err := strconv.ParseUint(number, 10, 16); err == nil && n > 0 {
			return time.Duration(n) * u.length, nil
		}
	}
	return 0, fmt.Errorf("got the duration %q, want a number from 1 to 65535 and one of s, m, h, d", text)
}
