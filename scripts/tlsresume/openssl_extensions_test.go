package main

import (
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// RFC 7366 with openssl in the other role, in full handshakes and in those that
// resume. openssl prints nothing of it but the extension: that data gets through
// shows that both mean the same.
func TestEncryptThenMACAgainstOpenSSL(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	cert := certificates(t)[wire.KeyECDSA]
	const answer = `TLS server extension "encrypt-then-mac"`
	s := serve(t, "--cert", cert[0], "--key", cert[1])
	for _, suite := range []uint16{0xc009, 0xc00a, 0xc02b} {
		blocks := suite != 0xc02b
		for _, off := range []bool{false, true} {
			var flag []string
			if off {
				flag = []string{"-no_etm"}
			}
			t.Run(wire.SuiteByID(suite).Name+", our server", func(t *testing.T) {
				c := client{t, wire.TLS12, nil, append(flag, "-connect", s.addr, "-cipher", opensslNames[suite]+":@SECLEVEL=0", "-tlsextdebug")}
				file := filepath.Join(t.TempDir(), "session.pem")
				for _, args := range [][]string{{"-sess_out", file}, {"-sess_in", file}} {
					got := c.ask(args...)
					hasAll(t, "s_client", got, "\nsuite: "+wire.SuiteByID(suite).Name+"\n")
					if answered := strings.Contains(got, answer); answered != (blocks && !off) {
						t.Errorf("the server answered encrypt_then_mac: %t, want %t", answered, !answered)
					}
				}
				s.says(" full ")
				s.says(" resumed ")
			})
			t.Run(wire.SuiteByID(suite).Name+", our client", func(t *testing.T) {
				addr := openServer(t, nil, append(flag, "-cert", cert[0], "-key", cert[1], "-cipher", "ALL:@SECLEVEL=0")...)
				cfg := plainClient()
				cfg.Policy.Suites = []*wire.Suite{wire.SuiteByID(suite), wire.SuiteByID(0xc00a)}
				for _, by := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
					a, page := fetch(t, addr, cfg)
					if a.By != by || a.EncryptThenMAC != (blocks && !off) {
						t.Errorf("got resumed by %v, encrypt-then-MAC %t", a.By, a.EncryptThenMAC)
					}
					hasAll(t, "s_server", page, opensslNames[suite])
				}
			})
		}
	}
}

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
			c := client{t, wire.TLS12, nil, []string{"-connect", s.addr, "-maxfraglen", bytes, "-tlsextdebug"}}
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
