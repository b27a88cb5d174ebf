package resume

import "slices"

// Wherever a state is written, it is written in the memory of another one that is
// needed no more: searching makes millions of them. What a node or a connection has
// lists of must be set and emptied below, else it is shared or thrown away.

// clone is a copy that shares nothing that can change.
func (s *State) clone() State {
	var t State
	t.set(s)
	return t
}

// set makes t such a copy, in the memory that t has.
func (t *State) set(s *State) {
	old := *t
	*t = *s
	t.Servers = copied(old.Servers, s.Servers, (*ServerNode).set)
	t.Clients = copied(old.Clients, s.Clients, (*ClientNode).set)
	t.Stores = copied(old.Stores, s.Stores, (*Store).set)
	t.Conns = copied(old.Conns, s.Conns, (*Conn).set)
	t.Spent = append(old.Spent[:0], s.Spent...)
}

// empty leaves nothing of a state but its world and its memory.
func (s *State) empty() {
	*s = State{
		world: s.world, Servers: s.Servers[:0], Clients: s.Clients[:0], Stores: s.Stores[:0],
		Conns: s.Conns[:0], Spent: s.Spent[:0],
	}
}

func (t *ServerNode) set(n *ServerNode) {
	old := *t
	*t = *n
	t.Ring = append(old.Ring[:0], n.Ring...)
	t.Cache = append(old.Cache[:0], n.Cache...)
	t.Revoked = append(old.Revoked[:0], n.Revoked...)
	t.Burnt = append(old.Burnt[:0], n.Burnt...)
	t.Retired = append(old.Retired[:0], n.Retired...)
	t.Borrowed = append(old.Borrowed[:0], n.Borrowed...)
}

func (n *ServerNode) empty() {
	*n = ServerNode{
		Ring: n.Ring[:0], Cache: n.Cache[:0], Revoked: n.Revoked[:0], Burnt: n.Burnt[:0], Retired: n.Retired[:0],
		Borrowed: n.Borrowed[:0],
	}
}

func (t *ClientNode) set(n *ClientNode) {
	old := *t
	*t = *n
	t.Store = append(old.Store[:0], n.Store...)
	t.Burnt = append(old.Burnt[:0], n.Burnt...)
}

func (n *ClientNode) empty() {
	*n = ClientNode{Store: n.Store[:0], Burnt: n.Burnt[:0]}
}

func (t *Store) set(x *Store) {
	old := *t
	*t = *x
	t.Cached = append(old.Cached[:0], x.Cached...)
}

func (x *Store) empty() { *x = Store{Cached: x.Cached[:0]} }

func (t *Conn) set(c *Conn) {
	old := t.Wires
	*t = *c
	for side := range old {
		t.Wires[side] = append(old[side][:0], c.Wires[side]...)
	}
}

func (c *Conn) empty() {
	*c = Conn{Wires: [2][]Message{c.Wires[Client][:0], c.Wires[Server][:0]}}
}

// copied is a copy of a list, in the memory of another one. What its elements have
// there is used again as well.
func copied[T any](memory, list []T, set func(t, x *T)) []T {
	memory = slices.Grow(memory[:0], len(list))[:len(list)]
	for i := range list {
		set(&memory[i], &list[i])
	}
	return memory
}
