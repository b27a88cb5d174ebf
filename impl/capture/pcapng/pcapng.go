// Package pcapng makes a capture file of what passed over the wires of a run, with the
// secrets in it, so that Wireshark shows what was protected without any other file
// (draft-ietf-opsawg-pcapng).
//
// Each connection of the run is a TCP connection. It is seen where the bytes arrive: what
// the network dropped is not there, and what it sent twice is there twice.
package pcapng

import (
	"bytes"
	"fmt"
	"math"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"tlsresume/impl/capture"
)

// A World is who took part in a run, by name, and what is to be said of it.
type World struct {
	Clients, Servers []string
	Adversary        string
	Comment          string
}

// Encode is the run as a file.
func Encode(run *capture.Run, world World) ([]byte, error) {
	w := &writer{hosts: hostsOf(world), streams: map[string]*stream{}}
	if err := w.begin(world); err != nil {
		return nil, err
	}
	for i, m := range run.Moments {
		if i == 0 || m.Cause != run.Moments[i-1].Cause {
			if err := w.secrets(run.Moments[i:]); err != nil {
				return nil, err
			}
		}
		if err := w.moment(m); err != nil {
			return nil, err
		}
	}
	for _, s := range w.order {
		if err := w.close(s); err != nil {
			return nil, err
		}
	}
	err := w.packets.Flush()
	return w.file.Bytes(), err
}

// A writer writes a file from its front to its end.
type writer struct {
	file    bytes.Buffer
	packets *pcapgo.NgWriter
	hosts   hosts
	streams map[string]*stream // by the name of the connection
	order   []*stream
	at      time.Time // of the last packet
	id      uint16    // of the last IP packet
}

// begin writes what stands before the packets: the section, its one interface, and the
// names of the nodes.
func (w *writer) begin(world World) (err error) {
	section := pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{Application: "tlsresume", Comment: world.Comment}}
	wires := pcapgo.NgInterface{Name: "wires", Description: "the wires of the world", LinkType: layers.LinkTypeRaw}
	if w.packets, err = pcapgo.NewNgWriterInterface(&w.file, wires, section); err != nil {
		return err
	}
	return w.block(nameResolution, w.hosts.records())
}

// secrets writes those that come of the first command here, before its packets: a server
// derives what opens a flight when it takes the beginning of it.
func (w *writer) secrets(moments []capture.Moment) error {
	for _, m := range moments {
		if m.Cause != moments[0].Cause {
			break
		}
		if s, ok := m.What.(*capture.Secret); ok {
			if err := w.block(decryptionSecrets, keyLog(s)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) moment(m capture.Moment) error {
	if m.At.After(w.at) {
		w.at = m.At
	}
	if dial, ok := m.What.(*capture.Dial); ok {
		return w.open(m.Conn, dial, m.Cause)
	}
	s := w.streams[m.Conn]
	if s == nil || s.over {
		return nil
	}
	switch what := m.What.(type) {
	case *capture.Secret:
		return nil // it is written
	case *capture.Pass:
		return w.pass(s, what, m.Cause)
	case *capture.Break:
		s.over = true
		return w.send(s, client, segment{RST: true, ACK: true}, nil, told(m.Cause))
	}
	return fmt.Errorf("%s: got %T, want what a capture has", m.Conn, m.What)
}

// told is a cause in words.
func told(c capture.Cause) string {
	if c == (capture.Cause{}) {
		return "behind the trace"
	}
	return fmt.Sprintf("step %d, %s", c.Step, c.Command)
}

// of is what is said of bytes that arrive.
func of(p *capture.Pass, by capture.Cause) string {
	text := told(by)
	if p.Unread {
		text = "on the wire when the trace is over"
	}
	if p.Said != (capture.Cause{}) && p.Said != by {
		text += "; said in " + told(p.Said)
	}
	return text
}

// open is the three packets that begin a connection (RFC 9293 3.5).
func (w *writer) open(conn string, d *capture.Dial, by capture.Cause) error {
	s, err := w.hosts.stream(len(w.order), d)
	if err != nil {
		return fmt.Errorf("%s: %w", conn, err)
	}
	w.streams[conn], w.order = s, append(w.order, s)
	for i, p := range []struct {
		from  side
		flags segment
	}{{client, segment{SYN: true}}, {server, segment{SYN: true, ACK: true}}, {client, segment{ACK: true}}} {
		comment := ""
		if i == 0 {
			comment = told(by)
		}
		if err := w.send(s, p.from, p.flags, nil, comment); err != nil {
			return err
		}
	}
	return nil
}

// pass is bytes that arrive, in as few packets as hold them.
func (w *writer) pass(s *stream, p *capture.Pass, by capture.Cause) error {
	from := client
	if p.To[len(p.To)-1] == 'c' {
		from = server
	}
	for rest := p.Bytes; len(rest) > 0; {
		n := min(len(rest), maxSegment)
		if err := w.send(s, from, segment{PSH: true, ACK: true}, rest[:n], of(p, by)); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// close is the end of a connection that nothing else has ended.
func (w *writer) close(s *stream) error {
	if s.over {
		return nil
	}
	s.over = true
	for _, p := range []struct {
		from  side
		flags segment
	}{{client, segment{FIN: true, ACK: true}}, {server, segment{FIN: true, ACK: true}}, {client, segment{ACK: true}}} {
		if err := w.send(s, p.from, p.flags, nil, ""); err != nil {
			return err
		}
	}
	return nil
}

// send writes a packet, a microsecond behind the last one, or when what it is of happened.
func (w *writer) send(s *stream, from side, flags segment, payload []byte, comment string) error {
	w.id++
	packet, err := s.packet(from, flags, w.id, payload)
	if err != nil {
		return err
	}
	w.at = w.at.Add(time.Microsecond)
	var options pcapgo.NgPacketOptions
	if comment != "" {
		options.Comments = []string{comment[:min(len(comment), math.MaxUint16)]}
	}
	return w.packets.WritePacketWithOptions(gopacket.CaptureInfo{
		Timestamp: w.at, CaptureLength: len(packet), Length: len(packet),
	}, packet, options)
}
