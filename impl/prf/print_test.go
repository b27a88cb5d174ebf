package prf

import (
	"crypto"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestSecretsAreNotPrinted(t *testing.T) {
	secret := []byte("a secret of 48 bytes, as a master secret has.....")
	for _, f := range []PRF{TLS10(), TLS12(crypto.SHA256)} {
		k := f.Key(secret)
		block := k.KeyBlock(new([32]byte), new([32]byte), 16, 16, 16)
		for _, v := range []any{k, block, block.Client, []Keys{block.Client}} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
				got := fmt.Sprintf(verb, v)
				for _, derived := range [][]byte{block.Client.Key, block.Server.IV} { // the latter was derived last
					for _, hidden := range []string{string(derived), fmt.Sprintf("%x", derived), strings.Trim(fmt.Sprint(derived), "[]")} {
						if strings.Contains(got, hidden) {
							t.Errorf("%s of %T prints a key", verb, v)
						}
					}
				}
			}
		}
		if got, _ := json.Marshal(block); !strings.Contains(string(got), "keys of 16, 16 and 16 bytes") {
			t.Errorf("got %s", got)
		}
	}
}
