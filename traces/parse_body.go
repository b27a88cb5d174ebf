package traces

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

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
	p.doing = &c
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
	return c, p.adverse(c, words)
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
	if i >= n && !MayLack(kinds[i]) {
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
	case "client", "server":
		if p.doing.Verb == "dial" {
			return p.known(w, kind, "adversary")
		}
		return p.known(w, kind)
	case "end":
		return p.known(w, kind)
	case "message":
		if _, ok := Messages[w.text]; !ok {
			return p.fail(w.col, "got the message %q, want one of %s", w.text, messageNames())
		}
		if _, ok := Forgeries[w.text]; !ok && p.doing.Verb == "forge" {
			return p.fail(w.col, "got the message %q, want one of %s", w.text, keys(Forgeries))
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
	case "part":
		return p.part(w)
	case "offer?":
		return p.offer(w)
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
	may, ok := facts(e.Mark, e.What)
	if !ok {
		return e, p.fail(words[2].col, "got %q, want one of %s", e.What, whats(e.Mark))
	}
	if noted && note == "" {
		return e, p.fail(len(bare)+4, "got no prose behind --")
	}
	return e, p.facts(&e, words[3:], may)
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

func messageNames() string { return keys(Messages) }

// keys lists the keys of a table, by name.
func keys(table map[string][]Word) string { return strings.Join(slices.Sorted(maps.Keys(table)), ", ") }
