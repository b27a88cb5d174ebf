package resume

import (
	"slices"
	"strings"

	"tlsresume/model/check"
	"tlsresume/traces"
)

// A Config is a world and what may happen in it. It bounds the exploration,
// never the relation.
type Config struct {
	Name  string
	Shows string
	World string // the header's lines for servers and clients
	Live  int    // how many connections may be under way at a time
	Dials int    // how many there may be in all; 0 leaves that to Allows
	// Flights says that a delivery hands over all that stands on the wire. Else it
	// is one record, as befits worlds about order.
	Flights bool
	// Allows lists the commands besides deliver, with how often each may be
	// given. A "*" is a new connection after dial, and any connection else. Among
	// equally short paths the one reported prefers what stands first here, so dial
	// stands last: the operator acts between connections rather than during them.
	Allows []Allowance
	Goals  []string // that must be reached
	// Breaks is the invariant that the world breaks, by its policies; empty if
	// everything is to hold.
	Breaks string
	// Without are the invariants that the world does not keep, since it is about
	// what breaks them.
	Without []string
	// Claims are invariants that its operator means it to keep.
	Claims []string
	Deep   bool // too large to be explored with the others
	// States, Transitions and Depth are what exploring the world must count, so
	// that an edit which shrinks it does not go unseen.
	States, Transitions int64
	Depth               int
}

// An Allowance is a command that may be given so many times; 0 is any number. Or
// it is several with semicolons between them: one behind the other, with whatever
// happens meanwhile.
type Allowance struct {
	Command string
	Times   int
}

var configs = check.Register[Config]{Name: func(c Config) string { return c.Name }}

// config registers a configuration.
func config(c Config) Config { return configs.Add(c) }

// Configs lists the configurations, by name.
func Configs() []Config { return configs.All() }

// Invariants names those that are looked at.
func (c Config) Invariants() (names []string) {
	for _, i := range Invariants() {
		if c.looksAt(&i) {
			names = append(names, i.Name)
		}
	}
	return names
}

// looksAt says whether the world is to keep an invariant.
func (c *Config) looksAt(i *Invariant) bool {
	return (!i.Claim || slices.Contains(c.Claims, i.Name)) && !slices.Contains(c.Without, i.Name)
}

// Header is the world of the configuration as a trace begins.
func (c Config) Header() traces.Header {
	text := "rule: " + c.Shows + "\nfrom: model, config " + c.Name + "\n" + c.World + "seed: 1\n\n"
	t, err := traces.Parse(c.Name, []byte(text))
	if err == nil {
		err = able(slices.Concat(t.Header.Servers, t.Header.Clients)...)
	}
	if err != nil {
		panic(err) // the table above is wrong
	}
	return t.Header
}

// allowed is an allowance as the search needs it.
type allowed struct {
	steps []Action // each behind the one before
	times uint8    // how many steps may be taken
	each  bool     // for each connection
}

// next is the step whose turn it is.
func (w *allowed) next(spent uint8) Action { return w.steps[int(spent)%len(w.steps)] }

func (c Config) allowed() []allowed {
	n := namesOf(c.Header())
	var all []allowed
	for _, w := range c.Allows {
		var x allowed
		for command := range strings.SplitSeq(w.Command, "; ") {
			words := strings.Fields(command)
			for i, word := range words {
				if rest, ok := strings.CutPrefix(word, "*"); ok {
					words[i] = "any" + rest
					x.each = true
				}
			}
			if n.conns = []string{"any"}; words[0] == "dial" {
				n.conns = nil
			}
			a, err := n.action(traces.Command{Verb: words[0], Args: words[1:]})
			if err != nil {
				panic(err) // the table above is wrong
			}
			x.steps = append(x.steps, a)
		}
		x.times = uint8(w.Times * len(x.steps))
		all = append(all, x)
	}
	return all
}

// dials allows each of the clients to dial each of the servers.
func dials(clients, servers string) (all []Allowance) {
	for c := range strings.FieldsSeq(clients) {
		for s := range strings.FieldsSeq(servers) {
			all = append(all, Allowance{"dial * " + c + " " + s, 0})
		}
	}
	return all
}
