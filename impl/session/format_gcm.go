package session

import "crypto/cipher"

// gcm is AES-256-GCM (NIST SP 800-38D), which RFC 5077 4 does not know but
// allows: "implementations may diverge from this format".
//
//	struct { opaque key_name[16]; opaque nonce[12];
//	         opaque sealed_state[]; opaque tag[16]; } ticket;
//
// The key_name is the additional data. GCM by itself does not commit to a key:
// who knows two keys can make a text that opens under both, and a server that
// tries its keys in turn tells which of them it has (a partitioning oracle,
// rustls #2023). Here a ticket says its key, the tag covers what it says, and a
// Ring, whose names are unique, tries that key and no other. What remains needs two
// servers that hold different keys of one random name.
//
// A nonce that repeats under one key gives away the texts and the key of the tag. It is
// random, which is safe for 2^32 tickets of a key (SP 800-38D 8.3): rotate before.
type gcm struct{}

const (
	gcmKey   = 32
	gcmNonce = 12
	gcmTag   = 16
)

func (gcm) String() string        { return "gcm" }
func (gcm) sizes() (aes, mac int) { return gcmKey, 0 }
func (gcm) nonce() int            { return gcmNonce }

func (gcm) seal(k *TicketKey, dst, nonce, text []byte) ([]byte, error) {
	if nameSize+gcmNonce+len(text)+gcmTag > maxTicket {
		return nil, ErrTooLong
	}
	dst = append(append(dst, k.Name[:]...), nonce...)
	return k.gcm().Seal(dst, nonce, text, k.Name[:]), nil
}

func (gcm) open(k *TicketKey, ticket []byte) ([]byte, bool) {
	if len(ticket) < nameSize+gcmNonce+gcmTag {
		return nil, false
	}
	nonce, sealed := ticket[nameSize:nameSize+gcmNonce], ticket[nameSize+gcmNonce:]
	text, err := k.gcm().Open(nil, nonce, sealed, ticket[:nameSize])
	return text, err == nil
}

// gcm is AES-GCM with the key. To set it up takes longer than to open a ticket, so that
// a Ring does it once.
func (k *TicketKey) gcm() cipher.AEAD {
	if k.ready != nil {
		return k.ready
	}
	return newGCM(k.AES)
}

func newGCM(key []byte) cipher.AEAD {
	aead, err := cipher.NewGCM(newAES(key))
	if err != nil {
		panic(err) // AES has the block that GCM wants
	}
	return aead
}
