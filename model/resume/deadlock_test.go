package resume

import (
	"context"
	"slices"
	"testing"

	"tlsresume/model/check"
)

// A server that leaves ServerHelloDone out waits for a client that waits for it.
func TestEndsThatWaitForEachOtherAreFound(t *testing.T) {
	c := Config{
		Name: "waiting", Shows: "nobody waits for ever", Live: 1,
		World:  "server s0 ems\nclient c0 ems sni=s0\n",
		Allows: []Allowance{{"dial * c0 s0", 1}},
	}
	mute := Defect{Edit: func(p *Policy) {
		p.Plans[Server][Full] = slices.DeleteFunc(slices.Clone(full), func(s Slot) bool { return s.Kind == ServerHelloDone })
	}}
	for want, d := range map[check.Verdict]*Defect{check.Holds: nil, check.Broken: &mute} {
		r, err := Check(context.Background(), c, d, check.Options{})
		if err != nil || r.Result.Verdict != want {
			t.Errorf("got %v, %v, want it to be %v", r.Result.Verdict, err, want)
		}
		if want == check.Broken && (len(r.Broken) != 1 || r.Broken[0].Name != "deadlock") {
			t.Errorf("got %+v, want a deadlock", r.Broken)
		}
	}
}
