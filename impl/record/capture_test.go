package record

import (
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/impl/wire"
)

// A capture is one direction of a connection of another stack.
type capture struct {
	version wire.Version
	keys    Keys
	stream  []byte
}

func readCapture(t *testing.T, file string) capture {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := capture{keys: Keys{Cipher: wire.AES128GCM}}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "#" {
			continue
		}
		b, err := hex.DecodeString(value)
		if err != nil {
			t.Fatalf("%s: %s: %v", file, name, err)
		}
		switch name {
		case "version":
			c.version = wire.Version(binary.BigEndian.Uint16(b))
		case "mac":
			c.keys.MAC = b
		case "key":
			c.keys.Key = b
		case "iv":
			c.keys.IV = b
		case "record":
			c.stream = append(c.stream, b...)
		default:
			t.Fatalf("%s: got a line %q", file, name)
		}
	}
	if len(c.keys.MAC) > 0 {
		c.keys.Cipher = wire.AES128CBCSHA
	}
	return c
}

// TestOtherStacksRecordsOpen reads what crypto/tls sent: the flight of its
// hello, ChangeCipherSpec, Finished, application data, close_notify. The 1.0
// connection splits its records against BEAST.
func TestOtherStacksRecordsOpen(t *testing.T) {
	files, err := filepath.Glob("testdata/crypto-tls/*.txt")
	if err != nil || len(files) != 4 {
		t.Fatalf("got %d captures, %v, want 4", len(files), err)
	}
	for _, file := range files {
		c := readCapture(t, file)
		in := new(In)
		in.SetVersion(c.version)
		in.Write(c.stream)
		var data, kinds strings.Builder
		for {
			r, ok, err := in.Next()
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if !ok {
				break
			}
			switch r.Type {
			case Handshake:
				kinds.WriteString(hex.EncodeToString(r.Payload[:1]) + " ")
			case ChangeCipherSpec:
				kinds.WriteString("ccs ")
				if err := in.SetKeys(c.keys); err != nil {
					t.Fatal(err)
				}
			case ApplicationData:
				data.Write(r.Payload)
			case Alert:
				kinds.WriteString("alert " + hex.EncodeToString(r.Payload))
			}
		}
		if got, want := kinds.String(), "02 0b 0c 0e ccs 14 alert 0100"; got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
		want := "x" + "sixteen bytes ok" + "a somewhat longer message of application data"
		if data.String() != want || left(in) != 0 {
			t.Errorf("%s: got %q, want %q", file, data.String(), want)
		}
	}
}
