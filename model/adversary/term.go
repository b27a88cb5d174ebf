package adversary

// A Term is a symbolic value by its 64-bit fingerprint: equal constructors of
// equal terms are equal, and nothing else is (up to a collision, with about the
// probability of the checker's own fingerprints). Zero is no term.
type Term uint64

// The constructors, with the atoms.
const (
	own          Term = iota + 1 // whatever nonce, identifier or secret the adversary makes up
	clientRandom                 // of (slot, handshake); so are the next six
	serverRandom
	sessionID
	ticket
	premasterRSA
	clientShare
	serverShare
	diffieHellman // of both shares
	clientHello   // of random, session identifier or ticket, extensions
	serverHello   // of the transcript so far, and its fields
	keyExchange   // of the transcript so far, the client's certificate and ClientKeyExchange
	verify        // the client's signature over a transcript
	newTicket     // of the transcript so far, and the ticket
	finished      // of master secret, role, transcript
	master        // of the premaster secret and both randoms
	extended      // of the premaster secret and the session hash
	keys          // of the master secret and both randoms; the exporters have the same inputs
	noMaster      // that of an end which has none yet
	chosenGroup   // an explicit group whose premaster secret the adversary sets
	encrypted     // to the key of a certificate
	firstName     // and all above: what settle calls a term
)

// of applies a constructor.
func of(kind Term, args ...Term) Term {
	h := mix(kind + 0x9e3779b97f4a7c15)
	for _, a := range args {
		h = mix(h*0x100000001b3 ^ mix(a+0x632be59bd9b4e019))
	}
	return h
}

func mix(h Term) Term {
	h ^= h >> 30
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	return h ^ h>>31
}

// premasterDH is the same for both who exchange the shares.
func premasterDH(a, b Term) Term { return of(diffieHellman, min(a, b), max(a, b)) }

// bit is a flag as part of a term.
func bit(b bool) Term {
	if b {
		return 1
	}
	return 0
}
