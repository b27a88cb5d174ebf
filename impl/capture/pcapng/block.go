package pcapng

import (
	"encoding/binary"

	"tlsresume/impl/capture"
)

// The types of the blocks that the library does not write (draft-ietf-opsawg-pcapng 4.5
// and 4.7), and of TLS key logs as secrets.
const (
	nameResolution    = 0x00000004
	decryptionSecrets = 0x0000000a
	tlsKeyLog         = 0x544c534b
)

// block writes a block with this body, behind what was written.
func (w *writer) block(kind uint32, body []byte) error {
	if err := w.packets.Flush(); err != nil {
		return err
	}
	body = padded(body)
	length := uint32(len(body) + 12)
	var b []byte
	b = binary.LittleEndian.AppendUint32(b, kind)
	b = binary.LittleEndian.AppendUint32(b, length)
	b = append(b, body...)
	w.file.Write(binary.LittleEndian.AppendUint32(b, length))
	return nil
}

// padded is the bytes up to a multiple of four.
func padded(b []byte) []byte { return append(b, make([]byte, -len(b)&3)...) }

// keyLog is the body of a Decryption Secrets Block.
func keyLog(s *capture.Secret) []byte {
	line := s.Line()
	b := binary.LittleEndian.AppendUint32(nil, tlsKeyLog)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(line)))
	return append(b, line...)
}

// records is the body of a Name Resolution Block.
func (h hosts) records() []byte {
	const ipv4, end = 1, 0
	var b []byte
	record := func(kind uint16, value []byte) {
		b = binary.LittleEndian.AppendUint16(b, kind)
		b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
		b = append(b, padded(value)...)
	}
	for _, n := range h.named {
		address := h.address[n]
		record(ipv4, append(append(address[:], n.name...), 0))
	}
	record(end, nil)
	return b
}
