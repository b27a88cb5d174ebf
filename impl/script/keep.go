package script

import (
	"slices"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A serverKeeper keeps the sessions of a server by session ID, as the server does it
// now.
type serverKeeper struct {
	*server
	store func() session.Store
}

// Save keeps a session.
func (k serverKeeper) Save(s handshake.Save) { k.store().Put(s.ID, s.State) }

// Forget drops a session.
func (k serverKeeper) Forget(f handshake.Forget) {
	if f.State != nil {
		keepOf(k.server).Revoke(f.State)
	}
	k.store().Forget(f.ID)
}

// A clientKeeper keeps the newest session of a client for each name of a server, and
// for each server. A connection may have had several names: by its renegotiations.
type clientKeeper struct {
	store *session.ClientStore
	calls []call // the newest last
}

// A call is whom a handshake is with: under what name, and where.
type call struct{ name, server session.ClientKey }

// call has the next handshake be with this server, under this name.
func (k *clientKeeper) call(name, server string) call {
	next := call{session.ClientKey{Name: name}, session.ClientKey{Addr: server}}
	k.calls = slices.DeleteFunc(k.calls, func(old call) bool { return old == next })
	k.calls = append(k.calls, next)
	return next
}

// Save keeps a session.
func (k *clientKeeper) Save(s handshake.Save) {
	last := k.calls[len(k.calls)-1]
	k.store.Put(last.name, s.Session)
	k.store.Put(last.server, s.Session)
}

// Forget drops a session.
func (k *clientKeeper) Forget(f handshake.Forget) {
	if f.Session == nil {
		return
	}
	for _, c := range k.calls {
		k.store.Forget(c.name, f.Session)
		k.store.Forget(c.server, f.Session)
	}
}
