package main

import (
	"path/filepath"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// RFC 6066 4 with openssl in the other role. What resumes has the length of its
// session: there openssl's server repeats it.
func TestMaxFragmentLengthAgainstOpenSSL(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	cert := certificates(t)[wire.KeyECDSA]
	s := serve(t, "--cert", cert[0], "--key", cert[1])
	for length, bytes := range map[wire.FragmentLength]string{1: "512", 4: "4096"} {
		t.Run(bytes+", our server", func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "session.pem")
			c := client{t, nil, []string{"-connect", s.addr, "-maxfraglen", bytes, "-tlsextdebug"}}
			hasAll(t, "s_client", c.ask("-sess_out", file), `TLS server extension "max fragment length"`, "\nhandshake: full\n")
			s.says(" full ")
			hasAll(t, "s_client", c.ask("-sess_in", file), "\nhandshake: resumed by ticket\n")
			s.says(" resumed ")
		})
		t.Run(bytes+", our client", func(t *testing.T) {
			for by, args := range map[handshake.By][]string{handshake.ByTicket: nil, handshake.ByID: {"-no_ticket"}} {
				addr := openServer(t, nil, append(args, "-cert", cert[0], "-key", cert[1])...)
				cfg := plainClient()
				cfg.Policy.MaxFragment = length
				for _, want := range []handshake.By{handshake.ByNothing, by} {
					if a, _ := fetch(t, addr, cfg); a.By != want || a.MaxFragment != length {
						t.Errorf("got resumed by %v, length %d, want %v, %d", a.By, a.MaxFragment, want, length)
					}
				}
			}
		})
	}
}
