package handshake

import "encoding/binary"

// A TicketEncoding is how an end writes and reads the SessionTicket extension. RFC 4507
// had "two length fields; one for the extension contents and one for the ticket
// itself" (draft, Appendix A).
type TicketEncoding uint8

// The encodings.
const (
	// BareTicket is RFC 5077's. An extension in RFC 4507's form holds a ticket that does
	// not open: a full handshake follows.
	BareTicket TicketEncoding = iota
	// EitherTicket is a server's that serves RFC 4507 clients, too: RFC 5077 Appendix A,
	// it "should respond to an empty SessionTicket extension encoded the same way as it
	// received it". A client writes it as BareTicket.
	//
	// A ticket that opens as it stands is bare. One that does not, and begins with the
	// length of its rest, is in RFC 4507's form; another server's bare ticket looks like
	// that once in 2^16 times.
	EitherTicket
	// PrefixedTicket is RFC 4507's, of an end that knows nothing else. Of an RFC 5077
	// client it "should reject the request based on a malformed length" or "the ticket
	// based on a malformed ticket, incorrect key version, or failed decryption".
	PrefixedTicket
)

// TicketEncodings are the encodings by their names.
var TicketEncodings = map[string]TicketEncoding{
	"rfc5077": BareTicket, "either": EitherTicket, "rfc4507": PrefixedTicket,
}

// write is the extension_data of a client that offers a ticket, or none if it is
// empty.
func (e TicketEncoding) write(ticket []byte) []byte {
	if e == PrefixedTicket {
		return append(binary.BigEndian.AppendUint16(nil, uint16(len(ticket))), ticket...)
	}
	return append([]byte{}, ticket...)
}

// prefixed returns the ticket of an extension in RFC 4507's form.
func prefixed(data []byte) (ticket []byte, ok bool) {
	if len(data) < 2 || int(binary.BigEndian.Uint16(data)) != len(data)-2 {
		return nil, false
	}
	return data[2:], true
}

// readTicket settles, at a server, which ticket the client presents and in which form
// the extension was: h.presented is empty where the client is only ready for one.
func (h *Handshake) readTicket() Reason {
	data, as := h.hello.Ticket, h.policy.TicketEncoding
	inner, ok := prefixed(data)
	switch {
	case !h.policy.Tickets || as == BareTicket || len(data) == 0:
		h.presented = data
	case as == PrefixedTicket && !ok:
		return TicketLengthWrong
	case as == EitherTicket && (!ok || h.opens(data)):
		h.presented = data
	default:
		h.presented, h.prefixed = inner, true
	}
	return None
}

func (h *Handshake) opens(ticket []byte) bool {
	_, err := h.sealer.Open(ticket)
	return err == nil
}

// answeredTicket judges the form of the server's answer. RFC 5077 3.2: it is of
// zero length, and to a client of RFC 4507, whose specification is ambiguous, in
// either form (Appendix A).
func (h *Handshake) answeredTicket() Reason {
	if h.answer.PrefixedTicket && h.policy.TicketEncoding != PrefixedTicket {
		return TicketAnswerNotEmpty
	}
	return None
}
