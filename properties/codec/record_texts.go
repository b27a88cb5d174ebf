package codec

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// blocks are the protections by a block cipher whose records bring their own IV, so that one
// can be made here.
var blocks = slices.DeleteFunc(slices.Clone(protections), func(p protection) bool {
	return p.cipher == wire.Null || p.cipher.MAC() == 0 || p.version < wire.TLS11
})

// A recordText is what a peer has encrypted: content, and padding that may be none.
type recordText struct {
	protection
	content, padding []byte
}

// textOf reads an input: a byte that chooses the protection, the length of the content, the
// content, and the padding.
func textOf(data []byte) (t recordText, ok bool) {
	if len(data) < 2 || len(data) > plaintextMost { // a longer one is Records' business
		return t, false
	}
	t.protection = blocks[int(data[0])%len(blocks)]
	n := min(int(data[1]), len(data)-2)
	t.content, t.padding = data[2:2+n], data[2+n:]
	return t, true
}

// sealed is a record of the text, made by hand (RFC 5246 6.2.3.2; RFC 7366 3), and what
// stands in it when the padding is right. What is no whole number of blocks is not encrypted
// at all.
func (t recordText) sealed(k record.Keys) (b, payload []byte, right bool) {
	block, err := aes.NewCipher(k.Key)
	if err != nil {
		panic(err) // the key was drawn to fit
	}
	header := []byte{byte(record.ApplicationData), byte(t.version >> 8), byte(t.version)}
	sum := func(covered []byte) []byte {
		mac := hmac.New(k.Cipher.MAC().New, k.MAC)
		mac.Write(make([]byte, 8)) // the first sequence number
		mac.Write(header)
		mac.Write(binary.BigEndian.AppendUint16(nil, uint16(len(covered))))
		mac.Write(covered)
		return mac.Sum(nil)
	}
	text, fixed := slices.Concat(t.content, t.padding), 0
	if !t.encryptThenMAC {
		text = slices.Concat(t.content, sum(t.content), t.padding)
		fixed = len(text) - len(t.padding)
	}
	payload, right = t.unpadded(text, fixed)
	fragment := slices.Concat(fixedIV, text)
	if len(text)%aes.BlockSize == 0 {
		cipher.NewCBCEncrypter(block, fixedIV).CryptBlocks(fragment[aes.BlockSize:], text)
	}
	if t.encryptThenMAC {
		fragment = append(fragment, sum(fragment)...)
	}
	return slices.Concat(header, binary.BigEndian.AppendUint16(nil, uint16(len(fragment))), fragment), payload, right
}

// unpadded is what a text holds: "each uint8 in the padding data vector MUST be filled with
// the padding length value" (RFC 5246 6.2.3.2). A padding that reaches into content is right
// where no MAC stands between them; one that leaves other content than the MAC is of is not.
func (t recordText) unpadded(text []byte, fixed int) (payload []byte, right bool) {
	if len(text) == 0 || len(text)%aes.BlockSize != 0 {
		return nil, false
	}
	last := text[len(text)-1]
	end := len(text) - 1 - int(last)
	if end < 0 || bytes.Count(text[end:], []byte{last}) != len(text)-end || fixed > 0 && end != fixed {
		return nil, false
	}
	if fixed > 0 {
		return t.content, true
	}
	return text[:end], true
}

// recordTextBy opens a record that was made by hand.
func recordTextBy(wrap func(*record.In) reader) func([]byte) (bool, string, error) {
	return func(data []byte) (bool, string, error) { return judgeRecordText(wrap, data) }
}

func judgeRecordText(wrap func(*record.In) reader, data []byte) (valid bool, law string, err error) {
	t, ok := textOf(data)
	if !ok {
		return false, "", nil
	}
	keys, _ := t.keys(data[0])
	opens := new(record.In)
	opens.SetVersion(t.version)
	if err := opens.SetKeys(keys); err != nil {
		return false, lawPanics + "/RecordText", err
	}
	in := wrap(opens)
	b, payload, right := t.sealed(keys)
	in.Write(b)
	got, err := next(in, 2)
	switch {
	case panics(err):
		return false, lawPanics + "/RecordText", err
	case right && (err != nil || len(got) != 1 || !bytes.Equal(got[0].Payload, payload)):
		return false, lawShape + "/RecordText", fmt.Errorf("%v: got %s, %v, want %s", t.protection, show(got), err, hexed(payload))
	case !right && (len(got) > 0 || !errors.Is(err, record.BadMAC) && !errors.Is(err, record.Overflow)):
		return false, lawShape + "/RecordText", fmt.Errorf("%v: got %s, %v, want only %v", t.protection, show(got), err, record.BadMAC)
	}
	return right, "", nil
}

func drawRecordText(choose func(int) int) ([]byte, error) {
	d := dice(choose)
	content := d.bytes(0, 255)
	b := append([]byte{byte(d(256)), byte(len(content))}, content...)
	t, _ := textOf(b)
	size := len(content)
	if !t.encryptThenMAC {
		size += t.cipher.MAC().Size()
	}
	n := aes.BlockSize - size%aes.BlockSize + aes.BlockSize*d(15)
	return append(b, bytes.Repeat([]byte{byte(n - 1)}, n)...), nil
}
