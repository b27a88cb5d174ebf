package resume

import (
	"strings"

	"tlsresume/traces"
)

// A Config is a world and what may happen in it. It bounds the exploration,
// never the relation.
type Config struct {
	Name  string
	Shows string
	World string // the header's lines for servers and clients
	Live  int    // how many connections may be under way at a time
	// Allows lists the commands besides deliver, with how often each may be
	// given. A "*" is a new connection after dial, and any connection else. Among
	// equally short paths the one reported prefers what stands first here, so dial
	// stands last: the operator acts between connections rather than during them.
	Allows []Allowance
	Goals  []string // that must be reached
}

// An Allowance is a command that may be given so many times.
type Allowance struct {
	Command string
	Times   int
}

// configs is in the order in which goals look for their witness.
var configs = []Config{
	{
		Name: "ticket-order",
		Shows: "tickets are issued, renewed, rejected and lost in the order of RFC 5077, " +
			"however connections and the operator interleave",
		World: "server s0 ems tickets vhost=a.example\nclient c0 ems tickets sni=a.example\n",
		Live:  3,
		Allows: []Allowance{
			{"rotate s0", 1}, {"retire s0", 1}, {"restart s0", 1}, {"deploy s0 +renew", 1}, {"dial * c0 s0", 3},
		},
		Goals: []string{
			"accept-without-renewal", "dial-with-ticket-in-hand", "issue-ticket",
			"reject-and-reissue", "reject-unsealed", "renew-ticket", "resume-ems",
		},
	},
	{
		Name:  "ticket-age",
		Shows: "tickets end with the day of their session, renewed or not, and with the server's wish to have any",
		World: "server s0 ems tickets renew vhost=a.example\nclient c0 ems tickets sni=a.example\n",
		Live:  2,
		Allows: []Allowance{
			{"tick 12h", 2}, {"deploy s0 -tickets", 1}, {"dial * c0 s0", 3},
		},
		Goals: []string{"issue-nothing", "reject-old-ticket", "renew-ticket"},
	},
	{
		Name:  "session-id",
		Shows: "session IDs are resumed while the cache has them, for a day, and under the same name",
		World: "server s0 ems cache\nclient c0 ems sni=s0\n",
		Live:  2,
		Allows: []Allowance{
			{"evict s0", 1}, {"restart s0", 1}, {"deploy c0 -sni", 1}, {"tick 1d", 1}, {"dial * c0 s0", 3},
		},
		Goals: []string{"forgotten-id", "no-server-name", "other-server-name", "resume-by-id"},
	},
	{
		Name:  "alerts",
		Shows: "a fatal alert takes the session along, and close_notify does not",
		World: "server s0 ems cache\nclient c0 ems sni=s0\n",
		Live:  2,
		Allows: []Allowance{
			{"say *.c ClientKeyExchange", 1}, {"close *.c", 1}, {"close *.s", 1}, {"dial * c0 s0", 2},
		},
		Goals: []string{"close", "forgotten-id", "offer-after-fatal", "resume-by-id"},
	},
	{
		Name: "ems-deploy",
		Shows: "the extended master secret is rolled out and back at both ends, " +
			"with tickets and with a cache, and no connection breaks",
		World: "server s0 tickets cache\nclient c0 tickets marker sni=s0\n",
		Live:  2,
		Allows: []Allowance{
			{"deploy s0 +ems", 1}, {"deploy s0 -ems", 1}, {"deploy c0 +ems", 1}, {"deploy c0 -ems", 1},
			{"deploy s0 -tickets", 1}, {"dial * c0 s0", 3},
		},
		Goals: []string{
			"ems-after-legacy", "ems-session-ignored", "issue-ticket", "legacy-after-ems",
			"resume-beside-id", "resume-by-id", "resume-ems", "resume-legacy",
		},
	},
}

// Configs lists the stock configurations.
func Configs() []Config { return configs }

// Header is the world of the configuration as a trace begins.
func (c Config) Header() traces.Header {
	text := "rule: " + c.Shows + "\nfrom: model, config " + c.Name + "\n" + c.World + "seed: 1\n\n"
	t, err := traces.Parse(c.Name, []byte(text))
	if err != nil {
		panic(err) // the table above is wrong
	}
	return t.Header
}

// allowed is an allowance as the search needs it.
type allowed struct {
	action Action
	times  uint8
	each   bool // for each connection
}

func (c Config) allowed() []allowed {
	n := namesOf(c.Header())
	var all []allowed
	for _, w := range c.Allows {
		words := strings.Fields(w.Command)
		x := allowed{times: uint8(w.Times)}
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
		x.action = a
		all = append(all, x)
	}
	return all
}
