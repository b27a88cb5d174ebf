package check

import "testing"

func TestARegisterListsByName(t *testing.T) {
	r := Register[string]{Name: func(s string) string { return s }}
	for _, name := range []string{"b", "c", "a"} {
		same(t, r.Add(name), name)
	}
	all := r.All()
	same(t, all, []string{"a", "b", "c"})
	all[0] = "z" // the caller's own
	same(t, r.All(), []string{"a", "b", "c"})
}
