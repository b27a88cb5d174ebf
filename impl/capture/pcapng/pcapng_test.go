package pcapng_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tlsresume/impl/capture"
	"tlsresume/impl/capture/pcapng"
)

// A block of a file, and a packet as it was read from one.
type (
	block struct {
		kind uint32
		body []byte
	}
	packet struct {
		at       uint64
		from, to string
		seq, ack uint32
		flags    byte
		payload  []byte
		comment  string
	}
)

// The types of blocks (draft-ietf-opsawg-pcapng 4), and the flags of TCP (RFC 9293 3.1).
const (
	section, interfaces, names, enhanced, secrets = 0x0a0d0d0a, 1, 4, 6, 10

	fin, syn, rst, acked = 1, 2, 4, 16
)

// blocks reads a file by the letter: every length twice, and a multiple of four.
func blocks(b []byte) (all []block, err error) {
	for at := 0; at < len(b); {
		rest := b[at:]
		if len(rest) < 12 {
			return nil, fmt.Errorf("offset %d: got %d bytes, want a block", at, len(rest))
		}
		n := int(binary.LittleEndian.Uint32(rest[4:]))
		if n%4 != 0 || n < 12 || n > len(rest) || binary.LittleEndian.Uint32(rest[n-4:]) != uint32(n) {
			return nil, fmt.Errorf("offset %d: got a block of %d bytes that does not end so", at, n)
		}
		all = append(all, block{binary.LittleEndian.Uint32(rest), rest[8 : n-4]})
		at += n
	}
	return all, nil
}

// packetOf reads an enhanced packet block with an IPv4 packet of TCP in it.
func packetOf(b []byte) (p packet, err error) {
	p.at = uint64(binary.LittleEndian.Uint32(b[4:]))<<32 | uint64(binary.LittleEndian.Uint32(b[8:]))
	n, whole := binary.LittleEndian.Uint32(b[12:]), binary.LittleEndian.Uint32(b[16:])
	ip := b[20 : 20+n]
	if o := b[20+(n+3)&^3:]; len(o) > 4 { // a comment, and the end of options
		p.comment = string(o[4 : 4+binary.LittleEndian.Uint16(o[2:])])
	}
	length := int(binary.BigEndian.Uint16(ip[2:]))
	if n != whole || length != len(ip) || ip[0] != 0x45 || ip[9] != 6 {
		return p, fmt.Errorf("got %d bytes of %d, and an IP packet of %d: % x", n, whole, length, ip[:20])
	}
	tcp := ip[20:]
	pseudo := slices.Concat(ip[12:20], []byte{0, 6}, binary.BigEndian.AppendUint16(nil, uint16(len(tcp))))
	if sum(ip[:20]) != 0 || sum(slices.Concat(pseudo, tcp)) != 0 {
		return p, fmt.Errorf("got checksums %04x and %04x left, want none", sum(ip[:20]), sum(slices.Concat(pseudo, tcp)))
	}
	p.from = fmt.Sprintf("%v:%d", ip[12:16], binary.BigEndian.Uint16(tcp))
	p.to = fmt.Sprintf("%v:%d", ip[16:20], binary.BigEndian.Uint16(tcp[2:]))
	p.seq, p.ack, p.flags = binary.BigEndian.Uint32(tcp[4:]), binary.BigEndian.Uint32(tcp[8:]), tcp[13]
	p.payload = tcp[int(tcp[12]>>4)*4:]
	return p, nil
}

// sum is the checksum of RFC 1071; it is 0 over what has a right one in it.
func sum(b []byte) uint16 {
	var s uint32
	for i := range b {
		s += uint32(b[i]) << (8 * (1 - i%2))
	}
	for s > 0xffff {
		s = s&0xffff + s>>16
	}
	return ^uint16(s)
}

