package wire

import (
	"crypto"
	_ "crypto/sha1" // the hashes of the MACs, of the suites and of the signature schemes
	_ "crypto/sha256"
	_ "crypto/sha512"
	"math"
)

// A KeyExchange says how the premaster secret comes to be.
type KeyExchange uint8

// The key exchanges.
const (
	RSA   KeyExchange = iota // encrypted to the certificate's key (RFC 5246 7.4.7.1)
	ECDHE                    // ephemeral, on a curve, signed (RFC 8422)
	DHE                      // ephemeral, in a finite field, signed (RFC 5246 7.4.3)
	PSK                      // nothing but a key that both ends have before (RFC 4279 2)
)

// A KeyType is what kind of key a certificate holds.
type KeyType uint8

// The kinds of certificate keys.
const (
	KeyRSA KeyType = iota
	KeyECDSA
	KeyNone // of a suite that does without certificates
)

// A Cipher protects records.
type Cipher uint8

// The record protections.
const (
	Null             Cipher = iota // RFC 5246 6.1, the initial state
	AES128GCM                      // RFC 5288
	AES128CBCSHA                   // RFC 5246 6.2.3.2, with HMAC-SHA1
	AES256GCM                      // RFC 5288
	AES256CBCSHA                   // RFC 5246 6.2.3.2, with HMAC-SHA1
	ChaCha20Poly1305               // RFC 7905
	AES128CBCSHA256                // RFC 5246 6.2.3.2, with HMAC-SHA256
	AES256CBCSHA256                // RFC 5246 6.2.3.2, with HMAC-SHA256
)

// Sizes of the key material that a Cipher takes from the key block, in bytes
// (RFC 5246 6.3).
type Sizes struct{ MAC, Key, IV int }

// ciphers say what each Cipher takes, the hash of its HMAC, and the version that
// brought it. RFC 5246 1.2 has the AEADs, and A.5 the MACs with SHA-256. Null, and
// what is none of them, take nothing.
var ciphers = [math.MaxUint8 + 1]struct {
	Sizes
	mac   crypto.Hash
	since Version
}{
	AES128GCM:        {Sizes{Key: 16, IV: 4}, 0, TLS12}, // RFC 5288 3: the implicit part of the nonce
	AES256GCM:        {Sizes{Key: 32, IV: 4}, 0, TLS12},
	ChaCha20Poly1305: {Sizes{Key: 32, IV: 12}, 0, TLS12}, // RFC 7905 2: no part of the nonce is explicit
	AES128CBCSHA:     {Sizes{MAC: 20, Key: 16}, crypto.SHA1, TLS10},
	AES256CBCSHA:     {Sizes{MAC: 20, Key: 32}, crypto.SHA1, TLS10},
	AES128CBCSHA256:  {Sizes{MAC: 32, Key: 16}, crypto.SHA256, TLS12},
	AES256CBCSHA256:  {Sizes{MAC: 32, Key: 32}, crypto.SHA256, TLS12},
}

// Sizes gives the key material of a cipher in a version. Since TLS 1.1 every
// record of CBC brings its own IV; before, the key block yields the first (RFC
// 2246 6.3), of one block of AES.
func (c Cipher) Sizes(v Version) Sizes {
	s := ciphers[c].Sizes
	if c.MAC() != 0 && v < TLS11 {
		s.IV = 16
	}
	return s
}

// MAC is the hash of the HMAC that stands beside a block cipher, or 0: an AEAD
// has none.
func (c Cipher) MAC() crypto.Hash { return ciphers[c].mac }

// Since is the first version that has the cipher: RFC 5288 4 has the AEADs "MUST
// NOT be negotiated in older versions of TLS".
func (c Cipher) Since() Version { return ciphers[c].since }

// A Suite is a cipher suite.
type Suite struct {
	ID     uint16
	Name   string // as IANA has it
	KX     KeyExchange
	Auth   KeyType
	Cipher Cipher
	Hash   crypto.Hash // of the PRF and of the transcript
}

