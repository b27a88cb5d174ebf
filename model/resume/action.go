package resume

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tlsresume/traces"
)

// An Action is a command of the trace language in compact form. Which fields
// count depends on the verb.
type Action struct {
	Verb           string
	Conn           int  // its place among the connections
	Side           Side // of the end; of the node that deploy means
	Client, Server int
	Heir           int // of share: the server that is given the keys of Server
	Kind, Behind   Kind
	N              int
	Text           string // of send, tick, deploy
}

func (a Action) place() Place { return Place{a.Conn, a.Side} }

// A Verb is what the model makes of a verb of the vocabulary.
type Verb struct {
	Name  string
	Cites string
	do    func(*State, Action) bool
}

var verbs = map[string]Verb{}

// action registers a verb. Its function changes the state, or reports that the
// action is not enabled.
func action(name, cites string, do func(*State, Action) bool) Verb {
	v := Verb{name, cites, do}
	verbs[name] = v
	return v
}

// Verbs lists what the model can do, by name.
func Verbs() []Verb {
	var all []Verb
	for _, v := range traces.Verbs {
		if mine, ok := verbs[v.Name]; ok {
			all = append(all, mine)
		}
	}
	slices.SortFunc(all, func(a, b Verb) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Do carries out an action in place. It reports false when the action was not
// enabled; the state is then as it was.
func (s *State) Do(a Action) bool { return verbs[a.Verb].do(s, a) }

// A naming translates between commands and actions.
type naming struct{ conns, servers, clients []string }

func namesOf(h traces.Header) naming {
	var n naming
	for _, node := range h.Servers {
		n.servers = append(n.servers, node.Name)
	}
	for _, node := range h.Clients {
		n.clients = append(n.clients, node.Name)
	}
	return n
}

// kindsOf are the kinds of a verb's arguments.
func kindsOf(verb string) []string {
	i := slices.IndexFunc(traces.Verbs, func(v traces.Verb) bool { return v.Name == verb })
	return traces.Verbs[i].Args
}

// action reads a command. It fails on a verb that the model does not have and
// on names that it does not know.
func (n *naming) action(c traces.Command) (Action, error) {
	a := Action{Verb: c.Verb}
	if _, ok := verbs[c.Verb]; !ok {
		return a, fmt.Errorf("the model does not %s: %w", c.Verb, traces.ErrCannot)
	}
	for i, kind := range kindsOf(c.Verb) {
		if i >= len(c.Args) {
			if !traces.MayLack(kind) {
				return a, fmt.Errorf("got %q, want %s %s", c, c.Verb, strings.Join(kindsOf(c.Verb), " "))
			}
			break
		}
		if err := n.argument(&a, kind, c.Args[i:]); err != nil {
			return a, fmt.Errorf("%s: %w", c, err)
		}
	}
	if a.Verb == "deploy" {
		return a, able(traces.Node{Name: c.Args[0]}.Edit(c.Args[1:]))
	}
	return a, a.speakable()
}

func (n *naming) argument(a *Action, kind string, args []string) (err error) {
	word := args[0]
	switch kind {
	case "conn":
		if slices.Contains(n.conns, word) {
			return fmt.Errorf("got the connection %q a second time", word)
		}
		a.Conn = len(n.conns)
	case "connection":
		a.Conn, err = index(n.conns, "connection", word)
	case "end":
		conn, side, _ := strings.Cut(word, ".")
		if a.Side = Client; side == "s" {
			a.Side = Server
		}
		a.Conn, err = index(n.conns, "connection", conn)
	case "client":
		a.Client, err = index(n.clients, "client", word)
	case "server": // of two, Server is the second
		a.Heir = a.Server
		a.Server, err = index(n.servers, "server", word)
	case "node":
		if a.Server, err = index(n.servers, "server", word); err == nil {
			a.Side = Server
		} else {
			a.Server = 0
			a.Client, err = index(n.clients, "client or server", word)
		}
	case "message":
		k := Kind(max(slices.Index(kindNames[:], word), 0))
		if a.Kind == 0 {
			a.Kind = k
		} else {
			a.Behind = k
		}
		if k == 0 {
			return fmt.Errorf("got %q, want the name of a message", word)
		}
	case "number", "number?":
		a.N, err = strconv.Atoi(word)
	case "text", "duration":
		a.Text = word
	case "edit...":
		a.Text = strings.Join(args, " ")
	}
	return err
}

func index(names []string, what, name string) (int, error) {
	i := slices.Index(names, name)
	if i < 0 {
		return 0, fmt.Errorf("got %q, want the name of a %s", name, what)
	}
	return i, nil
}

// senders tells which side has such a message to say.
var senders = map[Kind][]Side{
	HelloRequest:       {Server},
	ClientHello:        {Client},
	ServerHello:        {Server},
	Certificate:        {Client, Server},
	ServerKeyExchange:  {Server},
	CertificateRequest: {Server},
	ServerHelloDone:    {Server},
	ClientKeyExchange:  {Client},
	CertificateVerify:  {Client},
	NewSessionTicket:   {Server},
	ChangeCipherSpec:   {Client, Server},
	Finished:           {Client, Server},
}

// speakable refuses to say what the end has no words for.
func (a Action) speakable() error {
	if a.Verb == "say" && !slices.Contains(senders[a.Kind], a.Side) {
		return fmt.Errorf("this end does not say %s: %w", a.Kind, traces.ErrCannot)
	}
	return nil
}

// command is the inverse of action.
func (n *naming) command(a Action) traces.Command {
	c := traces.Command{Verb: a.Verb}
	kinds := []Kind{a.Kind, a.Behind}
	servers := []int{a.Server}
	if a.Verb == "share" {
		servers = []int{a.Heir, a.Server}
	}
	for _, kind := range kindsOf(a.Verb) {
		switch kind {
		case "conn", "connection":
			c.Args = append(c.Args, n.conn(a.Conn))
		case "end":
			c.Args = append(c.Args, n.conn(a.Conn)+[...]string{".c", ".s"}[a.Side])
		case "client":
			c.Args = append(c.Args, n.clients[a.Client])
		case "server":
			c.Args, servers = append(c.Args, n.servers[servers[0]]), servers[1:]
		case "node":
			c.Args = append(c.Args, [...]string{n.clients[a.Client], n.servers[a.Server]}[a.Side])
		case "message":
			c.Args, kinds = append(c.Args, kinds[0].String()), kinds[1:]
		case "number", "number?":
			if a.N > 0 {
				c.Args = append(c.Args, strconv.Itoa(a.N))
			}
		case "text", "duration":
			c.Args = append(c.Args, a.Text)
		case "edit...":
			c.Args = append(c.Args, strings.Fields(a.Text)...)
		}
	}
	return c
}

// conn is the name of a connection; those of a search are k1, k2, and so on.
func (n *naming) conn(i int) string {
	if i < len(n.conns) {
		return n.conns[i]
	}
	return fmt.Sprintf("k%d", i+1)
}
