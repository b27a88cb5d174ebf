package fuzz

import (
	"fmt"
	"slices"
	"sync/atomic"

	"tlsresume/impl/defect"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// DefectVariable is the variable of the environment that names a defect for the functions
// of the engines to plant before they run their first input. Bodies read no environment.
const DefectVariable = "TLSRESUME_DEFECT"

// planted is the defect of all targets that run ends of ours.
var planted atomic.Pointer[defect.Defect]

// Plant gives a defect of the catalogue to the targets that run ends of ours, or, for "",
// takes it away. One that is an edit of the source can't be planted: a program has it that
// was compiled with it.
func Plant(name string) error {
	if name == "" {
		planted.Store(nil)
		return nil
	}
	all := defect.All()
	i := slices.IndexFunc(all, func(d defect.Defect) bool { return d.Name == name })
	switch {
	case i < 0:
		return fmt.Errorf("got defect %q, want one of the catalogue", name)
	case all[i].Grade() == defect.Overlay:
		return fmt.Errorf("got defect %q, which is an edit of the source, want a policy or a decorator", name)
	}
	planted.Store(&all[i])
	return nil
}

// seams are what stands between the parts of a world: the defect that is planted, and the
// memory of what operations on keys came to.
func seams() (all script.Seams) {
	if d := planted.Load(); d != nil {
		all = d.Open()
	}
	all.Memory = remembered
	others := all
	all.Config = func(side handshake.Side, node traces.Node, c *handshake.Config) {
		*c = others.ConfigOf(side, node, *c)
		c.Provider = remembered.provider()
	}
	return all
}
