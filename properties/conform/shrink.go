package conform

import (
	"slices"
	"strings"

	"tlsresume/traces"
)

// Shrink makes a script smaller as long as it still fails: it leaves out commands, nodes,
// options and what else they list. Of the script that it returns no one of these can be
// left out. What names something that was left out is no script, and not tried.
func Shrink(script *traces.Trace, fails func(*traces.Trace) bool) *traces.Trace {
	sound := func(s *traces.Trace) bool {
		_, err := traces.Parse("shorter", traces.Format(s))
		return err == nil && fails(s)
	}
	for script = bare(script); ; {
		size := len(traces.Format(script))
		for _, leave := range []func(*traces.Trace) []*traces.Trace{fewerCommands, fewerNodes, fewerOptions} {
			script = smallest(script, leave, sound)
		}
		if len(traces.Format(script)) == size {
			return script
		}
	}
}

// smallest follows what fails among the scripts that are a little less, to one of which
// none of them does.
func smallest(script *traces.Trace, less func(*traces.Trace) []*traces.Trace, fails func(*traces.Trace) bool) *traces.Trace {
	for {
		i := slices.IndexFunc(less(script), fails)
		if i < 0 {
			return script
		}
		script = less(script)[i]
	}
}

// bare is a script without events.
func bare(t *traces.Trace) *traces.Trace {
	s := &traces.Trace{Header: t.Header, Steps: make([]traces.Step, len(t.Steps))}
	for i := range t.Steps {
		s.Steps[i].Command = t.Steps[i].Command
	}
	return s
}

// fewerCommands leaves out the last half of the commands, the half before it, then the
// quarters, and so on to single ones.
func fewerCommands(script *traces.Trace) (all []*traces.Trace) {
	for n := len(script.Steps) / 2; n > 0; n /= 2 {
		for end := len(script.Steps); end >= n; end -= n {
			gone := map[string]bool{}
			var steps []traces.Step
			for i, step := range script.Steps {
				if i >= end-n && i < end || gone[connection(step.Command)] {
					if step.Command.Verb == "dial" {
						gone[step.Command.Args[0]] = true
					}
					continue
				}
				steps = append(steps, step)
			}
			if len(steps) > 0 {
				all = append(all, &traces.Trace{Header: script.Header, Steps: steps})
			}
		}
	}
	return all
}

// connection is the one that a command is about, or "".
func connection(c traces.Command) string {
	name, _, _ := strings.Cut(c.Args[0], ".")
	return name
}

// fewerNodes leaves out a server or a client, with what names it.
func fewerNodes(script *traces.Trace) (all []*traces.Trace) {
	h := script.Header
	for _, role := range []*[]traces.Node{&h.Servers, &h.Clients} {
		nodes := *role
		for i := range nodes {
			if len(nodes) == 1 {
				continue
			}
			*role = slices.Delete(slices.Clone(nodes), i, i+1)
			if steps := spared(script.Steps, nodes[i].Name); len(steps) > 0 {
				all = append(all, &traces.Trace{Header: h, Steps: steps})
			}
		}
		*role = nodes
	}
	return all
}

// spared are the commands in which neither a node has a part nor a connection of it.
func spared(steps []traces.Step, node string) (all []traces.Step) {
	gone := map[string]bool{}
	for _, step := range steps {
		c := step.Command
		switch {
		case slices.Contains(c.Args, node) && c.Verb == "dial":
			gone[c.Args[0]] = true
		case !slices.Contains(c.Args, node) && !gone[connection(c)]:
			all = append(all, step)
		}
	}
	return all
}

// fewerOptions leaves out an option of a node, or one of several policies, hosts or suites.
func fewerOptions(script *traces.Trace) (all []*traces.Trace) {
	h := script.Header
	for _, role := range []*[]traces.Node{&h.Servers, &h.Clients} {
		nodes := *role
		for i, n := range nodes {
			for _, edit := range plainer(n) {
				*role = slices.Clone(nodes)
				(*role)[i] = edit
				all = append(all, &traces.Trace{Header: h, Steps: script.Steps})
			}
		}
		*role = nodes
	}
	return all
}

// plainer are a node with an option less, or less of one.
func plainer(n traces.Node) (all []traces.Node) {
	for k, o := range n.Options {
		without := slices.Delete(slices.Clone(n.Options), k, k+1)
		all = append(all, traces.Node{Name: n.Name, Options: without})
		list := strings.Split(o.Value, ",")
		for i := range list {
			if len(list) > 1 {
				fewer := traces.Option{Key: o.Key, Value: strings.Join(slices.Delete(slices.Clone(list), i, i+1), ",")}
				all = append(all, traces.Node{Name: n.Name, Options: slices.Insert(slices.Clone(without), k, fewer)})
			}
		}
	}
	return all
}
