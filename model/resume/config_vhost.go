package resume

// Clients that take the server for the one that made the session, whatever name
// they ask it for, wander between its virtual hosts.
var wander = []Allowance{
	{"deploy c0 +sni=a.example", 0}, {"deploy c0 +sni=b.example", 0}, {"deploy c0 +sni=c.example", 0},
	{"deploy c1 +sni=a.example", 0}, {"deploy c1 +sni=b.example", 0}, {"deploy c1 +sni=c.example", 0},
	{"dial * c0 s0", 0}, {"dial * c1 s0", 0},
}

const wanderers = "client c0 ems tickets sni=a.example identity=alice policy=names-by-server\n" +
	"client c1 ems sni=a.example policy=names-by-server\n"

var (
	_ = config(Config{
		Name: "vhost-client-auth",
		Shows: "a session crosses virtual hosts when nothing binds it to one, " +
			"and a client that was authenticated at the demand of one host is in at another",
		World: "server s0 ems tickets cache vhost=a.example auth=require vhosts=b.example:require,c.example policy=names-rfc4366\n" +
			wanderers,
		Live: 1, Dials: 3, Flights: true,
		Allows: wander,
		Goals:  []string{"client-authenticated", "client-refused"},
		Breaks: "auth-carried",
		States: 977, Transitions: 3619, Depth: 10,
	})
	_ = config(Config{
		Name:  "vhost-client-auth-bound",
		Shows: "a session that is bound to its virtual host lets nobody in at another that wants more",
		World: "server s0 ems tickets cache vhost=a.example vhosts=b.example:require,c.example:request\n" + wanderers,
		Live:  1, Dials: 3, Flights: true,
		Allows: wander,
		Goals: []string{
			"client-authenticated", "client-refused", "client-without-certificate", "further-host",
			"identity-resumed", "other-server-name", "resume-named",
		},
		States: 5733, Transitions: 28332, Depth: 20,
	})
	_ = config(Config{
		Name:  "vhost-names",
		Shows: "names are compared without regard to case, and under RFC 4366 not at all",
		World: "server s0 ems tickets vhost=a.example vhosts=b.example\n" +
			"server s1 ems tickets cache vhost=a.example vhosts=b.example policy=names-rfc4366\n" +
			"client c0 ems tickets sni=a.example policy=names-by-server\n",
		Live: 1, Dials: 3, Flights: true,
		Allows: append([]Allowance{
			{"deploy c0 +sni=A.Example", 0}, {"deploy c0 +sni=b.example", 0}, {"deploy c0 -sni", 0}, {"deploy c0 -tickets", 1},
		}, dials("c0", "s0 s1")...),
		Goals: []string{
			"further-host", "no-server-name", "other-server-name", "resume-by-id", "resume-in-other-case",
			"resume-named", "resume-under-other-name",
		},
		States: 13752, Transitions: 44187, Depth: 20,
	})
	_ = config(Config{
		Name: "vhost-astray",
		Shows: "a client that is led to a server of another name does not resume there: the two share neither keys nor store; " +
			"that the client aborts is the subject",
		World: "server s0 ems tickets cache vhost=a.example\n" +
			"server s1 ems tickets cache vhost=b.example\n" +
			"client c0 ems tickets sni=a.example\nclient c1 ems sni=a.example\n",
		Live: 1, Dials: 3, Flights: true,
		Allows:  dials("c0 c1", "s0 s1"),
		Without: []string{"rollout-safe"},
		Goals:   []string{"astray"},
		States:  139, Transitions: 174, Depth: 14,
	})
	_ = config(Config{
		Name:  "vhost-own-name",
		Shows: "a client that asks for another name offers the session of that name, or none",
		World: "server s0 ems tickets vhost=a.example vhosts=b.example\nclient c0 ems tickets sni=a.example\n",
		Live:  2, Dials: 3, Flights: true,
		Allows: []Allowance{
			{"deploy c0 +sni=a.example", 0}, {"deploy c0 +sni=b.example", 0}, {"dial * c0 s0", 0},
		},
		Goals:  []string{"further-host", "other-session-kept", "resume-named"},
		States: 1430, Transitions: 3624, Depth: 18,
	})
)
