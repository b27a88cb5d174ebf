package fuzz

import (
	"fmt"
	"slices"
	"strings"
)

// commands is the grammar of the fleet: a command is the byte of its verb and those of its
// operands, and shows as a line of a trace.
type commands struct{}

// Split implements Grammar. Commands that do nothing are left out.
func (commands) Split(data []byte) (pieces []Piece) {
	t := fleetTrace(data)
	add := func(fixed bool, words ...string) {
		b, err := fleetBytes(words)
		if err != nil {
			panic(err) // the words are those of the grammar
		}
		pieces = append(pieces, Piece{words[0], b, fixed})
	}
	for _, n := range t.Header.Servers {
		add(true, append([]string{"server"}, strings.Fields(n.String())...)...)
	}
	for _, n := range t.Header.Clients {
		add(true, append([]string{"client"}, strings.Fields(n.String())...)...)
	}
	for _, s := range t.Steps {
		add(false, append([]string{s.Command.Verb}, s.Command.Args...)...)
	}
	return pieces
}

// Join implements Grammar.
func (commands) Join(pieces []Piece) (data []byte) {
	for _, p := range pieces {
		data = append(data, p.Bytes...)
	}
	return data
}

// Show implements Grammar.
func (commands) Show(p Piece) string {
	words, _, _ := fleetWords(p.Bytes)
	return strings.Join(words, " ")
}

// Read implements Grammar.
func (commands) Read(line string) (Piece, error) {
	words := strings.Split(line, " ")
	b, err := fleetBytes(words)
	return Piece{words[0], b, words[0] == "server" || words[0] == "client"}, err
}

// fleetBytes are the bytes of a command.
func fleetBytes(words []string) ([]byte, error) {
	op, err := fleetVerbs.byteOf(words[0])
	if err != nil {
		return nil, fmt.Errorf("the verb: %w", err)
	}
	data, kinds := []byte{op}, verbOf(words[0]).Args
	for i, kind := range kinds {
		switch {
		case kind == "edit...":
			edits, err := editBytes(words[min(i+1, len(words)):], roleOf(words[1]), words[0] != "deploy")
			return append(data, edits...), err
		case kind == "number?" && len(words) == i+1:
			data = append(data, 0)
			continue
		case kind == "offer?":
			continue
		case len(words) <= i+1:
			return nil, fmt.Errorf("%s: got %d words, want %s", words[0], len(words)-1, strings.Join(kinds, " "))
		}
		b, err := operands[kind].byteOf(words[i+1])
		if err != nil {
			return nil, fmt.Errorf("%s, its %s: %w", words[0], strings.Trim(kind, "?"), err)
		}
		data = append(data, b)
	}
	if len(words) > len(data) {
		return nil, fmt.Errorf("%s: got %q more, want %s", words[0], words[len(data):], strings.Join(kinds, " "))
	}
	return data, nil
}

// editBytes are how many edits there are, and the byte of each. Those of a node that is made
// have no sign.
func editBytes(edits []string, role string, made bool) ([]byte, error) {
	data := []byte{0}
	for _, edit := range edits {
		var bit byte
		switch {
		case made:
		case strings.HasPrefix(edit, "-"):
			bit = removed
		case !strings.HasPrefix(edit, "+"):
			return nil, fmt.Errorf("got %q, want +option or -option", edit)
		}
		if !made {
			edit = edit[1:]
		}
		for _, word := range elements(edit) {
			b, err := options[role].optionByte(word, bit == removed)
			if err != nil {
				return nil, fmt.Errorf("a %s's option: %w", role, err)
			}
			data = append(data, b|bit)
		}
	}
	if len(data)-1 > maxEdits {
		return nil, fmt.Errorf("got %d options, want %d at most", len(data)-1, maxEdits)
	}
	data[0] = byte(len(data) - 1)
	return data, nil
}

// maxEdits is how many options stand behind their number.
const maxEdits = 15

// optionByte is the byte of an option, or of the first with the key that is taken away.
func (t table) optionByte(word string, away bool) (byte, error) {
	if !away {
		return t.byteOf(word)
	}
	i := slices.IndexFunc(t.words, func(w string) bool { key, _, _ := strings.Cut(w, "="); return key == word })
	if i < 0 {
		return 0, fmt.Errorf("got the key %q, want one of %s", word, strings.Join(t.words, ", "))
	}
	return byte(i), nil
}

// elements are an option, or of a list each by itself.
func elements(option string) []string {
	key, value, _ := strings.Cut(option, "=")
	if !slices.Contains(lists, key) || value == "" {
		return []string{option}
	}
	return each(key+"=", strings.Split(value, ",")...)
}

// fleetWords reads the first command of an input: its words, and how many bytes they are.
// It is false where one of them means nothing.
func fleetWords(data []byte) (words []string, size int, ok bool) {
	name, ok := fleetVerbs.word(data[0])
	if !ok {
		return nil, 1, false
	}
	words, size = []string{name}, 1
	for _, kind := range verbOf(name).Args {
		switch {
		case kind == "offer?":
			continue
		case size >= len(data):
			return nil, size, false
		case kind == "edit...":
			n := 1 + int(data[size])%(maxEdits+1)
			if size+n > len(data) {
				return nil, len(data), false
			}
			words = append(words, edits(data[size+1:size+n], roleOf(words[1]), name != "deploy")...)
			size += n
			continue
		}
		word, known := operands[kind].word(data[size])
		size++
		if ok = ok && known; word != "" {
			words = append(words, word)
		}
	}
	return words, size, ok
}

// edits reads edits. Those of lists that stand together are one, and those of a node that is
// made have no sign: there is nothing to take away.
func edits(data []byte, role string, made bool) (words []string) {
	list := "" // the one that the last word is of
	for _, b := range data {
		option, ok := options[role].word(b &^ removed)
		if !ok || made && b&removed != 0 {
			continue
		}
		key, value, _ := strings.Cut(option, "=")
		switch {
		case b&removed != 0:
			words, list = append(words, "-"+key), ""
		case list == key && slices.Contains(lists, key):
			words[len(words)-1] = joined(words[len(words)-1], value, key)
		default:
			words, list = append(words, "+"+option), key
		}
	}
	if made {
		for i := range words {
			words[i] = words[i][1:]
		}
	}
	return words
}

// joined adds an element to a list, unless it has it. Policies stand in the order of the
// vocabulary.
func joined(edit, element, key string) string {
	sign, list, _ := strings.Cut(edit, "=")
	all := strings.Split(list, ",")
	host := func(s string) string { name, _, _ := strings.Cut(s, ":"); return name }
	if slices.ContainsFunc(all, func(s string) bool { return host(s) == host(element) }) {
		return edit
	}
	all = append(all, element)
	if key == "policy" {
		slices.SortStableFunc(all, func(a, b string) int { return policyRank(a) - policyRank(b) })
	}
	return sign + "=" + strings.Join(all, ",")
}
