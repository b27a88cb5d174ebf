package adversary

import (
	"context"
	"testing"

	"tlsresume/model/check"
)

func configNamed(t *testing.T, name string) Config {
	t.Helper()
	for _, c := range Configs() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("got no configuration %s", name)
	return Config{}
}

func TestExportersAreEqualWithoutEMS(t *testing.T) {
	c := configNamed(t, "exporter-no-ems")
	r := Check(context.Background(), c, check.Options{})
	if r.Result.Verdict != check.Broken || r.Result.Broken[0].Name != c.Breaks {
		t.Errorf("got %v %s, want %s broken", r.Result.Verdict, r.Witness, c.Breaks)
	}
	t.Logf("%d states\n%s\n%s", r.Result.States, r.Witness, r.Run)
}

func TestTLSUniqueIsEqualWithoutEMS(t *testing.T) {
	c := configNamed(t, "tls-unique-no-ems")
	c.world.Kex = []kex{rsa}
	r := Check(context.Background(), c, check.Options{})
	if r.Result.Verdict != check.Broken || r.Result.Broken[0].Name != c.Breaks {
		t.Errorf("got %v %s, want %s broken", r.Result.Verdict, r.Witness, c.Breaks)
	}
	t.Logf("%d states\n%s\n%s", r.Result.States, r.Witness, r.Run)
}
