package pcapng

import (
	"fmt"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"tlsresume/impl/capture"
)

// A side is who of a connection's two sends.
type side int

const (
	client side = iota
	server
)

// A node is who has an address: one name may be a client's and a server's.
type node struct {
	of   side
	name string
}

// hosts are the addresses of the nodes.
type hosts struct {
	named   []node // in order
	address map[node][4]byte
}

// hostsOf gives everybody an address: clients those of the first half of the network for
// tests between networks (RFC 2544 C.2.2), servers those of the second, and the adversary,
// who is one for both, one that is documentation (RFC 5737).
func hostsOf(world World) hosts {
	h := hosts{address: map[node][4]byte{}}
	for of, names := range [...][]string{client: world.Clients, server: world.Servers} {
		for i, name := range names {
			n := node{side(of), name}
			h.named = append(h.named, n)
			h.address[n] = [4]byte{198, byte(18 + of), byte((i + 1) >> 8), byte(i + 1)}
		}
	}
	if m := world.Adversary; m != "" {
		h.named = append(h.named, node{client, m})
		for _, of := range []side{client, server} {
			h.address[node{of, m}] = [4]byte{203, 0, 113, 1}
		}
	}
	return h
}

// tlsPort is where servers are, and clients come from the dynamic ports (RFC 6335 6), a
// connection from each. Wireshark sees by the hello that it is TLS; by a port that belongs to
// HTTP, such as 443, it would take what applications say for HTTP that is not complete.
const (
	tlsPort      = 4433
	firstDynamic = 49152
	dynamicPorts = 1<<16 - firstDynamic
)

// A stream is a TCP connection.
type stream struct {
	address [2][4]byte // by side
	port    [2]uint16
	next    [2]uint32 // the sequence number of what is sent next
	over    bool
}

// stream is the n-th connection.
func (h hosts) stream(n int, d *capture.Dial) (*stream, error) {
	s := &stream{port: [2]uint16{client: uint16(firstDynamic + n%dynamicPorts), server: tlsPort}}
	for of, name := range [...]string{client: d.Client, server: d.Server} {
		address, ok := h.address[node{side(of), name}]
		if !ok {
			return nil, fmt.Errorf("got a connection of %q, want one of a node of the world", name)
		}
		s.address[of] = address
	}
	return s, nil
}

// A segment is the flags of one.
type segment struct{ SYN, ACK, PSH, FIN, RST bool }

// An IP packet has so many bytes at most, and its headers here twenty each.
const (
	maxPacket  = 1<<16 - 1
	maxSegment = maxPacket - 40
)

// packet is the next packet of a side.
func (s *stream) packet(from side, f segment, id uint16, payload []byte) ([]byte, error) {
	to := server - from
	source, destination := s.address[from], s.address[to]
	ip := &layers.IPv4{
		Version: 4, TTL: 64, Id: id, Flags: layers.IPv4DontFragment, Protocol: layers.IPProtocolTCP,
		SrcIP: source[:], DstIP: destination[:],
	}
	tcp := &layers.TCP{
		SrcPort: layers.TCPPort(s.port[from]), DstPort: layers.TCPPort(s.port[to]), Seq: s.next[from],
		SYN: f.SYN, ACK: f.ACK, PSH: f.PSH, FIN: f.FIN, RST: f.RST, Window: 1<<16 - 1,
	}
	if f.ACK {
		tcp.Ack = s.next[to]
	}
	if f.SYN {
		tcp.Options = []layers.TCPOption{{OptionType: layers.TCPOptionKindMSS, OptionLength: 4, OptionData: []byte{maxSegment >> 8, maxSegment & 0xff}}}
	}
	s.next[from] += uint32(len(payload))
	if f.SYN || f.FIN { // RFC 9293 3.4: they take a number each
		s.next[from]++
	}
	if err := tcp.SetNetworkLayerForChecksum(ip); err != nil {
		return nil, err
	}
	b := gopacket.NewSerializeBuffer()
	err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, ip, tcp, gopacket.Payload(payload))
	return b.Bytes(), err
}
