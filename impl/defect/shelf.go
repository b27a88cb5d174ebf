package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A shelf is where the clients of a fleet keep their newest sessions, beside where they
// should: by a key that does not tell apart what has to be.
type shelf map[string]*session.ClientSession

// A shelfKey is the key for sessions of a client that were made under a server_name; ""
// is none.
type shelfKey func(client traces.Node, serverName string) string

// keep has the ends of clients put their sessions there, too.
func (s shelf) keep(key shelfKey) func(handshake.Side, traces.Node, script.Keeper) script.Keeper {
	return func(side handshake.Side, node traces.Node, of script.Keeper) script.Keeper {
		if side == handshake.Server {
			return of
		}
		return shelfKeeper{of, s, func(serverName string) string { return key(node, serverName) }}
	}
}

// shelfKeeper keeps the sessions of one end.
type shelfKeeper struct {
	script.Keeper
	shelf
	key func(serverName string) string
}

// Save keeps a session.
func (k shelfKeeper) Save(s handshake.Save) {
	if key := k.key(s.Session.ServerName); key != "" {
		k.shelf[key] = s.Session.Clone()
	}
	k.Keeper.Save(s)
}

// Forget drops a session.
func (k shelfKeeper) Forget(f handshake.Forget) {
	if f.Session != nil {
		for key, kept := range k.shelf {
			if kept.Master == f.Session.Master {
				delete(k.shelf, key)
			}
		}
	}
	k.Keeper.Forget(f)
}
