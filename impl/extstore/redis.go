package extstore

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Redis is a Store in Redis at host:port, or at the path of a socket. It connects when it
// is used.
func Redis(addr string, cfg Config) (*Store, error) {
	return newStore(cfg, func(cfg Config) backend {
		network := "tcp"
		if strings.Contains(addr, "/") {
			network = "unix"
		}
		return redisCache{redis.NewClient(&redis.Options{
			Network: network, Addr: addr, Protocol: 2, DisableIdentity: true, MaxIdleConns: idle,
			DialTimeout: cfg.Timeout, ReadTimeout: cfg.Timeout, WriteTimeout: cfg.Timeout, ContextTimeoutEnabled: true,
			// Not again: a session that is put twice may come to life behind a Forget.
			MaxRetries: -1, DialerRetries: 1,
		})}
	})
}

// The client writes to stderr what it also returns.
func init() { redis.SetLogger(silent{}) }

type silent struct{}

// Printf prints nothing.
func (silent) Printf(context.Context, string, ...any) {}

type redisCache struct{ *redis.Client }

func (r redisCache) set(ctx context.Context, key string, value []byte, keep time.Duration) error {
	return wrap("redis", r.Set(ctx, key, value, max(keep, time.Second)).Err())
}

func (r redisCache) get(ctx context.Context, key string) ([]byte, bool, error) {
	value, err := r.Get(ctx, key).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, false, nil
	}
	return value, err == nil, wrap("redis", err)
}

func (r redisCache) remove(ctx context.Context, key string) error {
	return wrap("redis", r.Del(ctx, key).Err())
}
