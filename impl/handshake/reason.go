package handshake

import "tlsresume/impl/wire"

// A Reason is why an end does not do what its peer asks: it aborts with an
// alert or, where there is none, declines to resume. The zero value is no
// reason: it consents.
type Reason uint8

// The reasons, named for the deed.
const (
	None Reason = iota

	OutOfOrder
	MalformedMessage
	MessageTooLong
	MalformedAlert
	AlertOfUnknownLevel
	MalformedChangeCipherSpec
	MessageAcrossKeys
	MessageBehindFlight
	MessageInterrupted
	MessageBehindHandshake
	HelloRequestNotEmpty
	TooManyWarnings
	RecordTooLong
	RecordNotOpened
	RecordOfUnknownType
	RecordOfOtherVersion
	TooManyEmptyRecords
	SequenceExhausted

	VersionTooLow
	FallbackInappropriate
	VersionNotOffered
	Downgraded
	NoNullCompression
	CompressionNotOffered
	NoSharedSuite
	NoSharedField
	SuiteNotOffered
	SuiteOfLaterVersion
	ExtensionNotOffered
	ExtensionOfClients
	ETMWithoutBlocks
	TicketLengthWrong
	TicketAnswerNotEmpty
	FragmentLengthIllegal
	OtherFragmentLength
	NoSharedProtocol
	ProtocolNotOffered
	RenegotiationInfoNotEmpty
	RenegotiationInfoMissing
	RenegotiationInfoWrong
	SCSVInRenegotiation
	LegacyTurnedSecure
	LegacyPeerRefused
	RenegotiationRefused
	VersionChanged
	ETMDropped
	EMSChanged
	ServerNameChanged
	CertificateChanged
	PSKIdentityChanged
	NoPlainPoints
	NameUnknown
	CertificateRefused
	CertificateUnreadable
	CertificateMissing
	CertificateUnsupported
	CertificateExpired
	CertificateRevoked
	CertificateUnknown
	AccessDenied
	AuthorityUnknown
	CertificateOfOtherKey
	CertificateOfOtherCurve
	SchemeNotOffered
	GroupNotOffered
	SignatureWrong
	KeyShareInvalid
	PSKMissing
	PSKUnknown
	PSKWrong
	FieldNotOffered
	FieldTooSmall
	FieldUnusable
	FieldShareInvalid
	FinishedWrong
	FinishedOfOtherLength

	EMSRequired
	EMSOfNeither
	EMSSessionPlainHello
	EMSSessionPlainAnswer
	LegacySessionEMSAnswer
	ETMSessionPlainAnswer
	ResumedOtherFragmentLength
	ResumedOtherSuite
	ResumedOtherVersion
	ResumedNothing

	InternalFailure

	// From here on: declined without an alert.
	SessionExpired
	SessionFromTheFuture
	SessionOfOtherName
	SessionOfOtherHost
	SessionOfOtherClientAuth
	SessionLacksCertificate
	SessionCertificateStale
	SessionOfUnknownPSK
	SessionSuiteGone
	SessionOfOtherSuite
	SessionIncoherent
	SessionOfOtherVersion
	SessionUsesEMS
	SessionUsesETM
	SessionOfOtherFragmentLength
	LegacySessionEMSHello
	RenegotiationInsecure
	RenegotiationBehindLegacySession
)

