package script

import (
	"io"
	"slices"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A vault is where a server keeps sessions: in tickets and in a cache.
type vault struct {
	ring  *session.Ring
	cache *session.Cache
}

func newVault(keys io.Reader) (vault, error) {
	key, err := session.NewTicketKey(session.Draft, keys)
	return vault{session.NewRing(key), newCache()}, err
}

func newCache() *session.Cache { return session.NewCache(cacheSize, handshake.Day) }

// A keep is the vaults of a server as its build and its policies have it use them. It
// is a Sealer, a Store and a Revoker.
type keep struct {
	common, fenced vault // to the second builds that predate RFC 7627 have no key
	revoked        *session.Revocations

	blind   bool // a build from before RFC 7627
	fence   bool // sessions with the extended master secret go into the fenced vault
	empty   bool // tickets are promised, and then there are none (RFC 5077 3.3)
	revokes bool // a session that has ended is resumed by no ticket either
}

// keepOf is the keep of a server as it runs now.
func keepOf(s *server) keep {
	has := func(policy string) bool { return slices.Contains(s.node.Policies(), policy) }
	common, fenced := s.vaults()
	return keep{
		common: common, fenced: fenced, revoked: s.revoked,
		blind: has("ems-ignorant"), fence: has("fence-key"), empty: has("issue-empty"), revokes: has("invalidate-rfc5246"),
	}
}

// vaults are those that the build has the keys of.
func (k keep) vaults() []vault {
	if k.blind {
		return []vault{k.common}
	}
	return []vault{k.common, k.fenced}
}

// vault is where a session goes.
func (k keep) vault(s *session.State) vault {
	if k.fence && s.EMS {
		return k.fenced
	}
	return k.common
}

// Seal implements session.Sealer.
func (k keep) Seal(dst []byte, s *session.State, rand io.Reader) ([]byte, error) {
	if k.empty {
		return nil, session.ErrNoKey
	}
	return k.vault(s).ring.Seal(dst, s, rand)
}

// Open implements session.Sealer.
func (k keep) Open(ticket []byte) (*session.State, error) {
	for _, v := range k.vaults() {
		if s, err := v.ring.Open(ticket); err == nil && !(k.revokes && k.revoked.Revoked(s)) {
			return s, nil
		}
	}
	return nil, session.ErrNotOpened
}

// Revoke implements session.Revoker.
func (k keep) Revoke(s *session.State) {
	if k.revokes {
		k.revoked.Revoke(s)
	}
}

// Put implements session.Store.
func (k keep) Put(id []byte, s *session.State) { k.vault(s).cache.Put(id, s) }

// Get implements session.Store.
func (k keep) Get(id []byte, now time.Time) (*session.State, bool) {
	for _, v := range k.vaults() {
		if s, ok := v.cache.Get(id, now); ok {
			return s, true
		}
	}
	return nil, false
}

// Forget implements session.Store.
func (k keep) Forget(id []byte) {
	for _, v := range k.vaults() {
		v.cache.Forget(id)
	}
}
