package campaign

import (
	"context"
	"fmt"
	"net"
)

// Loopback reports whether HOST:PORT is reached from this machine alone.
func Loopback(ctx context.Context, address string) (bool, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false, fmt.Errorf("got %q, want HOST:PORT: %w", address, err)
	}
	if host == "" {
		return false, nil // all that the machine has
	}
	all, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if err != nil {
		return false, err
	}
	for _, a := range all {
		if !a.IP.IsLoopback() {
			return false, nil
		}
	}
	return true, nil
}
