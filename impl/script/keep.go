package script

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A serverKeeper keeps the sessions of a server by session ID, as the server does it
// now.
type serverKeeper struct{ *server }

// Save keeps a session.
func (k serverKeeper) Save(s handshake.Save) { keepOf(k.server).Put(s.ID, s.State) }

// Forget drops a session.
func (k serverKeeper) Forget(f handshake.Forget) {
	keep := keepOf(k.server)
	if f.State != nil {
		keep.Revoke(f.State)
	}
	keep.Forget(f.ID)
}

// A ClientKeeper keeps the newest session of a client for one server.
type ClientKeeper struct {
	Store *session.ClientStore
	Key   session.ClientKey
}

// Save keeps a session.
func (k ClientKeeper) Save(s handshake.Save) { k.Store.Put(k.Key, s.Session) }

// Forget drops a session.
func (k ClientKeeper) Forget(f handshake.Forget) {
	if f.Session != nil {
		k.Store.Forget(k.Key, f.Session)
	}
}
