package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// clientCertificates writes an authority, and certificates for alice by kind of key.
func clientCertificates(t *testing.T) (ca string, all map[string][2]string) {
	t.Helper()
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "clients"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, root, root, caKey.Public(), caKey)
	if err != nil {
		t.Fatal(err)
	}
	ca = filepath.Join(t.TempDir(), "ca.pem")
	save(t, ca, encode("CERTIFICATE", der))
	rsaKey, errRSA := rsa.GenerateKey(rand.Reader, 2048)
	ecKey, errEC := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if errRSA != nil || errEC != nil {
		t.Fatal(errRSA, errEC)
	}
	all = map[string][2]string{}
	for kind, key := range map[string]crypto.Signer{"RSA": rsaKey, "P-384": ecKey} {
		leaf := &x509.Certificate{
			SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "alice"}, KeyUsage: x509.KeyUsageDigitalSignature,
			NotBefore: root.NotBefore, NotAfter: root.NotAfter, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		}
		der, err := x509.CreateCertificate(rand.Reader, leaf, root, key.Public(), caKey)
		if err != nil {
			t.Fatal(err)
		}
		cert, file := write(t, &handshake.Credential{Chain: [][]byte{der}, Key: key})
		all[kind] = [2]string{cert, file}
	}
	return ca, all
}

func TestServeKnowsItsClients(t *testing.T) {
	ca, clients := clientCertificates(t)
	s := serve(t, "--client-ca", ca)
	for kind, alice := range clients {
		got := connect(t, s.addr, "--insecure", "--cert", alice[0], "--key", alice[1])
		if got.code != 0 {
			t.Fatalf("%s: got %+v", kind, got)
		}
		s.says(" full ", " peer=alice")
		s.says(" resumed by=ticket ", " peer=alice")
	}
	got := connect(t, s.addr, "--insecure", "-n", "1")
	hasAll(t, "client", got.line(0), "failed alert=handshake_failure")
	s.says("failed alert=handshake_failure", "the client shows no certificate, and must (RFC 5246 7.4.6)")

	cert, key := files(t) // of no authority
	got = connect(t, s.addr, "--insecure", "-n", "1", "--cert", cert, "--key", key)
	hasAll(t, "client", got.line(0), "failed alert=handshake_failure") // none suits, so that it shows none
	s.next()

	lenient := serve(t, "--client-ca", ca, "--client-auth", "request")
	if got := connect(t, lenient.addr, "--insecure"); got.code != 0 {
		t.Fatalf("got %+v", got)
	}
	for _, want := range []string{" full ", " resumed "} {
		if line := lenient.next(); !strings.Contains(line, want) || strings.Contains(line, "peer=") {
			t.Errorf("got %q, want %q and nobody", line, want)
		}
	}
}

// Every version and key, to openssl and of it, in full and by ticket and ID.
func TestClientCertificatesAgainstOpenSSL(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	ca, clients := clientCertificates(t)
	cert, key := files(t)
	suite := "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA" // which every version has
	for _, version := range wire.Versions {
		for kind, alice := range clients {
			for by, without := range map[string][]string{"ticket": nil, "id": {"-no_ticket"}} {
				t.Run(fmt.Sprintf("%v %s by %s, our server", version, kind, by), func(t *testing.T) {
					s := serve(t, "--client-ca", ca, "--versions", "1.0,1.1,1.2", "--suites", suite)
					file := filepath.Join(t.TempDir(), "session.pem")
					c := client{t, version, nil, append([]string{"-connect", s.addr, "-cipher", "ALL:@SECLEVEL=0"}, without...)}
					got := c.ask("-sess_out", file, "-cert", alice[0], "-key", alice[1])
					hasAll(t, "s_client", got, "\nNew, ", "CN = clients", "\nclient: alice\n")
					s.says(" full version="+version.String(), " peer=alice")
					got = c.ask("-sess_in", file) // the session speaks for alice
					hasAll(t, "s_client", got, "\nReused, ", "\nclient: alice\n")
					s.says(" resumed by="+by+" version="+version.String(), " peer=alice")
					hasAll(t, "s_client", c.ask(), "alert handshake failure")
					s.says("failed alert=handshake_failure")
				})
				t.Run(fmt.Sprintf("%v %s by %s, our client", version, kind, by), func(t *testing.T) {
					addr := openServerOf(t, version, nil, append([]string{
						"-cert", cert, "-key", key, "-Verify", "1", "-verify_return_error", "-CAfile", ca,
						"-cipher", "ALL:@SECLEVEL=0",
					}, without...)...)
					args := []string{addr, "--insecure", "--versions", "1.2,1.1,1.0", "--suites", suite, "-n", "3"}
					got := connect(t, append(args, "--cert", alice[0], "--key", alice[1])...)
					hasAll(t, "client", got.line(0), "full version="+version.String())
					hasAll(t, "client", got.line(1), "resumed by="+by+" version="+version.String())
					hasAll(t, "client", got.line(2), "resumed by="+by+" version="+version.String())
					// Without one it is refused: so it was not for nothing.
					got = connect(t, args...)
					hasAll(t, "client", got.line(0), "failed alert=handshake_failure")
				})
			}
		}
	}
}

