package main

import "tlsresume/impl/wire"

// settings are what the flags ask of one connection.
type settings struct {
	// The process.
	port        uint16
	shimID      uint64
	ipv6        bool
	server      bool
	resumeCount int

	// The handshake.
	certFile, keyFile        string
	minVersion, maxVersion   wire.Version
	noTLS10, noTLS11         bool
	noTLS12                  bool
	suites                   []*wire.Suite // nil: the stock order, the client's preference
	groups                   []wire.Group
	verifyPrefs, signPrefs   []wire.SignatureScheme
	fallbackSCSV             bool
	hostName                 []byte // nil: send no server_name
	noServerNameAck          bool
	protocols                []string // to offer
	selectProtocol           []byte   // whatever is offered
	verifyPeer, requireCert  bool
	verifyFail               bool
	noLegacyServer           bool
	renegotiation            renegotiation
	async, implicitHandshake bool

	// Sessions.
	noTicket, renewTicket, skipTicket bool
	ticketCallback, aeadCallback      bool
	ticketKey                         []byte
	resumptionDelay                   int // seconds

	// Behind the handshake.
	exportLength          int
	exportLabel           []byte
	exportContext         []byte
	useExportContext      bool
	tlsUnique             bool
	sendAlert             bool
	writesFirst           bool
	initialWrite          []byte // nil: hello
	repeatInitialWrite    int
	differentRecordSizes  bool
	readSize              int
	shutsDown, closeAlert bool

	expect expectations
}

// expectations are what the shim checks of a connection (bogo-shim.md, 4). Of a
// pointer, nil expects nothing in particular.
type expectations struct {
	version           wire.Version
	cipher            uint16
	group             wire.Group
	sessionMiss       bool
	noSession         bool
	ticketRenewal     bool
	cached, notCached bool
	serverName        []byte
	noServerName      bool
	ems               bool
	secure, insecure  bool
	noPeerCertificate bool
	verifyResult      bool
	certificateTypes  []byte
	helloRetry        bool
	messages          []byte
	renegotiations    int
	protocol          []byte
}

// A renegotiation says what becomes of the peer's wish for one.
type renegotiation uint8

// The modes, as their flags name them.
const (
	refuse renegotiation = iota
	once
	freely
	ignore
	explicit
	beforeFirst // freely until the first handshake ends: -forbid-renegotiation-after-handshake
)

// stock are the settings of no flags at all.
func stock() settings {
	return settings{
		minVersion: wire.TLS10, maxVersion: wire.TLS12,
		repeatInitialWrite: 1, readSize: 512,
	}
}
