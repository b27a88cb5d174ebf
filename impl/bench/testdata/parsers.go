package tls

// Parser gives crypto/tls's own parser of a message, header and all. It is no part
// of the package: scripts/parsers.sh lays this file over it.
func Parser(kind string) func(message []byte) bool {
	switch kind {
	case "ClientHello":
		return new(clientHelloMsg).unmarshal
	case "ServerHello":
		return new(serverHelloMsg).unmarshal
	case "NewSessionTicket":
		return new(newSessionTicketMsg).unmarshal
	}
	return nil
}
