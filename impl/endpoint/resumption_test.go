package endpoint_test

import (
	"bytes"
	"slices"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// RFC 5246 F.1.4: a session that is resumed "is protected by" new randoms, "hashed with
// the session's master_secret": all that its connections share is that, however many
// there are at once (mail of 2009-10-28). The hello of each says what it would say for a
// new session (RFC 6066 1.1, RFC 5246 7.4.1.4), and the extended master secret and
// secure renegotiation in any case, and both are answered (RFC 7627 5.3, RFC 5746 3.6).
func TestConnectionsOfASessionShareItsMasterSecretAlone(t *testing.T) {
	for name, first := range map[string]func(*pair){"by ticket": same, "by ticket with a marker": marked, "by ID": byID} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			first(p)
			var master []byte
			var offered []uint16
			seen := map[string]string{} // what may not come twice
			unique := func(what string, b []byte) {
				if before, ok := seen[string(b)]; ok {
					t.Errorf("%s is %s of a connection before", what, before)
				}
				seen[string(b)] = what
			}
			for n := range 4 {
				session := p.kept
				client, server := p.ends()
				c, s := p.talk(client, server, nil)
				a := agreement(c)
				if a == nil || agreement(s) == nil || (a.By != handshake.ByNothing) != (n > 0) {
					t.Fatalf("connection %d: got %v, client %v, server %v", n, a, abort(c), abort(s))
				}
				if n > 0 {
					p.kept = session // as if all of them were begun at once
				}
				if master == nil {
					master = a.Master
				}
				if !bytes.Equal(a.Master, master) {
					t.Errorf("connection %d: got another master secret", n)
				}
				hello, answer := took[*wire.ClientHello](s), took[*wire.ServerHello](c)
				unique("the client's random", hello.Random[:])
				unique("the server's random", answer.Random[:])
				unique("tls-unique", a.TLSUnique)
				for _, end := range []*endpoint.Endpoint{client, server} {
					// The nonce is the number of the record alike: what differs is the key.
					unique("a record", wireOf(end.Do(endpoint.Write{Data: make([]byte, 32)}, p.now)))
				}
				if !answer.EMS || answer.RenegotiationInfo == nil {
					t.Errorf("connection %d: answered ems %t, renegotiation_info %v", n, answer.EMS, answer.RenegotiationInfo)
				}
				if offered == nil {
					offered = slices.Clone(hello.Extensions)
				}
				if !slices.Equal(hello.Extensions, offered) || !hello.EMS || !slices.Contains(hello.Suites, wire.EmptyRenegotiationInfoSCSV) {
					t.Errorf("connection %d: offered extensions %v and suites %x, want %v", n, hello.Extensions, hello.Suites, offered)
				}
			}
		})
	}
}

// took is the last message of a kind that an end took.
func took[B wire.Body](effects []endpoint.Effect) (body B) {
	for _, f := range effects {
		if m, ok := f.(endpoint.Took); ok {
			if b, ok := m.Body.(B); ok {
				body = b
			}
		}
	}
	return body
}

// RFC 5246 7.4.1.2: a server "MUST accept ClientHello messages both with and without the
// extensions field", which ends of TLS 1.0 are from before; also to resume.
func TestHelloWithoutExtensions(t *testing.T) {
	for _, v := range wire.Versions {
		p := newPair(t)
		certify(p, "rsa")
		refusing(nil)(p)
		speak(p, v)
		only(p, 0x002f)
		byID(p)
		p.client.ServerName, p.client.Policy.EMS, p.client.Policy.EncryptThenMAC = "", false, false
		p.client.Policy.Schemes = nil // RFC 5246 7.4.1.4.1: it goes without saying
		for _, want := range []handshake.By{handshake.ByNothing, handshake.ByID} {
			client, server := p.ends()
			c, s := p.talk(client, server, nil)
			if a := agreement(c); a == nil || a.By != want || agreement(s) == nil {
				t.Fatalf("%s: got %v, client %v, server %v", v, a, abort(c), abort(s))
			}
			if hello := took[*wire.ClientHello](s); hello.Extensions != nil {
				t.Errorf("%s: the hello has extensions %v", v, hello.Extensions)
			}
		}
	}
}
