package fuzz

import (
	"os"
	"runtime/debug"
	"sync"
)

// The functions that go-fuzz-build finds: it wants names that begin with Fuzz.

// FuzzApplicationLayerProtocolNegotiation is the target ApplicationLayerProtocolNegotiation for go-fuzz.
func FuzzApplicationLayerProtocolNegotiation(data []byte) int {
	return body("ApplicationLayerProtocolNegotiation", data)
}

// FuzzCertificate is the target Certificate for go-fuzz.
func FuzzCertificate(data []byte) int { return body("Certificate", data) }

// FuzzCertificateRequest is the target CertificateRequest for go-fuzz.
func FuzzCertificateRequest(data []byte) int { return body("CertificateRequest", data) }

// FuzzCertificateVerify is the target CertificateVerify for go-fuzz.
func FuzzCertificateVerify(data []byte) int { return body("CertificateVerify", data) }

// FuzzClient is the target Client for go-fuzz.
func FuzzClient(data []byte) int { return body("Client", data) }

// FuzzClientHello is the target ClientHello for go-fuzz.
func FuzzClientHello(data []byte) int { return body("ClientHello", data) }

// FuzzClientKeyExchange is the target ClientKeyExchange for go-fuzz.
func FuzzClientKeyExchange(data []byte) int { return body("ClientKeyExchange", data) }

// FuzzEcPointFormats is the target EcPointFormats for go-fuzz.
func FuzzEcPointFormats(data []byte) int { return body("EcPointFormats", data) }

// FuzzEncryptThenMac is the target EncryptThenMac for go-fuzz.
func FuzzEncryptThenMac(data []byte) int { return body("EncryptThenMac", data) }

// FuzzExtendedMasterSecret is the target ExtendedMasterSecret for go-fuzz.
func FuzzExtendedMasterSecret(data []byte) int { return body("ExtendedMasterSecret", data) }

// FuzzFinished is the target Finished for go-fuzz.
func FuzzFinished(data []byte) int { return body("Finished", data) }

// FuzzFleet is the target Fleet for go-fuzz.
func FuzzFleet(data []byte) int { return body("Fleet", data) }

// FuzzHelloRequest is the target HelloRequest for go-fuzz.
func FuzzHelloRequest(data []byte) int { return body("HelloRequest", data) }

// FuzzLog is the target Log for go-fuzz.
func FuzzLog(data []byte) int { return body("Log", data) }

// FuzzMaxFragmentLength is the target MaxFragmentLength for go-fuzz.
func FuzzMaxFragmentLength(data []byte) int { return body("MaxFragmentLength", data) }

// FuzzNewSessionTicket is the target NewSessionTicket for go-fuzz.
func FuzzNewSessionTicket(data []byte) int { return body("NewSessionTicket", data) }

// FuzzProtectedRecords is the target ProtectedRecords for go-fuzz.
func FuzzProtectedRecords(data []byte) int { return body("ProtectedRecords", data) }

// FuzzRecordText is the target RecordText for go-fuzz.
func FuzzRecordText(data []byte) int { return body("RecordText", data) }

// FuzzRecords is the target Records for go-fuzz.
func FuzzRecords(data []byte) int { return body("Records", data) }

// FuzzRenegotiationInfo is the target RenegotiationInfo for go-fuzz.
func FuzzRenegotiationInfo(data []byte) int { return body("RenegotiationInfo", data) }

// FuzzServer is the target Server for go-fuzz.
func FuzzServer(data []byte) int { return body("Server", data) }

// FuzzServerHello is the target ServerHello for go-fuzz.
func FuzzServerHello(data []byte) int { return body("ServerHello", data) }

// FuzzServerHelloDone is the target ServerHelloDone for go-fuzz.
func FuzzServerHelloDone(data []byte) int { return body("ServerHelloDone", data) }

// FuzzServerKeyExchange is the target ServerKeyExchange for go-fuzz.
func FuzzServerKeyExchange(data []byte) int { return body("ServerKeyExchange", data) }

// FuzzServerName is the target ServerName for go-fuzz.
func FuzzServerName(data []byte) int { return body("ServerName", data) }

// FuzzSessionTicket is the target SessionTicket for go-fuzz.
func FuzzSessionTicket(data []byte) int { return body("SessionTicket", data) }

// FuzzSignatureAlgorithms is the target SignatureAlgorithms for go-fuzz.
func FuzzSignatureAlgorithms(data []byte) int { return body("SignatureAlgorithms", data) }

// FuzzState is the target State for go-fuzz.
func FuzzState(data []byte) int { return body("State", data) }

// FuzzSupportedGroups is the target SupportedGroups for go-fuzz.
func FuzzSupportedGroups(data []byte) int { return body("SupportedGroups", data) }

// FuzzSupportedVersions is the target SupportedVersions for go-fuzz.
func FuzzSupportedVersions(data []byte) int { return body("SupportedVersions", data) }

// FuzzTicket is the target Ticket for go-fuzz.
func FuzzTicket(data []byte) int { return body("Ticket", data) }

// FuzzTicketEncoding is the target TicketEncoding for go-fuzz.
func FuzzTicketEncoding(data []byte) int { return body("TicketEncoding", data) }

// FuzzTicketKeys is the target TicketKeys for go-fuzz.
func FuzzTicketKeys(data []byte) int { return body("TicketKeys", data) }

// FuzzTicketText is the target TicketText for go-fuzz.
func FuzzTicketText(data []byte) int { return body("TicketText", data) }

// FuzzTrace is the target Trace for go-fuzz.
func FuzzTrace(data []byte) int { return body("Trace", data) }

// bodies are those of the targets, by name. They are made once somebody fuzzes.
var bodies = sync.OnceValue(func() map[string]func([]byte) int {
	ready, err := FromEnvironment()
	if err != nil {
		panic(err)
	}
	all := map[string]func([]byte) int{}
	for _, t := range append(Targets(), Nothing) {
		all[t.Name] = ready(t).Body
	}
	return all
})

func body(target string, data []byte) int { return bodies()[target](data) }

// FromEnvironment gives targets what an engine was started with: the defect that is named
// there is planted, and their executions are counted, if there is a file for it. From then on
// what they drop is collected less often.
func FromEnvironment() (func(Target) Target, error) {
	if err := Plant(os.Getenv(DefectVariable)); err != nil {
		return nil, err
	}
	debug.SetGCPercent(garbage)
	file := os.Getenv(TallyVariable)
	if file == "" {
		return func(t Target) Target { return t }, nil
	}
	tally, err := OpenTally(file)
	if err != nil {
		return nil, err
	}
	return tally.of, nil
}

// garbage is how many percent of what a target keeps it may drop before it is collected. It
// keeps next to nothing: collected every 4 MB, as is usual, codecs spent a quarter of their
// time on that.
const garbage = 1000
