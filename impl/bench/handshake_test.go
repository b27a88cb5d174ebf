package bench

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"slices"
	"testing"
	"time"
)

// compare lets them take turns, and gives for each the time that a tenth of its runs
// undercut.
func compare(b *testing.B, each ...func()) []time.Duration {
	times := make([][]time.Duration, len(each))
	for b.Loop() {
		for i, f := range each {
			start := time.Now()
			f()
			times[i] = append(times[i], time.Since(start))
		}
	}
	quick := make([]time.Duration, len(each))
	for i, t := range times {
		slices.Sort(t)
		quick[i] = t[len(t)/10]
	}
	b.ReportMetric(float64(quick[0]), "ns/op") // ours alone
	return quick
}

// ratio is ours divided by theirs: 1 where neither is anything.
func ratio[T time.Duration | float64](ours, theirs T) float64 {
	if ours == theirs {
		return 1
	}
	return float64(ours) / float64(theirs)
}

// What the benchmarks measure happens: connect fails when it does not.
func TestBothStacksConnect(t *testing.T) {
	p := newPKI(t)
	ours, theirs := newOurs(t, p), newStdlib(t, p)
	defer theirs.stop()
	for _, resume := range []bool{false, true} {
		ours.resume, theirs.resume = resume, resume
		ours.connect()
		theirs.connect()
	}
	newFloor(t, p).operate()
}

// BenchmarkFull is a full handshake of both ends: ECDHE-ECDSA with X25519 and P-256,
// server_name, the extended master secret, a ticket, and a chain that is verified.
func BenchmarkFull(b *testing.B) {
	p := newPKI(b)
	ours, theirs, floor := newOurs(b, p), newStdlib(b, p), newFloor(b, p)
	defer theirs.stop()
	ours.connect()
	theirs.connect()
	t := compare(b, ours.connect, theirs.connect, floor.operate)
	mine, their := testing.AllocsPerRun(20, ours.connect), testing.AllocsPerRun(20, theirs.connect)
	b.ReportMetric(ratio(t[0], t[1]), "x-stdlib")
	b.ReportMetric(ratio(t[0], t[2]), "x-floor")
	b.ReportMetric(ratio(mine, their), "x-stdlib-allocs")
	b.ReportMetric(mine, "allocs/op")
}

// BenchmarkResumed is a resumption by ticket of both ends.
func BenchmarkResumed(b *testing.B) {
	p := newPKI(b)
	ours, theirs := newOurs(b, p), newStdlib(b, p)
	defer theirs.stop()
	ours.connect()
	theirs.connect()
	ours.resume, theirs.resume = true, true
	ours.connect()
	theirs.connect()
	t := compare(b, ours.connect, theirs.connect)
	mine, their := testing.AllocsPerRun(20, ours.connect), testing.AllocsPerRun(20, theirs.connect)
	b.ReportMetric(ratio(t[0], t[1]), "x-stdlib")
	b.ReportMetric(ratio(mine, their), "x-stdlib-allocs")
	b.ReportMetric(mine, "allocs/op")
}

// A floor is the public-key operations of a full handshake, both ends together.
type floor struct {
	t               testing.TB
	signer          *ecdsa.PrivateKey
	leaf            *x509.Certificate
	authority       *ecdsa.PublicKey
	digest, body    [32]byte
	client, servant [32]byte // the drawn private keys
}

func newFloor(t testing.TB, p pki) *floor {
	t.Helper()
	f := &floor{t: t, digest: sha256.Sum256(nil), client: [32]byte{1}, servant: [32]byte{2}}
	leaf, err := x509.ParseCertificate(p.leaf.Chain[0])
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(p.Root())
	if err != nil {
		t.Fatal(err)
	}
	f.leaf, f.authority, f.body = leaf, root.PublicKey.(*ecdsa.PublicKey), sha256.Sum256(leaf.RawTBSCertificate)
	if f.signer, err = ecdsa.GenerateKey(f.authority.Curve, nil); err != nil {
		t.Fatal(err)
	}
	return f
}

// operate: two X25519 keys made and two secrets agreed on; the ServerKeyExchange
// signed, and verified; the signature of the certificate verified.
func (f *floor) operate() {
	client, err1 := ecdh.X25519().NewPrivateKey(f.client[:])
	server, err2 := ecdh.X25519().NewPrivateKey(f.servant[:])
	if err1 != nil || err2 != nil {
		f.t.Fatal(err1, err2)
	}
	_, err1 = client.ECDH(server.PublicKey())
	_, err2 = server.ECDH(client.PublicKey())
	if err1 != nil || err2 != nil {
		f.t.Fatal(err1, err2)
	}
	signature, err := f.signer.Sign(nil, f.digest[:], crypto.SHA256)
	if err != nil || !ecdsa.VerifyASN1(&f.signer.PublicKey, f.digest[:], signature) {
		f.t.Fatal("the signature does not verify", err)
	}
	if !ecdsa.VerifyASN1(f.authority, f.body[:], f.leaf.Signature) {
		f.t.Fatal("the certificate does not verify")
	}
}
