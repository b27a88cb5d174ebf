package fuzz

import (
	"tlsresume/impl/handshake"
)

// endpoints are the targets that talk to one of our endpoints: a server whose words the
// input damages talks to our client, and such a client to our server.
var endpoints = []Target{
	{Name: "Client", About: "a world, and what a server and the network do to our client in it", Judge: judging(handshake.Client), Grammar: dialogues{}},
	{Name: "Server", About: "a world, and what a client and the network do to our server in it", Judge: judging(handshake.Server), Grammar: dialogues{}},
}

// judging runs a dialogue. It is valid if the subject has accepted a message of the
// handshake: what is refused at once says little.
func judging(subject handshake.Side) func([]byte) (bool, error) {
	return func(data []byte) (bool, error) {
		d, err := play(subject, data)
		return err == nil && d != nil && d.ends[subject].began, err
	}
}

// play runs an input to its end. There is no dialogue in a world where an end cannot be.
func play(subject handshake.Side, data []byte) (*dialogue, error) {
	w, commands := cut(data)
	d := newDialogue(subject, w)
	if d == nil {
		return nil, nil
	}
	for range maxCommands {
		var c command
		if c, commands = next(commands); c.of == nil || d.broken != nil {
			break
		}
		d.do(c)
	}
	d.end()
	if d.broken != nil {
		return d, d.broken
	}
	return d, nil
}

// maxCommands bounds what an input costs.
const maxCommands = 64
