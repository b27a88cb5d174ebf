// Package resume is the model: what the RFCs say of TLS 1.2 session
// resumption, at the level of messages, as a transition system.
//
// A State holds clients, servers, connections and what is on their wires. An
// Action is a command of the trace language; State.Do carries it out. Around
// that one relation there are three faces: Open gives a traces.System, Check
// explores a Config, and a Defect is a mistake that Check must find.
package resume

// A Value stands for bytes that nobody guesses: a secret, a ticket, a session
// ID, a key, a random. Equal values are equal bytes, and 0 is empty. Which
// number a value has means nothing: Encode numbers them anew.
type Value uint32

// noSecret are the keys of an end that changes its cipher without a secret.
const noSecret = ^Value(0)

// A Name is a text of the header or of a command: its place in World.names,
// and 0 for none.
type Name uint16

// Seconds is a time or a length of time.
type Seconds int64

// Day is how long a session may be resumed.
// RFC 5246 F.1.4: "an upper limit of 24 hours is suggested for session ID lifetimes".
const Day Seconds = 86400

// A State is everything at one moment.
type State struct {
	world *World
	tell  func(Occurrence) // hears of all that happens; nil while searching

	Now     Seconds
	Last    Value // the newest value
	Servers []ServerNode
	Clients []ClientNode
	Stores  []Store // what store= names
	Conns   []Conn
	Spent   []uint8 // how often each allowance of a Config has been used
}

// A World is what never changes while a State goes on: names, and what is a
// matter of policy.
type World struct {
	names   []string // by Name
	folded  []Name   // by Name: without regard to case
	servers []Name
	clients []Name
	policy  Policy
	keyAges bool // the age of ticket keys counts
}

// A ServerNode is a server, or a fleet of one mind.
type ServerNode struct {
	Options  Options
	Named    Value   // the ticket key that key= names, or 0
	Ring     []Value // the ticket keys, oldest first: all open, the last one seals
	Cache    []Cached
	Revoked  []Value // the sessions (master secrets) whose tickets are dead
	Burnt    []Burn
	Borrowed []Value // the ticket keys that it made for itself, though they were there: for invariants
	Retired  []Value // the ticket keys that were destroyed: for invariants
	Sealing  Seconds // since when the last key of the ring seals: for invariants
}

// A ClientNode is a client and what it remembers.
type ClientNode struct {
	Options Options
	Store   []Stored
	Burnt   []Burn
}

// A Session is what both ends share beyond a connection.
type Session struct {
	Master Value
	EMS    bool
	Suite  Suite
	SNI    Name
	Peer   Name    // the name that the other end proved by its certificate
	Shown  Name    // client: the name in the certificate that it showed
	Host   Host    // server: where, and under which demand
	Made   Seconds // when the full handshake was
	Born   Seconds // the same, whatever a server makes of it: for invariants
}

// A Conn is a connection between two nodes, by their places in the State.
type Conn struct {
	Client, Server int
	Ends           [2]End
	Wires          [2][]Message // towards each Side
	Deviated       bool         // an end was made to misbehave, or the network did
	Buried         bool         // over, and nothing of it matters any more
}

// A Place names an end of a connection.
type Place struct {
	Conn int
	Side Side
}

func (s *State) end(p Place) *End { return &s.Conns[p.Conn].Ends[p.Side] }

func (s *State) server(p Place) *ServerNode { return &s.Servers[s.Conns[p.Conn].Server] }

func (s *State) client(p Place) *ClientNode { return &s.Clients[s.Conns[p.Conn].Client] }

// fresh makes a value that was not there before.
func (s *State) fresh() Value {
	s.Last++
	return s.Last
}
