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

// driver holds programs of ours for stacks that bring none.
//
//go:embed driver
var driver embed.FS

// build makes a file of a program in the folder driver, by a command that is
// given the source last, when it is asked for first.
func (p *Place) build(ctx context.Context, name, source string, command ...string) (string, error) {
	if p.made[name] {
		return p.file(name), nil
	}
	text, err := driver.ReadFile("driver/" + source)
	if err != nil {
		return "", err
	}
	file, err := p.write(source, text)
	if err != nil {
		return "", err
	}
	if _, err := process.Run(ctx, nil, command[0], append(command[1:], file)...); err != nil {
		return "", err
	}
	p.made[name] = true
	return p.file(name), nil
}

// tame is what is preloaded into a server that would listen on every address.
func (p *Place) tame(ctx context.Context) (env []string, err error) {
	file, err := p.build(ctx, "tame.so", "tame.c", "cc", "-shared", "-fPIC", "-O1", "-o", p.file("tame.so"))
	return []string{"LD_PRELOAD=" + file}, err
}
