package script

import (
	"fmt"
	"strings"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// An option is what a key of a header means for the handshakes of a node.
type option func(p *handshake.Policy, value string) error

// options are the keys that are heeded. A key that stands here for the servers' or
// the clients' means nothing to the others.
var options = map[string]option{
	"ems":     flag(func(p *handshake.Policy) *bool { return &p.EMS }),
	"tickets": flag(func(p *handshake.Policy) *bool { return &p.Tickets }),
	"renew":   flag(func(p *handshake.Policy) *bool { return &p.Renew }),
	"cache":   flag(func(p *handshake.Policy) *bool { return &p.Cache }),
	"marker":  flag(func(p *handshake.Policy) *bool { return &p.Marker }),
	"id":      flag(func(p *handshake.Policy) *bool { return &p.AlwaysID }),
	"ri":      flag(func(p *handshake.Policy) *bool { return &p.ByExtension }),
	"reneg": func(p *handshake.Policy, _ string) error {
		p.Renegotiation = handshake.Freely
		return nil
	},
	"suites":   suites,
	"policy":   elsewhere, // named
	"key":      elsewhere, // server.go
	"store":    elsewhere, // keys.go
	"vhost":    elsewhere, // hosts.go
	"vhosts":   elsewhere, // likewise
	"auth":     elsewhere, // likewise
	"cert":     elsewhere, // likewise
	"sni":      elsewhere, // ServerName
	"identity": elsewhere, // fleet.go
}

// flag is an option that is one field.
func flag(field func(*handshake.Policy) *bool) option {
	return func(p *handshake.Policy, _ string) error {
		*field(p) = true
		return nil
	}
}

// elsewhere is an option that is not for the handshakes.
func elsewhere(*handshake.Policy, string) error { return nil }

// Policy is what the options of a node mean for its handshakes. An option that is
// not heeded is an error that wraps traces.ErrCannot: to leave it out would be to
// play another world.
func Policy(n traces.Node) (handshake.Policy, error) {
	p := handshake.DefaultPolicy()
	p.MayOffer = offerUnderAnyName
	p.EMS, p.Tickets, p.Cache = false, false, false // a header says what a node has
	p.EncryptThenMAC = false                        // of which headers do not speak: a session is not to end by it
	// Both ends may be of any time: RFC 5746 4.1, "Clients need to choose one or the
	// other preference when dealing with potentially un-upgraded servers".
	p.Legacy = handshake.LegacyConnects
	p.MayChange = handshake.CertificateStays // RFC 5746 5 has the option, and no rule
	p.Within = handshake.Within{Resume: true, Newest: true, Keep: true, Ticket: true}
	if err := suites(&p, strings.Join(traces.Suites[:traces.DefaultSuites], ",")); err != nil {
		return p, err
	}
	for _, o := range n.Options {
		heed, ok := options[o.Key]
		if !ok {
			return p, fmt.Errorf("%s: %w: our endpoints have no option %s", n.Name, traces.ErrCannot, o.Key)
		}
		if err := heed(&p, o.Value); err != nil {
			return p, fmt.Errorf("%s: %s: %w", n.Name, o.Key, err)
		}
	}
	return p, named(&p, n) // behind the options, which they are readings of
}

// named adds the named policies of a node.
func named(p *handshake.Policy, n traces.Node) error {
	for _, name := range n.Policies() {
		heed, ok := policies[name]
		if !ok {
			return fmt.Errorf("%s: %w: our endpoints have no policy %s", n.Name, traces.ErrCannot, name)
		}
		heed(p)
	}
	return nil
}

// suites are those of the header or, whatever the default of the library, those that
// the vocabulary gives a node whose header does not say.
func suites(p *handshake.Policy, value string) error {
	p.Suites = nil
	for name := range strings.SplitSeq(value, ",") {
		suite := wire.SuiteByName(name)
		if suite == nil {
			return fmt.Errorf("got %q, want a suite that is implemented", name)
		}
		p.Suites = append(p.Suites, suite)
	}
	return nil
}

// offerUnderAnyName is a client that keeps its sessions by name alone, and so can
// be made to offer one under another server_name than it was made for: that the
// server declines it (RFC 6066 3) would never be seen otherwise.
func offerUnderAnyName(s *session.ClientSession, p *handshake.Policy, _ string, now time.Time) handshake.Reason {
	return handshake.MayOffer(s, p, s.ServerName, now)
}

// ServerName is the name that a client sends and under which it keeps its
// sessions: its sni, in whatever case, or else, only for the latter, the name of the server.
func ServerName(client, server traces.Node) (send, key string) {
	send, ok := client.Has("sni")
	if !ok {
		return "", server.Name
	}
	return send, strings.ToLower(send) // RFC 6066 3: "DNS hostnames are case-insensitive"
}
