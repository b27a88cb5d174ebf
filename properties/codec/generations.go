package codec

import (
	"fmt"

	"tlsresume/impl/session"
)

// generations are the builds of a server, the oldest first.
var generations = []*session.Generation{session.Original, session.BeforeEMS, session.BeforeFence, session.Current}

// What one generation writes, each that knows its fields reads as the same, and each that
// does not refuses: to read it without them would be to resume another session.
var _ = property("state/generations", "RFC 5077 4; mail of 2021-10-25, \"if the older implementation rejects unrecognized fields\"", func(d dice) error {
	s := d.plainState()
	d.extra(s)
	for _, writer := range generations {
		b, err := writer.Append(nil, s)
		if (err == nil) != knows(writer, s) || writer.Reads(s) != knows(writer, s) {
			return fmt.Errorf("generation %v writes %s with %v, and reads it %t", writer, show(s), err, writer.Reads(s))
		}
		if err != nil {
			continue
		}
		for _, reader := range generations {
			got := new(session.State)
			err := reader.Unmarshal(got, b)
			if (err == nil) != knows(reader, s) || err == nil && show(got) != show(s) {
				return fmt.Errorf("generation %v reads what %v writes as %s, %v: want %s", reader, writer, show(got), err, show(s))
			}
		}
	}
	return nil
})

// knows says whether builds of a generation have words for all of a state.
func knows(g *session.Generation, s *session.State) bool {
	ems, fenced := s.EMS, s.Fenced
	named := s.ServerName != "" || s.VirtualHost != "" || s.ClientPolicy != "" || s.ClientName != ""
	switch g {
	case session.Original:
		return !ems && !fenced && !named && !s.EncryptThenMAC && s.MaxFragment == 0
	case session.BeforeEMS:
		return !ems && !fenced
	case session.BeforeFence:
		return !fenced
	}
	return true
}
