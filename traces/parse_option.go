package traces

import (
	"slices"
	"strings"
)

// roleOf says whose options these are.
func roleOf(options []Word) string {
	if &options[0] == &ClientOptions[0] {
		return "client"
	}
	return "server"
}

func (p *parser) optionValue(w word, key, value, role string) error {
	at := w.col + len(key) + 1
	switch key {
	case "auth":
		return p.demand(at, value)
	case "vhosts":
		return p.hosts(at, value)
	case "policy":
		return p.policies(at, value, policiesOf[role])
	case "cert":
		if value != "ecdsa" && value != "rsa" {
			return p.fail(at, "got %q, want ecdsa or rsa", value)
		}
	case "suites":
		return p.suites(at, strings.Split(value, ",")...)
	}
	return nil
}

// suites are cipher suites by their names.
func (p *parser) suites(at int, list ...string) error {
	for _, s := range list {
		if !slices.Contains(Suites[:], s) {
			return p.fail(at, "got the suite %q, want one of %s", s, strings.Join(Suites[:], ", "))
		}
		at += len(s) + 1
	}
	return nil
}

// demand is what a host wants of a client.
func (p *parser) demand(at int, value string) error {
	if !slices.Contains(demands, value) {
		return p.fail(at, "got %q, want one of %s", value, strings.Join(demands, ", "))
	}
	return nil
}

// hosts is a list of virtual hosts, each named once.
func (p *parser) hosts(at int, value string) error {
	seen := map[string]bool{}
	for _, text := range strings.Split(value, ",") {
		name, demand, demanding := strings.Cut(text, ":")
		if !isHost(name) {
			return p.fail(at, "got the host %q, want letters, digits, - and dots", name)
		}
		if seen[name] {
			return p.fail(at, "got the host %q a second time", name)
		}
		seen[name] = true
		if demanding {
			if err := p.demand(at+len(name)+1, demand); err != nil {
				return err
			}
		}
		at += len(text) + 1
	}
	return nil
}

func isHost(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return len(s) <= 253
}

// policies are named policies of a role, each once and in the order of Policies.
func (p *parser) policies(at int, value string, want []string) error {
	last := -1
	for _, name := range strings.Split(value, ",") {
		i := slices.Index(want, name)
		if i < 0 {
			return p.fail(at, "got the policy %q, want one of %s", name, strings.Join(want, ", "))
		}
		if i <= last {
			return p.fail(at, "got the policy %q behind %q, want each once and in the order %s", name, want[last], strings.Join(want, ", "))
		}
		last = i
		at += len(name) + 1
	}
	return nil
}
