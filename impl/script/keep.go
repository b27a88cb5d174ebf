package script

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A ServerKeeper keeps the sessions of a server by session ID. Its Sealer may be a
// session.Revoker.
type ServerKeeper struct {
	Store  session.Store
	Sealer session.Sealer
}

// Save keeps a session.
func (k ServerKeeper) Save(s handshake.Save) { k.Store.Put(s.ID, s.State) }

// Forget drops a session.
func (k ServerKeeper) Forget(f handshake.Forget) {
	if revoker, ok := k.Sealer.(session.Revoker); ok && f.State != nil {
		revoker.Revoke(f.State)
	}
	k.Store.Forget(f.ID)
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
