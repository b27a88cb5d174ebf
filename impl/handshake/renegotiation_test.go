package handshake

import "testing"

// What was shown stays the same; whoever has shown nothing may show what it likes.
func TestWhichCertificatesStay(t *testing.T) {
	none, one, other := &Agreement{}, &Agreement{Chain: [][]byte{{1}, {3}}}, &Agreement{Chain: [][]byte{{2}, {3}}}
	for _, v := range []struct {
		before, now *Agreement
		want        Reason
	}{
		{none, none, None}, {none, one, None}, {one, one, None},
		{one, other, CertificateChanged}, {one, none, CertificateChanged},
	} {
		if got := CertificateStays(v.before, v.now); got != v.want {
			t.Errorf("%x, then %x: got %v", v.before.Chain, v.now.Chain, got)
		}
	}
}
