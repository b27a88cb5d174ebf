package wire

import "fmt"

// An Alert is an AlertDescription (RFC 5246 7.2).
type Alert uint8

// The alerts that are sent or told apart here.
const (
	CloseNotify            Alert = 0
	UnexpectedMessage      Alert = 10
	BadRecordMAC           Alert = 20
	RecordOverflow         Alert = 22
	HandshakeFailure       Alert = 40
	BadCertificate         Alert = 42
	UnsupportedCertificate Alert = 43
	CertificateRevoked     Alert = 44
	CertificateExpired     Alert = 45
	CertificateUnknown     Alert = 46
	IllegalParameter       Alert = 47
	UnknownCA              Alert = 48
	AccessDenied           Alert = 49
	DecodeError            Alert = 50
	DecryptError           Alert = 51
	ProtocolVersion        Alert = 70
	InsufficientSecurity   Alert = 71
	InternalError          Alert = 80
	InappropriateFallback  Alert = 86 // RFC 7507 2
	NoRenegotiation        Alert = 100
	UnsupportedExtension   Alert = 110
	UnrecognizedName       Alert = 112
	UnknownPSKIdentity     Alert = 115 // RFC 4279 6
	NoApplicationProtocol  Alert = 120
)

var alertNames = map[Alert]string{
	CloseNotify: "close_notify", UnexpectedMessage: "unexpected_message", BadRecordMAC: "bad_record_mac", 21: "decryption_failed",
	RecordOverflow: "record_overflow", 30: "decompression_failure", HandshakeFailure: "handshake_failure", 41: "no_certificate",
	BadCertificate: "bad_certificate", UnsupportedCertificate: "unsupported_certificate", CertificateRevoked: "certificate_revoked",
	CertificateExpired: "certificate_expired", CertificateUnknown: "certificate_unknown", IllegalParameter: "illegal_parameter",
	UnknownCA: "unknown_ca", AccessDenied: "access_denied", DecodeError: "decode_error", DecryptError: "decrypt_error",
	60: "export_restriction", ProtocolVersion: "protocol_version", InsufficientSecurity: "insufficient_security", InternalError: "internal_error",
	InappropriateFallback: "inappropriate_fallback",
	90:                    "user_canceled", NoRenegotiation: "no_renegotiation", 109: "missing_extension", UnsupportedExtension: "unsupported_extension",
	111: "certificate_unobtainable", UnrecognizedName: "unrecognized_name", UnknownPSKIdentity: "unknown_psk_identity", 113: "bad_certificate_status_response",
	114: "bad_certificate_hash_value", 116: "certificate_required", NoApplicationProtocol: "no_application_protocol",
}

// String is the name that the RFCs use.
func (a Alert) String() string {
	if name, ok := alertNames[a]; ok {
		return name
	}
	return fmt.Sprintf("alert(%d)", uint8(a))
}

// A Level is an AlertLevel.
type Level uint8

// The alert levels.
const (
	Warning Level = 1
	Fatal   Level = 2
)

// String is warning or fatal.
func (l Level) String() string {
	switch l {
	case Warning:
		return "warning"
	case Fatal:
		return "fatal"
	}
	return fmt.Sprintf("level(%d)", uint8(l))
}

// AlertSize is the length of an alert in bytes.
const AlertSize = 2
