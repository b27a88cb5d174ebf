// Package adversary is the handshake at the grain of flights, against an adversary
// who is the network: every honest end talks to it alone. It is a client and a
// server itself, with a certificate in its own name, and says all that it can
// derive; it opens nothing without the key.
//
// It is a package of its own since nothing of model/resume's relation is shared:
// there, messages have an order and values have names; here, a flight with its
// reply is one transition, and values are terms of which only equality matters.
//
// # Knowledge
//
// What the adversary knows needs no set: whether it knows a premaster secret is
// settled when the secret is made (it chose it, it was encrypted to its key, or
// one of the shares is its own), and a master secret and keys are known with it.
// The intruder is lazy: a flight is tried only if the end that gets it accepts
// it, and a Finished only if the adversary knows the master secret, or if an
// honest end has said that very term.
//
// # One run of each kind
//
// Honest ends interact only through the adversary, whose knowledge only grows. So
// runs that differ in the order of independent flights end in the same state, and
// one of them is enough. It is got by deciding in a fixed order (turn) where each
// end will have from what it is given, from the adversary or from a handshake of the
// other role, even if that has not begun yet: the choice is kept, the handshake that
// it needs goes first, and choices that wait for each other are cut. No run is lost:
//
//   - What every handshake is given comes from somewhere, and all sources are tried.
//     From a run, read off the source of each flight; decide accordingly; the order
//     that results respects every dependence of the run, which has no circle.
//   - A client's handshake with the adversary that needs no one else is done at once:
//     whatever else is done meanwhile can be done before or after.
//   - A client that got no answer may give up (abandon), so that later ones do not
//     wait for it.
//   - A random is fresh, and both the master secret and the transcripts hang on both
//     randoms (RFC 5246 8.1, RFC 7627 4). So the hello of an end is of use in the
//     answer to the very end that answers it, and afterwards only its session
//     identifier is. Who has been copied decides first whether it gets the copy.
//   - Once no handshake is under way, all that is to come has new nonces in it: of the
//     terms that there are only equality matters, and those that no step reads are
//     dropped (settle).
//
// A test explores smaller worlds with all interleavings too, and compares; with -wide
// also all four connections, which takes minutes.
package adversary

// Bounds are those on the exploration, of every configuration.
const Bounds = "one honest client with two connections and one honest server with two, each of the four to the " +
	"adversary, who is server and client at once; on one connection of each role a renegotiation; every handshake " +
	"full or abbreviated, of any key exchange of the world; a flight is made of what the adversary has of its own, " +
	"of what one connection said, and of a session; of a finished handshake nothing but the session is used again, and of a " +
	"renegotiated connection the new one; the server asks every client for a certificate, and does without; the " +
	"adversary shows none of its own"