// Of every stored trace that the simulator plays, with -short of figures and attacks, there
// is a file that is one: blocks, lengths and checksums are right, what passed is in the
// streams, in order and once, and each secret is there.
func TestFilesAreWhatTheyAreToBe(t *testing.T) {
	films := 0
	for _, name := range stored(t) {
		f, err := (row{trace: name}).film()
		if err != nil {
			continue // what the simulator cannot play is the tests' of conformance
		}
		films++
		if err := sound(f); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, r := range rows {
		if err := sound(r.play(t)); err != nil {
			t.Errorf("%s: %v", r, err)
		}
	}
	if films < 300 && !testing.Short() || films < 25 {
		t.Errorf("got %d traces, want more", films)
	}
}

func stored(t *testing.T) (names []string) {
	const root = "../../../traces"
	if err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		folder := filepath.Base(filepath.Dir(p))
		if name, is := strings.CutSuffix(p, ".trace"); is && (!testing.Short() || folder == "figures" || folder == "adversary") {
			names = append(names, strings.TrimPrefix(filepath.ToSlash(name), root+"/"))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return names
}

func sound(f film) error {
	all, err := blocks(f.file)
	if err != nil {
		return err
	}
	var kinds []uint32
	var packets []packet
	opened := 0
	for _, b := range all {
		kinds = append(kinds, b.kind)
		switch b.kind {
		case enhanced:
			p, err := packetOf(b.body)
			if err != nil {
				return fmt.Errorf("packet %d: %w", len(packets)+1, err)
			}
			packets = append(packets, p)
		case secrets:
			opened++
			line := b.body[8 : 8+binary.LittleEndian.Uint32(b.body[4:])]
			if string(b.body[:4]) != "KSLT" || !bytes.Contains(f.run.KeyLogged(), line) || line[len(line)-1] != '\n' {
				return fmt.Errorf("got the secret %q", b.body)
			}
		}
	}
	if want := bytes.Count(f.run.KeyLogged(), []byte("\n")); opened != want || !slices.Equal(kinds[:3], []uint32{section, interfaces, names}) {
		return fmt.Errorf("got %d secrets in %d, want %d behind the section, its interface and the names", opened, kinds, want)
	}
	return flows(f, packets)
}

// A way is the packets of one direction, and what they carry.
type way struct {
	next    uint32
	over    bool
	payload []byte
}

// flows puts the streams together again.
func flows(f film, packets []packet) error {
	ways := map[string]*way{}
	var last uint64
	for i, p := range packets {
		if p.at <= last {
			return fmt.Errorf("packet %d: got a time that is not behind that of the last", i+1)
		}
		last = p.at
		w, back := ways[p.from+p.to], ways[p.to+p.from]
		if w == nil {
			if p.flags&syn == 0 || (back == nil) != (p.flags&acked == 0) {
				return fmt.Errorf("packet %d: got flags %#x, want those that begin a connection", i+1, p.flags)
			}
			w = &way{next: p.seq}
			ways[p.from+p.to] = w
		}
		if p.seq != w.next || back != nil && p.ack != back.next || w.over && len(p.payload) > 0 {
			return fmt.Errorf("packet %d: got numbers %d and %d, want %d and those of the other way", i+1, p.seq, p.ack, w.next)
		}
		w.payload = append(w.payload, p.payload...)
		w.next += uint32(len(p.payload))
		if p.flags&(syn|fin) != 0 {
			w.next++
		}
		w.over = w.over || p.flags&(fin|rst) != 0
		if len(p.payload) > 0 && p.comment == "" {
			return fmt.Errorf("packet %d: got data without a comment", i+1)
		}
	}
	return carries(f, ways)
}

// carries holds what the packets carry to what passed.
func carries(f film, ways map[string]*way) error {
	passed, cut := map[string][]byte{}, map[string]bool{}
	dials := 0
	for _, m := range f.run.Moments {
		switch what := m.What.(type) {
		case *capture.Dial:
			dials++
		case *capture.Break:
			cut[m.Conn] = true
		case *capture.Pass:
			if cut[m.Conn] {
				return fmt.Errorf("%s: got bytes behind the end", m.Conn)
			}
			passed[what.To] = append(passed[what.To], what.Bytes...)
		}
	}
	if len(ways) != 2*dials {
		return fmt.Errorf("got %d ways, want two of each of %d connections", len(ways), dials)
	}
	var got, want []string
	for name, w := range ways {
		if len(w.payload) > 0 {
			got = append(got, side(strings.HasSuffix(name, ":4433"))+string(w.payload))
		}
	}
	for end, b := range passed {
		want = append(want, side(strings.HasSuffix(end, ".s"))+string(b))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		return fmt.Errorf("got other bytes in the packets than passed")
	}
	return nil
}

func side(server bool) string {
	if server {
		return "to a server: "
	}
	return "to a client: "
}

// The clock of the world is that of the packets.
func TestPacketsHaveTheTimeOfTheWorld(t *testing.T) {
	run := new(capture.Run)
	at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	run.Dial("k1", "c0", "s0", at)
	run.Pass("k1.s", []byte{1}, at.Add(24*time.Hour))
	file, err := pcapng.Encode(run, pcapng.World{Clients: []string{"c0"}, Servers: []string{"s0"}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := blocks(file)
	if err != nil {
		t.Fatal(err)
	}
	var times []time.Time
	for _, b := range all {
		if b.kind == enhanced {
			p, err := packetOf(b.body)
			if err != nil {
				t.Fatal(err)
			}
			times = append(times, time.Unix(0, int64(p.at)).UTC())
		}
	}
	if len(times) != 7 || times[3].Sub(times[0]) != 24*time.Hour {
		t.Errorf("got packets at %v, want the fourth of seven a day behind the first", times)
	}
}

// A connection of nobody, and more bytes than a packet holds.
func TestEdges(t *testing.T) {
	run := new(capture.Run)
	run.Dial("k1", "c0", "s0", time.Time{}.AddDate(2000, 0, 0))
	if _, err := pcapng.Encode(run, pcapng.World{Clients: []string{"c0"}}); err == nil || !strings.Contains(err.Error(), `"s0"`) {
		t.Errorf("got %v, want that there is no s0", err)
	}
	run = new(capture.Run)
	at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	run.Dial("k1", "c0", "s0", at)
	run.Pass("k1.c", bytes.Repeat([]byte{7}, 200_000), at)
	run.Break("k1", at)
	file, err := pcapng.Encode(run, pcapng.World{Clients: []string{"c0"}, Servers: []string{"s0"}})
	if err == nil {
		err = sound(film{run: run, file: file})
	}
	if err != nil {
		t.Error(err)
	}
}
