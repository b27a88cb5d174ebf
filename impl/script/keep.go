package script

import (
	"slices"

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

// A clientKeeper keeps the newest session of a client for each name of a server. A
// connection may have had several names: by its renegotiations.
type clientKeeper struct {
	store *session.ClientStore
	keys  []session.ClientKey // the newest last
}

// call has the next handshake be with a server of this name.
func (k *clientKeeper) call(name string) session.ClientKey {
	key := session.ClientKey{Name: name}
	k.keys = slices.DeleteFunc(k.keys, func(old session.ClientKey) bool { return old == key })
	k.keys = append(k.keys, key)
	return key
}

// Save keeps a session.
func (k *clientKeeper) Save(s handshake.Save) { k.store.Put(k.keys[len(k.keys)-1], s.Session) }

// Forget drops a session.
func (k *clientKeeper) Forget(f handshake.Forget) {
	for _, key := range k.keys {
		if f.Session != nil {
			k.store.Forget(key, f.Session)
		}
	}
}
