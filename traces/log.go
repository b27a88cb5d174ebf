package traces

import (
	"slices"
	"strings"
)

// A Log is what ends of a world said of themselves, without the commands: a header
// as a trace has it, a blank line, and the events, each on a line of its own behind
// two blanks. So it is a trace without the lines in column 0, and what any stack
// prints can be turned into one. It may tell less than a trace:
//
//   - An end that no line names was not watched. Of one that is named, all that it
//     sent, aborted and agreed is there, in order. What it accepted is there as well,
//     or none of it.
//   - A fact that is not there is not told. A key with a minus before it (-ems), behind
//     the facts, tells that the event has no such fact.
//   - Any word can be a symbol: equal words equal bytes, different words different
//     bytes.
//   - The log may end anywhere.
type Log struct {
	Header Header
	Lines  []LogLine
}

// A LogLine is an event of a Log.
type LogLine struct {
	Event Event
	Lacks []string // the facts that it is told not to have
	Line  int      // in the file, from 1
}

// IsLog says whether a text is a log rather than a trace: its body begins with an
// event.
func IsLog(text []byte) bool {
	_, body, _ := strings.Cut(string(text), "\n\n")
	return strings.HasPrefix(body, " ")
}

// ParseLog reads a log. The file's name is for errors, which are always
// *SyntaxError.
func ParseLog(file string, text []byte) (*Log, error) {
	p := &parser{file: file, names: map[string]string{}}
	if len(text) > MaxSize {
		p.line = 1
		return nil, p.fail(1, "got %d bytes, want at most %d", len(text), MaxSize)
	}
	l := &Log{}
	p.world = &l.Header
	rest, err := p.header(&l.Header, strings.SplitAfter(string(text), "\n"))
	if err != nil {
		return nil, err
	}
	for i, line := range rest {
		p.line++
		if line = strings.TrimSuffix(line, "\n"); line == "" && i == len(rest)-1 {
			break
		}
		entry, err := p.logLine(line)
		if err != nil {
			return nil, err
		}
		l.Lines = append(l.Lines, entry)
	}
	return l, nil
}

func (p *parser) logLine(line string) (LogLine, error) {
	l := LogLine{Line: p.line}
	if err := p.printable(line); err != nil {
		return l, err
	}
	if !strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "   ") {
		return l, p.fail(1, "got another indentation, want two blanks before an event: a log has no commands")
	}
	end, _, _ := strings.Cut(line[2:], " ")
	if err := p.declareEnd(word{end, 3}); err != nil {
		return l, err
	}
	lacking, cut := p.lacking(line[2:])
	var err error
	if l.Event, err = p.event(cut); err != nil {
		return l, err
	}
	return l, p.lacks(&l, lacking)
}

// declareEnd makes the end of a connection known that no dial names.
func (p *parser) declareEnd(w word) error {
	conn, side, _ := strings.Cut(w.text, ".")
	if !isName(conn) || side != "c" && side != "s" {
		return p.fail(w.col, "got the end %q, want the name of a connection with .c (its client's end) or .s", w.text)
	}
	p.names[w.text] = "end"
	return nil
}

// lacking takes the words with a minus out of an event. They stand behind all
// others, so that columns are those of the line.
func (p *parser) lacking(text string) (lacking []word, rest string) {
	bare, note, noted := strings.Cut(text, " -- ")
	words := split(bare, 3)
	n := len(words)
	for n > 3 && strings.HasPrefix(words[n-1].text, "-") {
		n--
	}
	kept := bare
	if n < len(words) {
		kept = bare[:words[n].col-4]
	}
	if noted {
		kept += " -- " + note
	}
	return words[n:], kept
}

func (p *parser) lacks(l *LogLine, words []word) error {
	may, _ := facts(l.Event.Mark, l.Event.What)
	for _, w := range words {
		key := w.text[1:]
		if rank(may, key) < 0 {
			return p.fail(w.col+1, "got the key %q, want one of %s", key, wordNames(may))
		}
		if _, has := l.Event.Fact(key); has || slices.Contains(l.Lacks, key) {
			return p.fail(w.col+1, "got %q a second time", key)
		}
		l.Lacks = append(l.Lacks, key)
	}
	return nil
}