// Suites are those that are implemented, the preferred first. None is changed
// after the program has started.
var Suites = []*Suite{
	{0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", ECDHE, KeyECDSA, AES128GCM, crypto.SHA256},
	{0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", ECDHE, KeyRSA, AES128GCM, crypto.SHA256},
	{0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", ECDHE, KeyECDSA, AES256GCM, crypto.SHA384},
	{0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", ECDHE, KeyRSA, AES256GCM, crypto.SHA384},
	{0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", ECDHE, KeyECDSA, ChaCha20Poly1305, crypto.SHA256},
	{0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", ECDHE, KeyRSA, ChaCha20Poly1305, crypto.SHA256},
	{0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", ECDHE, KeyECDSA, AES128CBCSHA, crypto.SHA256},
	{0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", ECDHE, KeyRSA, AES128CBCSHA, crypto.SHA256},
	{0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", ECDHE, KeyECDSA, AES256CBCSHA, crypto.SHA256},
	{0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", ECDHE, KeyRSA, AES256CBCSHA, crypto.SHA256},
	{0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", ECDHE, KeyECDSA, AES128CBCSHA256, crypto.SHA256},
	{0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", ECDHE, KeyRSA, AES128CBCSHA256, crypto.SHA256},
	{0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", DHE, KeyRSA, AES128GCM, crypto.SHA256},
	{0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", DHE, KeyRSA, AES256GCM, crypto.SHA384},
	{0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", DHE, KeyRSA, ChaCha20Poly1305, crypto.SHA256},
	{0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", DHE, KeyRSA, AES128CBCSHA, crypto.SHA256},
	{0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", DHE, KeyRSA, AES256CBCSHA, crypto.SHA256},
	{0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", DHE, KeyRSA, AES128CBCSHA256, crypto.SHA256},
	{0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", DHE, KeyRSA, AES256CBCSHA256, crypto.SHA256},
	{0x00a8, "TLS_PSK_WITH_AES_128_GCM_SHA256", PSK, KeyNone, AES128GCM, crypto.SHA256},
	{0x00a9, "TLS_PSK_WITH_AES_256_GCM_SHA384", PSK, KeyNone, AES256GCM, crypto.SHA384},
	{0xccab, "TLS_PSK_WITH_CHACHA20_POLY1305_SHA256", PSK, KeyNone, ChaCha20Poly1305, crypto.SHA256},
	{0x00ae, "TLS_PSK_WITH_AES_128_CBC_SHA256", PSK, KeyNone, AES128CBCSHA256, crypto.SHA256},
	{0x008c, "TLS_PSK_WITH_AES_128_CBC_SHA", PSK, KeyNone, AES128CBCSHA, crypto.SHA256},
	{0x008d, "TLS_PSK_WITH_AES_256_CBC_SHA", PSK, KeyNone, AES256CBCSHA, crypto.SHA256},
	{0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256", RSA, KeyRSA, AES128GCM, crypto.SHA256},
	{0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384", RSA, KeyRSA, AES256GCM, crypto.SHA384},
	{0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256", RSA, KeyRSA, AES128CBCSHA256, crypto.SHA256},
	{0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256", RSA, KeyRSA, AES256CBCSHA256, crypto.SHA256},
	{0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", RSA, KeyRSA, AES128CBCSHA, crypto.SHA256},
	{0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", RSA, KeyRSA, AES256CBCSHA, crypto.SHA256},
}

// The signalling values that stand in a list of suites and are never chosen.
const (
	EmptyRenegotiationInfoSCSV uint16 = 0x00ff // RFC 5746 3.3
	FallbackSCSV               uint16 = 0x5600 // RFC 7507 2
)

// SuiteByID finds a suite, or nil.
func SuiteByID(id uint16) *Suite {
	for _, s := range Suites {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// SuiteByName finds a suite by its IANA name, or nil.
func SuiteByName(name string) *Suite {
	for _, s := range Suites {
		if s.Name == name {
			return s
		}
	}
	return nil
}
