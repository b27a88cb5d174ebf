package script

import (
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/traces"
)

// hosts are the virtual hosts of a server. The default has every name that no other has.
// What binds a session to its host is its name (RFC 6066 3), and what the host demands
// of clients.
func (p *PKI) hosts(server traces.Node) (handshake.Hosts, error) {
	all := server.Hosts()
	first, err := p.host(server, all[0])
	if err != nil || len(all) == 1 {
		return handshake.Hosts{Default: first}, err
	}
	hosts := handshake.Hosts{Named: map[string]*handshake.Host{}, Unknown: handshake.UnknownServed}
	for _, h := range all[1:] {
		host, err := p.host(server, h)
		if err != nil {
			return hosts, err
		}
		hosts.Named[h.Name] = host
	}
	hosts.Default, hosts.Named[all[0].Name] = first, first
	return hosts, nil
}

func (p *PKI) host(server traces.Node, h traces.Host) (*handshake.Host, error) {
	credential, err := p.hostCredential(server, h.Name)
	if err != nil {
		return nil, err
	}
	return &handshake.Host{
		Credentials: []*handshake.Credential{credential},
		Clients:     handshake.ClientAuth{Demand: demands[h.Demand], AfterStricter: true, Verify: p.verifyClient},
	}, nil
}

var demands = map[string]handshake.Demand{
	"": handshake.NotAsked, "request": handshake.Asked, "require": handshake.Required,
}

// verifyClient judges a chain as a server of the world does.
func (p *PKI) verifyClient(chain [][]byte, _ time.Time) (peer string, err error) {
	return p.verify(chain, "", clients)
}
