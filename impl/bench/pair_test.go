// Package bench measures the implementation against crypto/tls, and against the
// public-key operations that no handshake can do without. It has no code outside
// its tests:
//
//	go test -bench . ./impl/...
//
// The machine may be busy: ours and theirs take turns, so that it disturbs both, and
// the ratios are of times that a tenth of the runs undercut: a disturbance only adds.
// What the garbage collector takes is seen in the allocations instead.
package bench

import (
	"crypto/tls"
	"math/rand/v2"
	"testing"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

const (
	name  = "a.example"
	suite = tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
)

// A pki is what both stacks are given: a leaf on P-256, signed by its authority.
type pki struct {
	*script.PKI
	leaf *handshake.Credential
}

func newPKI(t testing.TB) pki {
	t.Helper()
	authority, err := script.NewPKI()
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := authority.Credential(traces.Node{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return pki{authority, leaf}
}

// ours makes connections of our endpoints, both driven by one goroutine.
type ours struct {
	t              testing.TB
	client, server handshake.Config
	resume         bool
	kept           *session.ClientSession // the newest session of the client
	wire           []byte
	sent           func(endpoint.Transmit) // sees what goes over the wire; may be nil
}

// policy is the default one, narrowed to one suite and to X25519; P-256 is the curve of
// the certificate (RFC 8422 5.3).
func policy() handshake.Policy {
	p := handshake.DefaultPolicy()
	p.Suites, p.Groups, p.Cache = []*wire.Suite{wire.SuiteByID(suite)}, []wire.Group{wire.X25519, wire.P256}, false
	return p
}

func newOurs(t testing.TB, p pki) *ours {
	t.Helper()
	source := rand.NewChaCha8([32]byte{1})
	key, err := session.NewTicketKey(session.GCM, source)
	if err != nil {
		t.Fatal(err)
	}
	return &ours{
		t:      t,
		client: handshake.Config{Policy: policy(), Rand: source, ServerName: name, Verify: p.Verify},
		server: handshake.Config{Policy: policy(), Rand: source, Hosts: handshake.OneHost(p.leaf), Sealer: session.NewRing(key)},
	}
}

// connect makes one connection: new endpoints, and all that both have to say.
func (o *ours) connect() {
	var ends [2]*endpoint.Endpoint
	var agreed [2]handshake.By
	o.client.Session = nil
	if o.resume {
		o.client.Session = o.kept
	}
	for side, cfg := range []*handshake.Config{&o.client, &o.server} {
		var err error
		if ends[side], err = endpoint.New(handshake.Side(side), cfg); err != nil {
			o.t.Fatal(err)
		}
		agreed[side] = 99
	}
	side := handshake.Client
	effects := ends[side].Do(endpoint.Start{}, script.Epoch)
	for len(effects) > 0 {
		o.wire = o.wire[:0]
		for _, f := range effects {
			switch f := f.(type) {
			case endpoint.Transmit:
				o.wire = append(o.wire, f.Wire...)
				if o.sent != nil {
					o.sent(f)
				}
			case endpoint.Agreed:
				agreed[side] = f.By
			case endpoint.Save:
				o.kept = f.Session
			case endpoint.Aborted:
				o.t.Fatal(side, f.Abort)
			}
		}
		if len(o.wire) == 0 {
			break
		}
		side = side.Peer()
		effects = ends[side].Receive(o.wire, script.Epoch)
	}
	want := handshake.ByNothing
	if o.resume {
		want = handshake.ByTicket
	}
	if agreed != [2]handshake.By{want, want} {
		o.t.Fatalf("got connections made by %v, want by %s", agreed, want)
	}
}

func epoch() time.Time { return script.Epoch }
