package handshake

import (
	"strings"
	"testing"

	"tlsresume/impl/wire"
)

// spell writes a plan as the figures have it: one line a flight.
func spell(p Plan) string {
	var b strings.Builder
	for i, s := range p {
		if i == 0 || p[i-1].From != s.From {
			b.WriteString("\n" + s.From.String() + ":")
		}
		b.WriteString(" " + s.Kind.String())
	}
	return b.String() + "\n"
}

func TestPlansAreTheFigures(t *testing.T) {
	for _, v := range []struct {
		name string
		plan Plan
		want string
	}{
		{"RFC 5246 figure 1 and RFC 5077 figure 1", Full, `
client: ClientHello
server: ServerHello Certificate ServerKeyExchange CertificateRequest ServerHelloDone
client: Certificate ClientKeyExchange CertificateVerify ChangeCipherSpec Finished
server: NewSessionTicket ChangeCipherSpec Finished
`},
		{"RFC 5246 figure 2 and RFC 5077 figure 2", Abbreviated, `
client: ClientHello
server: ServerHello NewSessionTicket ChangeCipherSpec Finished
client: ChangeCipherSpec Finished
`},
	} {
		if got := spell(v.plan); got != v.want {
			t.Errorf("%s: got %s want %s", v.name, got, v.want)
		}
	}
}

func TestDeviationsLeaveThePlanOfOthersAlone(t *testing.T) {
	before := spell(Full)
	moved := Full.Behind(Server, wire.KindNewSessionTicket, wire.KindChangeCipherSpec)
	if got := spell(moved); !strings.Contains(got, "server: ChangeCipherSpec NewSessionTicket Finished") {
		t.Errorf("got %s", got)
	}
	if i := Full.Silencing(Client, wire.KindFinished).find(Client, wire.KindFinished); !Full.Silencing(Client, wire.KindFinished)[i].Silent {
		t.Error("the silenced slot is not silent")
	}
	if spell(Full) != before || Full[Full.find(Client, wire.KindFinished)].Silent {
		t.Error("a deviation changed the plan that it was made from")
	}
	if got := spell(Full.Behind(Server, wire.KindHelloRequest, wire.KindFinished)); got != before {
		t.Errorf("moving what is not there changed the plan: %s", got)
	}
}

// What is decided for every combination of session, message and build
// (RFC 7627 5.3, and the mail of 2021-10-25 for ends that have it off).
func TestEMSTable(t *testing.T) {
	type row struct{ session, message, on bool }
	server := map[row]Reason{
		{false, false, false}: None, {false, false, true}: None,
		{false, true, false}: None, {false, true, true}: LegacySessionEMSHello,
		{true, false, false}: SessionUsesEMS, {true, false, true}: EMSSessionPlainHello,
		{true, true, false}: SessionUsesEMS, {true, true, true}: None,
	}
	for r, want := range server {
		if got := (&Policy{EMS: r.on}).serverEMS(r.session, r.message); got != want {
			t.Errorf("server, %+v: got %q, want %q", r, got, want)
		}
	}
	client := map[row]Reason{
		{session: false, on: false}: None, {session: false, on: true}: LegacySessionEMSHello,
		{session: true, on: false}: SessionUsesEMS, {session: true, on: true}: None,
	}
	for r, want := range client {
		if got := (&Policy{EMS: r.on}).clientEMS(r.session); got != want {
			t.Errorf("client before it offers, %+v: got %q, want %q", r, got, want)
		}
	}
	answered := map[row]Reason{
		{session: false, message: false}: None, {session: false, message: true}: LegacySessionEMSAnswer,
		{session: true, message: false}: EMSSessionPlainAnswer, {session: true, message: true}: None,
	}
	for r, want := range answered {
		if got := new(Policy).answeredEMS(r.session, r.message); got != want {
			t.Errorf("client that is answered, %+v: got %q, want %q", r, got, want)
		}
	}
	// RFC 7627 5.2: "abort the handshake" is a fatal handshake_failure.
	for _, r := range []Reason{EMSRequired, EMSOfNeither, EMSSessionPlainHello, EMSSessionPlainAnswer, LegacySessionEMSAnswer} {
		if !r.Aborts() || r.Alert() != wire.HandshakeFailure {
			t.Errorf("%q: got alert %s", r, r.Alert())
		}
	}
}

func TestEveryReasonHasItsRow(t *testing.T) {
	for r := None + 1; int(r) < len(reasons); r++ {
		if r.String() == "" || r.Cite() == "" {
			t.Errorf("reason %d has no sentence or no citation", r)
		}
		if r.Aborts() && strings.HasPrefix(r.Alert().String(), "alert(") {
			t.Errorf("%q: got the alert %s", r, r.Alert())
		}
	}
	if None.Aborts() {
		t.Error("no reason aborts")
	}
}
