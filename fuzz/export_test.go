package fuzz

import (
	"slices"
	"strings"

	"tlsresume/impl/handshake"
)

// Settings are all that a world can be like, each as its line has it.
func Settings() (all []string) {
	for _, c := range choices {
		for _, s := range c.settings {
			all = append(all, c.name+"="+s.name)
		}
	}
	return all
}

// FirstOf is the setting that counts where nothing is said of its choice.
func FirstOf(one string) string {
	name, _, _ := strings.Cut(one, "=")
	for _, c := range choices {
		if c.name == name {
			return name + "=" + c.settings[0].name
		}
	}
	return ""
}

// Verbs are the kinds of commands of a dialogue.
func Verbs() (all []string) {
	for _, v := range verbs {
		all = append(all, v.name)
	}
	return all
}

// DisturbedIn are the states of the subject, as letters for the messages so far, in which
// something was done to it that no honest peer and no honest network does.
func DisturbedIn(subject handshake.Side, data []byte) (states []string) {
	w, commands := cut(data)
	d := newDialogue(subject, w)
	if d == nil {
		return nil
	}
	for {
		var c command
		if c, commands = next(commands); c.of == nil {
			return states
		}
		d.settle()
		d.clean = true
		state := string(d.ends[subject].order)
		if d.do(c); !d.clean {
			states = append(states, state)
		}
	}
}

// Forget has everything reckoned again.
func Forget() {
	remembered.mu.Lock()
	defer remembered.mu.Unlock()
	clear(remembered.came)
}

// Spoken is all that both ends of a dialogue say.
func Spoken(subject handshake.Side, data []byte) ([]byte, error) {
	d, err := play(subject, data)
	if d == nil {
		return nil, err
	}
	return slices.Concat(d.ends[handshake.Client].sent, d.ends[handshake.Server].sent), err
}
