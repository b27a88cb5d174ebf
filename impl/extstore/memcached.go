package extstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bradfitz/gomemcache/memcache"
)

// Memcached is a Store in memcached at host:port, or at the path of a socket. It connects
// when it is used.
func Memcached(addr string, cfg Config) (*Store, error) {
	return newStore(cfg, func(cfg Config) backend {
		c := memcache.New(addr)
		c.Timeout, c.MaxIdleConns = cfg.Timeout, idle
		return memcached{c}
	})
}

// idle is how many connections stay open: as many as handshakes look something up at
// once.
const idle = 32

// memcached has its own time-out, as long as that of ctx.
type memcached struct{ *memcache.Client }

func (m memcached) set(_ context.Context, key string, value []byte, keep time.Duration) error {
	return wrap("memcached", m.Set(&memcache.Item{Key: key, Value: value, Expiration: expiration(keep)}))
}

// expiration is in whole seconds, for 0 is for ever, and no more than 30 days of them:
// memcached takes a larger number for a date.
func expiration(keep time.Duration) int32 {
	const day = 24 * time.Hour
	return int32((min(keep, 30*day) + time.Second - 1) / time.Second)
}

func (m memcached) get(_ context.Context, key string) ([]byte, bool, error) {
	item, err := m.Get(key)
	if errors.Is(err, memcache.ErrCacheMiss) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, wrap("memcached", err)
	}
	return item.Value, true, nil
}

func (m memcached) remove(_ context.Context, key string) error {
	err := m.Delete(key)
	if errors.Is(err, memcache.ErrCacheMiss) {
		return nil
	}
	return wrap("memcached", err)
}

func wrap(where string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("session store in %s: %w", where, err)
}
