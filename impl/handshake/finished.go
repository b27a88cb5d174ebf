package handshake

import (
	"crypto/hmac"
	"crypto/sha512"
	"hash"

	"tlsresume/impl/prf"
	"tlsresume/impl/wire"
)

// A transcript is all handshake messages so far. RFC 5246 7.4.9: without
// HelloRequest, ChangeCipherSpec, alerts and record headers.
type transcript struct {
	raw      []byte    // the messages: until the hash is known, and until they are released
	hash     hash.Hash // of the suite
	released bool
	room     [sha512.Size]byte // of the sum: the longest
}

func (t *transcript) add(raw []byte) {
	if t.hash == nil || !t.released {
		t.raw = append(t.raw, raw...)
	}
	if t.hash != nil {
		t.hash.Write(raw)
	}
}

// use sets the hash.
func (t *transcript) use(h hash.Hash) {
	h.Write(t.raw)
	t.hash = h
	if t.released {
		t.raw = nil
	}
}

// release says that no CertificateVerify will be made or taken. RFC 5246 7.4.8: it
// may sign another hash than that of the suite, which "requires both sides to
// either buffer the messages or compute running hashes for all potential hash
// algorithms".
func (t *transcript) release() {
	t.released = true
	if t.hash != nil {
		t.raw = nil
	}
}

// sum is the hash of the messages so far; it is valid until the next sum.
func (t *transcript) sum() []byte {
	return t.hash.Sum(t.room[:0])
}

// deriveMaster makes the master secret of a full handshake, as soon as
// ClientKeyExchange is in the transcript: that far goes the session_hash of
// RFC 7627 3.
func (h *Handshake) deriveMaster() {
	var ms [prf.MasterSize]byte
	if h.negotiated.ems {
		ms = h.negotiated.prf.ExtendedMaster(h.premaster, h.transcript.sum())
	} else {
		ms = h.negotiated.prf.Master(h.premaster, &h.hello.Random, &h.answer.Random)
	}
	h.premaster = nil
	h.setMaster(ms)
}

// setMaster forgets what an end that misbehaves may have derived without one.
func (h *Handshake) setMaster(ms [prf.MasterSize]byte) {
	h.master, h.derive, h.keys = ms[:], nil, prf.KeyBlock{}
	if h.cfg.KeyLog != nil {
		h.cfg.KeyLog(h.hello.Random, h.master)
	}
}

// keyed is the PRF with the master secret.
func (h *Handshake) keyed() *prf.Keyed {
	if h.derive == nil {
		h.derive = h.negotiated.prf.Key(h.master)
	}
	return h.derive
}

// changeCipherSpec makes the pending state of one direction current. RFC 5246
// 7.1: nothing else does.
func (h *Handshake) changeCipherSpec(write bool) {
	if h.keys.Client.Key == nil {
		size := h.negotiated.suite.Cipher.Sizes(h.negotiated.version)
		h.keys = h.keyed().KeyBlock(&h.hello.Random, &h.answer.Random, size.MAC, size.Key, size.IV)
	}
	h.unproved = h.unproved || !write
	keys := h.keys.Client
	if write == (h.side == Server) {
		keys = h.keys.Server
	}
	h.changes = append(h.changes, NewKeys{write, h.negotiated.version, h.negotiated.suite.Cipher, h.negotiated.etm, keys})
	h.effects = append(h.effects, &h.changes[len(h.changes)-1])
}

func (h *Handshake) verifyData(of Side) []byte {
	label := prf.ClientFinished
	if of == Server {
		label = prf.ServerFinished
	}
	return h.keyed().VerifyData(label, h.transcript.sum())
}

func (h *Handshake) makeFinished() (wire.Body, error) {
	data := h.verifyData(h.side)
	h.finished(h.side, data)
	return &wire.Finished{VerifyData: data}, nil
}

func (h *Handshake) takeFinished(body []byte) (wire.Body, error) {
	m := new(wire.Finished)
	if err := m.Decode(body); err != nil {
		return nil, because(FinishedOfOtherLength, err)
	}
	want := h.verifyData(h.side.Peer())
	if !hmac.Equal(m.VerifyData, want) {
		return nil, because(FinishedWrong, nil)
	}
	h.finished(h.side.Peer(), want)
	return m, nil
}

// finished remembers both Finished for the next handshake (RFC 5746 3.1), and which is
// tls-unique: the first, whoever's it is (RFC 5929 3.1), unless the policy has another
// reading.
func (h *Handshake) finished(of Side, verifyData []byte) {
	h.verify[of] = verifyData
	if h.first == nil || h.policy.ClientUnique && of == Client {
		h.first = h.verify[of]
	}
}

// hash adds a message to the transcript.
func (h *Handshake) hash(m wire.Message) {
	if m.Kind != wire.KindNewSessionTicket || !h.policy.Unhashed {
		h.transcript.add(m.Raw)
	}
}
