package stack

import (
	"context"
	"crypto/x509"
	"embed"
	"encoding/pem"
	"os"
	"path/filepath"

	"tlsresume/impl/handshake"
	"tlsresume/impl/peers/process"
)

// A Place is a folder with what the processes of one stack need. It is for one
// goroutine at a time.
type Place struct {
	dir       string
	cert, key string // files; PEM, PKCS #8
	made      map[string]bool
}

// NewPlace makes a place of a folder that is there. Its owner removes it when
// all has ended that was started with the place.
func NewPlace(dir string, c *handshake.Credential) (*Place, error) {
	p := &Place{dir: dir, made: map[string]bool{}}
	if err := os.CopyFS(dir, drivers); err != nil {
		return nil, err
	}
	var chain []byte
	for _, der := range c.Chain {
		chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	key, err := x509.MarshalPKCS8PrivateKey(c.Key)
	if err != nil {
		return nil, err
	}
	if p.cert, err = p.write("server.crt", chain); err != nil {
		return nil, err
	}
	p.key, err = p.write("server.key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	return p, err
}

func (p *Place) file(name string) string { return filepath.Join(p.dir, name) }

func (p *Place) write(name string, content []byte) (string, error) {
	return p.file(name), os.WriteFile(p.file(name), content, 0o600)
}

// drivers are programs of ours for stacks that bring none.
//
//go:embed driver
var drivers embed.FS

// make runs a command that makes a file, if it was not made before.
func (p *Place) make(ctx context.Context, name string, command ...string) error {
	if p.made[name] {
		return nil
	}
	_, err := process.Run(ctx, nil, command[0], command[1:]...)
	p.made[name] = err == nil
	return err
}

// tame is what is preloaded into a server that would listen on every address.
func (p *Place) tame(ctx context.Context) (env []string, err error) {
	file := p.file("tame.so")
	err = p.make(ctx, "tame.so", "cc", "-shared", "-fPIC", "-O1", "-o", file, p.file("driver/tame.c"))
	return []string{"LD_PRELOAD=" + file}, err
}
