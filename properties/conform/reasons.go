package conform

import (
	"fmt"
	"io"

	hs "tlsresume/impl/handshake"
)

// Unreached are the reasons of impl/handshake that no trace reaches, with why.
// TestEveryReasonIsTriggered of impl/endpoint brings an end to act for each of them, by the
// bytes on the wire and by what a Config can hold; but for SequenceExhausted, to which
// TestSequenceNumbersDoNotWrap of impl/record comes.
var Unreached = []struct {
	Why     string
	Reasons []hs.Reason
}{
	{"commands move and change whole messages of our ends, which are well formed", []hs.Reason{
		hs.MalformedMessage, hs.MessageTooLong, hs.MalformedAlert, hs.AlertOfUnknownLevel, hs.MalformedChangeCipherSpec,
		hs.MessageAcrossKeys, hs.HelloRequestNotEmpty, hs.RecordTooLong, hs.RecordOfUnknownType, hs.RecordOfOtherVersion,
		hs.TooManyEmptyRecords, hs.FinishedOfOtherLength, hs.TicketLengthWrong, hs.CertificateUnreadable,
	}},
	{"our ends choose from what was offered", []hs.Reason{
		hs.NoNullCompression, hs.CompressionNotOffered, hs.SuiteOfLaterVersion, hs.ExtensionOfClients, hs.NoPlainPoints,
		hs.TicketAnswerNotEmpty, hs.SchemeNotOffered, hs.GroupNotOffered, hs.KeyShareInvalid, hs.CertificateOfOtherKey,
		hs.CertificateOfOtherCurve, hs.CertificateUnsupported, hs.ResumedOtherSuite, hs.ResumedNothing, hs.RenegotiationInfoNotEmpty,
	}},
	{"an end that would negotiate an insecure connection again does not look at the signal", []hs.Reason{hs.LegacyTurnedSecure}},
	{"headers name no version: all ends speak 1.2", []hs.Reason{
		hs.VersionTooLow, hs.FallbackInappropriate, hs.VersionNotOffered, hs.Downgraded, hs.VersionChanged, hs.ResumedOtherVersion,
		hs.SessionOfOtherVersion,
	}},
	{"headers do not speak of encrypt-then-MAC, fragment lengths, application protocols, finite fields and pre-shared keys", []hs.Reason{
		hs.ETMWithoutBlocks, hs.ETMDropped, hs.ETMSessionPlainAnswer, hs.SessionUsesETM,
		hs.FragmentLengthIllegal, hs.OtherFragmentLength, hs.ResumedOtherFragmentLength, hs.SessionOfOtherFragmentLength,
		hs.NoSharedProtocol, hs.ProtocolNotOffered,
		hs.NoSharedField, hs.FieldNotOffered, hs.FieldTooSmall, hs.FieldUnusable, hs.FieldShareInvalid,
		hs.PSKMissing, hs.PSKUnknown, hs.PSKWrong, hs.PSKIdentityChanged, hs.SessionOfUnknownPSK,
	}},
	{"policies of impl/handshake that no header names", []hs.Reason{
		hs.MessageBehindFlight, hs.MessageInterrupted, hs.MessageBehindHandshake, hs.LegacyPeerRefused, hs.RenegotiationRefused,
		hs.EMSChanged, hs.ServerNameChanged, hs.NameUnknown, hs.SessionOfOtherSuite,
	}},
	{"the certificates of headers are good for ever, and hosts differ in name and demand alone", []hs.Reason{
		hs.CertificateExpired, hs.CertificateRevoked, hs.CertificateUnknown, hs.AccessDenied, hs.AuthorityUnknown,
		hs.SessionCertificateStale, hs.SessionOfOtherHost,
	}},
	{"our ends warn once at a time", []hs.Reason{hs.TooManyWarnings}},
	{"time does not go back, and no store is tampered with", []hs.Reason{hs.SessionFromTheFuture, hs.SessionIncoherent}},
	{"an end that may not renegotiate does nothing, or warns: there is no event that tells which reason it has", []hs.Reason{
		hs.RenegotiationInsecure, hs.RenegotiationBehindLegacySession,
	}},
	{"it takes 2^64 records", []hs.Reason{hs.SequenceExhausted}},
	{"it would be a fault of our own", []hs.Reason{hs.InternalFailure}},
}

// WriteReasons writes a line for each reason that was reached, and a line for all. What is
// neither reached nor Unreached is wrong, and so is what is both.
func (c *Coverage) WriteReasons(w io.Writer) (wrong []string) {
	why := map[hs.Reason]string{}
	for _, u := range Unreached {
		for _, r := range u.Reasons {
			why[r] = u.Why
		}
	}
	reached, all := 0, hs.Reasons()
	for _, r := range all {
		switch {
		case c.Reasons[r] && why[r] != "":
			wrong = append(wrong, fmt.Sprintf("%q: reached, though %s", r, why[r]))
		case !c.Reasons[r] && why[r] == "":
			wrong = append(wrong, fmt.Sprintf("%q: not reached", r))
		}
		if c.Reasons[r] {
			reached++
			fmt.Fprintf(w, "%s (%s)\n", r, r.Cite())
		}
	}
	fmt.Fprintf(w, "%d of %d reasons\n", reached, len(all))
	return wrong
}
