package fuzz_test

import (
	"path/filepath"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
)

func FuzzApplicationLayerProtocolNegotiation(f *testing.F) {
	native(f, "ApplicationLayerProtocolNegotiation")
}
func FuzzCertificate(f *testing.F)          { native(f, "Certificate") }
func FuzzCertificateRequest(f *testing.F)   { native(f, "CertificateRequest") }
func FuzzCertificateVerify(f *testing.F)    { native(f, "CertificateVerify") }
func FuzzClient(f *testing.F)               { native(f, "Client") }
func FuzzClientHello(f *testing.F)          { native(f, "ClientHello") }
func FuzzClientKeyExchange(f *testing.F)    { native(f, "ClientKeyExchange") }
func FuzzEcPointFormats(f *testing.F)       { native(f, "EcPointFormats") }
func FuzzEncryptThenMac(f *testing.F)       { native(f, "EncryptThenMac") }
func FuzzExtendedMasterSecret(f *testing.F) { native(f, "ExtendedMasterSecret") }
func FuzzFinished(f *testing.F)             { native(f, "Finished") }
func FuzzFleet(f *testing.F)                { native(f, "Fleet") }
func FuzzHelloRequest(f *testing.F)         { native(f, "HelloRequest") }
func FuzzLog(f *testing.F)                  { native(f, "Log") }
func FuzzMaxFragmentLength(f *testing.F)    { native(f, "MaxFragmentLength") }
func FuzzNewSessionTicket(f *testing.F)     { native(f, "NewSessionTicket") }
func FuzzProtectedRecords(f *testing.F)     { native(f, "ProtectedRecords") }
func FuzzRecordText(f *testing.F)           { native(f, "RecordText") }
func FuzzRecords(f *testing.F)              { native(f, "Records") }
func FuzzRenegotiationInfo(f *testing.F)    { native(f, "RenegotiationInfo") }
func FuzzServer(f *testing.F)               { native(f, "Server") }
func FuzzServerHello(f *testing.F)          { native(f, "ServerHello") }
func FuzzServerHelloDone(f *testing.F)      { native(f, "ServerHelloDone") }
func FuzzServerKeyExchange(f *testing.F)    { native(f, "ServerKeyExchange") }
func FuzzServerName(f *testing.F)           { native(f, "ServerName") }
func FuzzSessionTicket(f *testing.F)        { native(f, "SessionTicket") }
func FuzzSignatureAlgorithms(f *testing.F)  { native(f, "SignatureAlgorithms") }
func FuzzState(f *testing.F)                { native(f, "State") }
func FuzzSupportedGroups(f *testing.F)      { native(f, "SupportedGroups") }
func FuzzSupportedVersions(f *testing.F)    { native(f, "SupportedVersions") }
func FuzzTicket(f *testing.F)               { native(f, "Ticket") }
func FuzzTicketEncoding(f *testing.F)       { native(f, "TicketEncoding") }
func FuzzTicketKeys(f *testing.F)           { native(f, "TicketKeys") }
func FuzzTicketText(f *testing.F)           { native(f, "TicketText") }
func FuzzTrace(f *testing.F)                { native(f, "Trace") }

// native runs a target under the engine of the go command, on the one corpus that
// all engines read.
func native(f *testing.F, name string) {
	t, err := fuzz.Named(name)
	if err != nil {
		f.Fatal(err)
	}
	fuzzed(f, t, corpus(f, name))
}

func fuzzed(f *testing.F, t fuzz.Target, seeds [][]byte) {
	ready, err := fuzz.FromEnvironment()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range seeds {
		f.Add(seed)
	}
	body := ready(t).Body
	f.Fuzz(func(_ *testing.T, data []byte) { body(data) })
}

// corpus reads the entries of a target.
func corpus(t testing.TB, name string) (data [][]byte) {
	t.Helper()
	all, err := entries.Sound(filepath.Join("..", "corpus", name))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		data = append(data, e.Data)
	}
	return data
}