var reasons = [...]struct {
	alert    wire.Alert
	sentence string
	cite     string
}{
	OutOfOrder:                {wire.UnexpectedMessage, "the message is out of order", "RFC 5246 7.4"},
	MalformedMessage:          {wire.DecodeError, "the message does not decode", "RFC 5246 7.2.2"},
	MessageTooLong:            {wire.DecodeError, "the handshake message is longer than any that is useful", "RFC 5246 7.2.2"},
	MalformedAlert:            {wire.DecodeError, "an alert is a level and a description", "RFC 5246 7.2"},
	AlertOfUnknownLevel:       {wire.IllegalParameter, "an alert is a warning or fatal", "RFC 5246 7.2"},
	MalformedChangeCipherSpec: {wire.DecodeError, "ChangeCipherSpec is one byte of value 1", "RFC 5246 7.1"},
	MessageAcrossKeys:         {wire.UnexpectedMessage, "a handshake message stands on both sides of a ChangeCipherSpec", "RFC 5246 7.1"},
	MessageBehindFlight:       {wire.UnexpectedMessage, "bytes of a handshake message stand behind the end of a flight, in one record", "BoringSSL"},
	MessageInterrupted:        {wire.UnexpectedMessage, "application data stands within a handshake message", "BoringSSL"},
	MessageBehindHandshake:    {wire.DecodeError, "a message behind the handshake is no HelloRequest", "BoringSSL"},
	HelloRequestNotEmpty:      {wire.DecodeError, "a HelloRequest is empty", "RFC 5246 7.4.1.1"},
	TooManyWarnings:           {wire.UnexpectedMessage, "the peer sends warnings and nothing else", "RFC 5246 7.2"},
	RecordTooLong:             {wire.RecordOverflow, "the record is longer than 2^14 bytes, or 2^14+2048 when protected, or than was negotiated", "RFC 5246 6.2, RFC 6066 4"},
	RecordNotOpened:           {wire.BadRecordMAC, "the record does not open", "RFC 5246 6.2.3"},
	RecordOfUnknownType:       {wire.UnexpectedMessage, "the record is of no known type", "RFC 5246 6"},
	RecordOfOtherVersion:      {wire.ProtocolVersion, "the record is of another protocol version", "RFC 5246 6.2.1"},
	TooManyEmptyRecords:       {wire.UnexpectedMessage, "the peer sends empty records and nothing else", "RFC 5246 6.2.1"},
	SequenceExhausted:         {wire.InternalError, "the sequence numbers are used up", "RFC 5246 6.1"},

	VersionTooLow:             {wire.ProtocolVersion, "the client speaks only versions that are too old", "RFC 5246 E.1"},
	FallbackInappropriate:     {wire.InappropriateFallback, "the client fell back to an older version without need", "RFC 7507 3"},
	Downgraded:                {wire.IllegalParameter, "the version was brought down on the way", "RFC 8446 4.1.3"},
	VersionNotOffered:         {wire.ProtocolVersion, "the server chose a version that was not offered", "RFC 5246 7.4.1.3"},
	NoNullCompression:         {wire.IllegalParameter, "the client does not offer the null compression", "RFC 5246 7.4.1.2"},
	CompressionNotOffered:     {wire.IllegalParameter, "the server chose a compression that was not offered", "RFC 5246 7.4.1.3"},
	NoSharedSuite:             {wire.HandshakeFailure, "no cipher suite suits both", "RFC 5246 7.4.1.3"},
	NoSharedField:             {wire.InsufficientSecurity, "no suite but those of DHE suits both, and none of the client's finite fields is had here", "RFC 7919 4"},
	SuiteNotOffered:           {wire.IllegalParameter, "the server chose a cipher suite that was not offered", "RFC 5246 7.4.1.3"},
	SuiteOfLaterVersion:       {wire.IllegalParameter, "the cipher suite is of a later version than the server chose", "RFC 5288 4"},
	ExtensionNotOffered:       {wire.UnsupportedExtension, "the server answered an extension that was not offered", "RFC 5246 7.4.1.4"},
	ExtensionOfClients:        {wire.UnsupportedExtension, "the server sent an extension that only clients send", "RFC 5246 7.4.1.4.1"},
	ETMWithoutBlocks:          {wire.IllegalParameter, "the server answers encrypt_then_mac and chose a suite without a block cipher", "RFC 7366 3"},
	TicketLengthWrong:         {wire.DecodeError, "the session_ticket extension does not hold its length and a ticket of it", "RFC 4507 3.2, RFC 5077 A"},
	TicketAnswerNotEmpty:      {wire.DecodeError, "the session_ticket extension of the ServerHello is not empty", "RFC 5077 3.2"},
	FragmentLengthIllegal:     {wire.IllegalParameter, "max_fragment_length asks for a length that is not defined", "RFC 6066 4"},
	OtherFragmentLength:       {wire.IllegalParameter, "max_fragment_length is answered by another length", "RFC 6066 4"},
	NoSharedProtocol:          {wire.NoApplicationProtocol, "the server speaks none of the client's application protocols", "RFC 7301 3.2"},
	ProtocolNotOffered:        {wire.IllegalParameter, "the server chose an application protocol that was not offered", "RFC 7301 3.2"},
	RenegotiationInfoNotEmpty: {wire.HandshakeFailure, "renegotiation_info is not empty in an initial handshake", "RFC 5746 3.4 and 3.6"},
	RenegotiationInfoMissing:  {wire.HandshakeFailure, "a secure renegotiation lacks renegotiation_info", "RFC 5746 3.5 and 3.7"},
	RenegotiationInfoWrong:    {wire.HandshakeFailure, "renegotiation_info is not the verify_data of the handshake before", "RFC 5746 3.5 and 3.7"},
	SCSVInRenegotiation:       {wire.HandshakeFailure, "a renegotiation has the signalling suite of RFC 5746", "RFC 5746 3.7 and 4.4"},
	LegacyTurnedSecure:        {wire.HandshakeFailure, "renegotiation_info comes on a connection that began without it", "RFC 5746 4.2 and 4.4"},
	LegacyPeerRefused:         {wire.HandshakeFailure, "the peer does not signal secure renegotiation", "RFC 5746 4.1 and 4.3, RFC 9325 3.5"},
	RenegotiationRefused:      {wire.NoRenegotiation, "this end does not renegotiate", "RFC 5246 7.2.2, BoringSSL"},
	VersionChanged:            {wire.ProtocolVersion, "a renegotiation changes the protocol version", "RFC 5246 7.1"},
	ETMDropped:                {wire.HandshakeFailure, "a renegotiation goes back from encrypt-then-MAC to MAC-then-encrypt", "RFC 7366 3.1"},
	EMSChanged:                {wire.IllegalParameter, "a renegotiation changes whether the extended master secret is used", "RFC 7627 5.2"},
	ServerNameChanged:         {wire.IllegalParameter, "a renegotiation changes the server name", "RFC 5746 5"},
	CertificateChanged:        {wire.IllegalParameter, "a renegotiation changes the peer's certificate", "RFC 5746 5, RFC 7627 6.1"},
	PSKIdentityChanged:        {wire.IllegalParameter, "a renegotiation changes the PSK identity", "RFC 5746 5"},
	NameUnknown:               {wire.UnrecognizedName, "the server has no host of this name", "RFC 6066 3"},
	CertificateMissing:        {wire.HandshakeFailure, "the client shows no certificate, and must", "RFC 5246 7.4.6"},
	CertificateUnsupported:    {wire.UnsupportedCertificate, "the certificate's key, or its use, is none that this end can take", "RFC 5246 7.2.2"},
	CertificateRevoked:        {wire.CertificateRevoked, "the certificate was revoked", "RFC 5246 7.2.2"},
	CertificateUnknown:        {wire.CertificateUnknown, "the certificate is not acceptable for a reason that has no alert", "RFC 5246 7.2.2"},
	AccessDenied:              {wire.AccessDenied, "the certificate is valid, and access is denied", "RFC 5246 7.2.2"},
	CertificateRefused:        {wire.BadCertificate, "the certificate is not accepted", "RFC 5246 7.4.2"},
	CertificateUnreadable:     {wire.BadCertificate, "the certificate does not parse", "RFC 5246 7.2.2"},
	CertificateExpired:        {wire.CertificateExpired, "the certificate has expired, or is not valid yet", "RFC 5246 7.2.2"},
	AuthorityUnknown:          {wire.UnknownCA, "the certificate is of an authority that is not known here", "RFC 5246 7.2.2"},
	NoPlainPoints:             {wire.IllegalParameter, "ec_point_formats lacks the uncompressed format", "RFC 8422 5.1.2 and 5.2"},
	CertificateOfOtherKey:     {wire.IllegalParameter, "the certificate's key does not suit the cipher suite", "RFC 5246 7.4.2"},
	CertificateOfOtherCurve:   {wire.HandshakeFailure, "the certificate's key lies on a curve that was not offered", "RFC 8422 5.3"},
	SchemeNotOffered:          {wire.IllegalParameter, "the signature algorithm was not offered, or does not suit the key", "RFC 5246 7.4.3"},
	GroupNotOffered:           {wire.IllegalParameter, "the group was not offered", "RFC 8422 5.4"},
	SignatureWrong:            {wire.DecryptError, "the signature does not verify", "RFC 5246 7.2.2"},
	KeyShareInvalid:           {wire.IllegalParameter, "the key share is no point of the group", "RFC 8422 5.10 and 5.11"},
	PSKMissing:                {wire.HandshakeFailure, "the client has no pre-shared key for the server's hint", "RFC 4279 5.2"},
	PSKUnknown:                {wire.UnknownPSKIdentity, "the server does not know the PSK identity", "RFC 4279 2"},
	PSKWrong:                  {wire.DecryptError, "the client has another pre-shared key, or none", "RFC 4279 2"},
	FieldNotOffered:           {wire.InsufficientSecurity, "the finite field is none that was offered", "RFC 7919 3"},
	FieldTooSmall:             {wire.InsufficientSecurity, "the finite field is smaller than is safe", "RFC 7919 3.1"},
	FieldUnusable:             {wire.IllegalParameter, "the finite field's modulus is too long, or its generator out of range", "RFC 7919 3.1 and 5.1"},
	FieldShareInvalid:         {wire.HandshakeFailure, "the key share is not between 1 and the finite field's modulus less 1", "RFC 7919 3, 4 and 5.1"},
	FinishedWrong:             {wire.DecryptError, "verify_data is wrong", "RFC 5246 7.4.9"},
	FinishedOfOtherLength:     {wire.DecodeError, "verify_data is twelve bytes", "RFC 5246 7.4.9"},

	EMSRequired:                {wire.HandshakeFailure, "the handshake does not use the extended master secret, which is required here", "RFC 7627 5.2"},
	EMSOfNeither:               {wire.HandshakeFailure, "neither the session nor the hello of the other end uses the extended master secret", "RFC 7627 5.3"},
	EMSSessionPlainHello:       {wire.HandshakeFailure, "the session uses the extended master secret, and the ClientHello does not offer it", "RFC 7627 5.3"},
	EMSSessionPlainAnswer:      {wire.HandshakeFailure, "the session uses the extended master secret, and the ServerHello that resumes it does not", "RFC 7627 5.3"},
	LegacySessionEMSAnswer:     {wire.HandshakeFailure, "the session does not use the extended master secret, and the ServerHello that resumes it does", "RFC 7627 5.3"},
	ETMSessionPlainAnswer:      {wire.HandshakeFailure, "the session uses encrypt-then-MAC, and the ServerHello that resumes it does not", "RFC 7366 3.1"},
	ResumedOtherFragmentLength: {wire.IllegalParameter, "the resumed session has another max_fragment_length", "RFC 6066 1.1 and 4"},
	ResumedOtherSuite:          {wire.IllegalParameter, "the resumed session has another cipher suite", "RFC 5246 7.4.1.3"},

	ResumedOtherVersion: {wire.IllegalParameter, "the resumed session has another protocol version", "RFC 5246 E.1"},

	ResumedNothing: {wire.IllegalParameter, "the server resumes a session that was not offered: it echoes a session ID that the client made up", "RFC 5246 7.4.1.3"},

	InternalFailure: {wire.InternalError, "this end failed", "RFC 5246 7.2.2"},

	SessionExpired:               {noAlert, "the session is older than sessions may be", "RFC 5246 F.1.4, RFC 5077 5.6"},
	SessionFromTheFuture:         {noAlert, "the session was made later than now", "RFC 5077 4"},
	SessionOfOtherName:           {noAlert, "the session was made for another server name", "RFC 6066 3"},
	SessionOfOtherHost:           {noAlert, "the session was made with another virtual host", "RFC 6066 3"},
	SessionOfOtherClientAuth:     {noAlert, "the session was made when the host asked otherwise for a certificate", "RFC 5077 4"},
	SessionLacksCertificate:      {noAlert, "the session is of a client that showed no certificate, which it must now", "RFC 5077 4"},
	SessionCertificateStale:      {noAlert, "the certificate of the session's client is not accepted any more", "RFC 5246 F.1.4"},
	SessionOfUnknownPSK:          {noAlert, "the session is of a PSK identity that is not known any more", "RFC 5246 F.1.4"},
	SessionSuiteGone:             {noAlert, "the session's cipher suite is not offered, or not had, any more", "RFC 5246 7.4.1.2"},
	SessionOfOtherSuite:          {noAlert, "the session has another cipher suite than a full handshake would", "RFC 5246 7.4.1.2, BoringSSL's reading"},
	SessionIncoherent:            {noAlert, "the session's compression, suite, version, encrypt-then-MAC and client do not go together", "RFC 5246 7.4.1.2, RFC 5288 4, RFC 7366 3, RFC 4279 2"},
	SessionOfOtherVersion:        {noAlert, "the session has another protocol version", "RFC 5246 E.1"},
	SessionUsesEMS:               {noAlert, "the session uses the extended master secret, which is off here", "mail of 2021-10-25"},
	SessionUsesETM:               {noAlert, "the session uses encrypt-then-MAC, which is off here or in the ClientHello", "RFC 7366 3.1"},
	SessionOfOtherFragmentLength: {noAlert, "the session has another max_fragment_length than is wanted", "RFC 6066 4"},
	LegacySessionEMSHello:        {noAlert, "the session does not use the extended master secret, and the ClientHello offers it", "RFC 7627 5.3"},

	RenegotiationInsecure:            {noAlert, "the peer does not know secure renegotiation", "RFC 5746 4.2 and 4.4"},
	RenegotiationBehindLegacySession: {noAlert, "the connection has resumed a session without the extended master secret", "RFC 7627 5.4"},
}

// noAlert marks the reasons for which an end does not abort. No alert has this
// number.
const noAlert wire.Alert = 255

// Reasons lists all that there are, in their order.
func Reasons() []Reason {
	all := make([]Reason, 0, len(reasons))
	for r := None + 1; int(r) < len(reasons); r++ {
		all = append(all, r)
	}
	return all
}

// Alert is the description that the reason is announced with.
func (r Reason) Alert() wire.Alert { return reasons[r].alert }

// Aborts reports whether the reason ends the connection; otherwise it only
// speaks against resuming.
func (r Reason) Aborts() bool { return r != None && reasons[r].alert != noAlert }

// String is the sentence.
func (r Reason) String() string { return reasons[r].sentence }

// Cite names where the sentence comes from.
func (r Reason) Cite() string { return reasons[r].cite }
