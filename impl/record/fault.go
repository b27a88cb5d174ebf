package record

import "fmt"

// A Fault is why a record is refused, or cannot be made. Errors that carry
// more than their Fault wrap it: errors.As finds it, errors.Is compares it.
type Fault uint8

// The faults, and the alert that the RFC asks for.
const (
	_ Fault = iota
	// Overflow is a record too long (RFC 5246 6.2.1, 6.2.3): record_overflow.
	Overflow
	// BadMAC is any failure to open a record: bad_record_mac. That the padding,
	// the MAC and the length are one class keeps a padding oracle shut
	// (RFC 5246 6.2.3.2, 7.2.2; RFC 5288 3).
	BadMAC
	// BadType is a content type that RFC 5246 6 does not define:
	// unexpected_message.
	BadType
	// BadVersion is a version other than the connection's (RFC 5246 6.2.1):
	// protocol_version.
	BadVersion
	// TooManyEmpty is a stream of records that carry nothing:
	// unexpected_message. No RFC bounds it; other stacks do.
	TooManyEmpty
	// SequenceExhausted is a key that has protected as many records as it may:
	// "sequence numbers do not wrap" (RFC 5246 6.1).
	SequenceExhausted
)

// Error says what is wrong with the record.
func (f Fault) Error() string {
	switch f {
	case Overflow:
		return "record too long"
	case BadMAC:
		return "record does not open"
	case BadType:
		return "unknown content type"
	case BadVersion:
		return "wrong record version"
	case TooManyEmpty:
		return "too many empty records"
	case SequenceExhausted:
		return "sequence numbers exhausted"
	}
	return fmt.Sprintf("fault %d", uint8(f))
}

// overflow reports a length above its limit.
func overflow(got, limit int) error {
	return fmt.Errorf("%w: got length %d, want at most %d", Overflow, got, limit)
}