func TestServeHasVirtualHosts(t *testing.T) {
	ca, clients := clientCertificates(t)
	cert, key := files(t)
	alice := clients["RSA"]
	vhost := fmt.Sprintf("name=B.example,name=c.example,cert=%s,key=%s,client-ca=%s,client-auth=request", cert, key, ca)
	s := serve(t, "--vhost", vhost, "--unknown-names", "refuse")
	to := func(name string, more ...string) []string {
		return append([]string{s.addr, "--insecure", "--server-name", name, "--cert", alice[0], "--key", alice[1]}, more...)
	}
	connect(t, to("b.example")...)
	s.says(" full ", " server_name=b.example virtual_host=b.example peer=alice")
	s.says(" resumed by=ticket ", " server_name=b.example virtual_host=b.example peer=alice")
	connect(t, to("C.example", "-n", "1")...)
	s.says(" full ", " server_name=C.example virtual_host=b.example peer=alice")
	if got := connect(t, to("z.example", "-n", "1")...); got.code != 1 {
		t.Errorf("got %+v", got)
	}
	s.says("failed alert=unrecognized_name", "(RFC 6066 3)")
	connect(t, s.addr, "--insecure", "-n", "1")
	if line := s.next(); !strings.Contains(line, " full ") || strings.Contains(line, "virtual_host") {
		t.Errorf("got %q, want the default host", line)
	}
}

// A session of one host, offered to another, ends in a full handshake.
func TestVirtualHostsAgainstOpenSSL(t *testing.T) {
	openssl(t)
	ca, clients := clientCertificates(t)
	cert, key := files(t)
	alice := clients["P-384"]
	s := serve(t,
		"--vhost", fmt.Sprintf("name=b.example,cert=%s,key=%s,client-ca=%s,client-auth=request", cert, key, ca),
		"--vhost", fmt.Sprintf("name=c.example,cert=%s,key=%s", cert, key), "--unknown-names", "warn")
	for by, without := range map[string][]string{"ticket": nil, "id": {"-no_ticket"}} {
		file := filepath.Join(t.TempDir(), "session.pem")
		c := client{t, wire.TLS12, nil, append([]string{"-connect", s.addr}, without...)}
		got := c.ask("-servername", "b.example", "-sess_out", file, "-cert", alice[0], "-key", alice[1])
		hasAll(t, "s_client", got, "\nNew, ", "\nvirtual host: b.example\nclient: alice\n")
		s.says(" full ", " virtual_host=b.example peer=alice")
		for _, name := range []string{"c.example", "z.example"} {
			got = c.ask("-servername", name, "-sess_in", file)
			hasAll(t, "s_client", got, "\nNew, ", "\nserver_name: "+name+"\n")
			if line := s.next(); !strings.Contains(line, " full ") || strings.Contains(line, "alice") {
				t.Errorf("%s: got %q, want nobody in a full handshake", name, line)
			}
		}
		got = c.ask("-servername", "b.example", "-sess_in", file)
		hasAll(t, "s_client", got, "\nReused, ", "\nvirtual host: b.example\nclient: alice\n")
		s.says(" resumed by="+by+" ", " virtual_host=b.example peer=alice")
	}
}

func TestHostUsage(t *testing.T) {
	leaveNothing(t)
	cert, key := files(t)
	good := "name=a.example,cert=" + cert + ",key=" + key
	for _, test := range []struct{ args, want string }{
		{"--client-auth request", "got client-auth without client-ca"},
		{"--client-ca " + cert + " --client-auth none", `client-auth: got "none", want request or require`},
		{"--client-ca " + key, "got no certificate"},
		{"--client-ca nowhere.pem", "nowhere.pem"},
		{"--unknown-names never", `--unknown-names: got "never", want one of default, refuse, warn`},
		{"--vhost a.example", `--vhost a.example: got "a.example", want KEY=VALUE`},
		{"--vhost cert=" + cert + ",key=" + key, "got no name"},
		{"--vhost name=*.example,cert=" + cert + ",key=" + key, `got the name "*.example", want a host name`},
		{"--vhost name=::1,cert=" + cert + ",key=" + key, `got the name "::1", want a host name`},
		{"--vhost name=a..example,cert=" + cert + ",key=" + key, `got the name "a..example", want a host name`},
		{"--vhost name=a.example", "got 0 cert and 0 key"},
		{"--vhost name=a.example,cert=" + cert, "got 1 cert and 0 key"},
		{"--vhost " + good + ",port=1", `got "port", want name, cert, key, client-ca or client-auth`},
		{"--vhost " + good + ",client-auth=request", "got client-auth without client-ca"},
		{"--vhost " + good + ",client-ca=x,client-ca=y", "got client-ca twice"},
		{"--vhost " + good + " --vhost " + good, "got the name a.example twice"},
		{"--vhost name=a.example,cert=x.pem,key=" + key, "x.pem"},
		{"--cert " + cert + " --key " + key + " --cert " + cert, "got --cert without --key"},
		{"--vhost " + good + " --suites TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "none of the suites goes with an ECDSA certificate"},
	} {
		t.Run(test.args, func(t *testing.T) {
			got := execute(t.Context(), newServeCommand(), strings.Fields(test.args)...)
			if got.code != codeUsage {
				t.Errorf("got exit code %d, want %d", got.code, codeUsage)
			}
			hasAll(t, "stderr", got.talk, "tlsresume: error: ", test.want)
		})
	}
	if got := connect(t, "127.0.0.1:1", "--cert", cert); got.code != codeUsage {
		t.Errorf("connect --cert without --key: got exit code %d", got.code)
	}
	if got := connect(t, "127.0.0.1:1", "--cert", key, "--key", key); got.code != codeUsage {
		t.Errorf("connect with a key for a certificate: got exit code %d", got.code)
	}
}
