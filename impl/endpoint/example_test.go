package endpoint_test

import (
	"fmt"
	"log"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// Two ends without a network: what one transmits is given to the other, until both
// are silent. The clock is the caller's.
func Example() {
	clientConfig, serverConfig := exampleConfigs()
	client, err := endpoint.New(handshake.Client, clientConfig)
	if err != nil {
		log.Fatal(err)
	}
	server, err := endpoint.New(handshake.Server, serverConfig)
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

	// act does what effects ask for, and returns the bytes for the other end.
	act := func(who string, effects []endpoint.Effect) (bytes []byte) {
		for _, effect := range effects {
			switch f := effect.(type) {
			case endpoint.Transmit:
				bytes = append(bytes, f.Wire...)
				fmt.Println(who, "sends", f.Kind)
			case endpoint.Aborted:
				bytes = append(bytes, f.Wire...)
				fmt.Println(who, "gives up:", f.Abort)
			case endpoint.Took:
				if f.Kind == wire.KindApplicationData {
					fmt.Printf("%s reads %q\n", who, f.Data)
				}
			case endpoint.Agreed:
				fmt.Println(who, "agrees on", f.Suite.Name)
			}
		}
		return bytes
	}

	bytes := act("client", client.Do(endpoint.Start{}, now))
	for len(bytes) > 0 {
		bytes = act("server", server.Receive(bytes, now))
		bytes = act("client", client.Receive(bytes, now))
	}
	act("server", server.Receive(act("client", client.Do(endpoint.Write{Data: []byte("hello")}, now)), now))
	// Output:
	// client sends ClientHello
	// server sends ServerHello
	// server sends Certificate
	// server sends ServerKeyExchange
	// server sends ServerHelloDone
	// client sends ClientKeyExchange
	// client sends ChangeCipherSpec
	// client sends Finished
	// server sends NewSessionTicket
	// server sends ChangeCipherSpec
	// server sends Finished
	// server agrees on TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
	// client agrees on TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
	// client sends ApplicationData
	// server reads "hello"
}

// exampleConfigs are those of two ends that know nothing but each other's PKI.
func exampleConfigs() (client, server *handshake.Config) {
	p := newPair(exampleFailure{})
	return &p.client, &p.server
}

// exampleFailure ends an example where a test would fail.
type exampleFailure struct{}

func (exampleFailure) Helper()                        {}
func (exampleFailure) Fatal(args ...any)              { log.Fatal(args...) }
func (exampleFailure) Fatalf(format string, a ...any) { log.Fatalf(format, a...) }
