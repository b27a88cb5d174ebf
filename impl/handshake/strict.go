package handshake

import "tlsresume/impl/wire"

// Strict is what BoringSSL refuses and the RFCs allow.
type Strict struct {
	// HelloRequest: one within a handshake is out of order. RFC 5246 7.4.1.1: it
	// "will be ignored by the client".
	HelloRequest bool
	// Flights: nothing stands behind the last message of a flight in its record.
	Flights bool
	// Messages: no application data stands within a handshake message. RFC 5246
	// 6.2.1: "Data of different TLS record layer content types MAY be interleaved."
	Messages bool
	// Behind: a client whose handshake is over takes a HelloRequest and nothing else,
	// and tells so by another alert than that of a message out of order.
	Behind bool
	// Closing: a HelloRequest that would be answered by a handshake is refused fatally
	// once this end has said close_notify. RFC 5246 7.4.1.1: it "MAY be ignored".
	Closing bool
	// Levels: an alert of a level that there is none of is illegal, close_notify, too,
	// which otherwise is told by its description alone.
	Levels bool
}

// BoringSSLAlerts are the alerts of BoringSSL where the RFCs leave a choice, or where
// it made another one.
var BoringSSLAlerts = map[Reason]wire.Alert{
	FinishedOfOtherLength:     wire.DecryptError,
	HelloRequestNotEmpty:      wire.IllegalParameter, // it is longer than any message may be there
	MessageTooLong:            wire.IllegalParameter,
	MalformedChangeCipherSpec: wire.IllegalParameter,
	CertificateUnreadable:     wire.DecodeError,
	CertificateUnsupported:    wire.IllegalParameter,
	CertificateOfOtherCurve:   wire.IllegalParameter,
	CertificateRefused:        wire.HandshakeFailure, // by the application
}
