package view_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"tlsresume/traces"
	"tlsresume/traces/view"
)

// stored are all traces of the project, by their names; with -short the figures and attacks.
func stored(t *testing.T) map[string]*traces.Trace {
	t.Helper()
	all := map[string]*traces.Trace{}
	if err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, traces.Extension) {
			return err
		}
		if testing.Short() && !slices.Contains([]string{"figures", "adversary"}, filepath.Base(filepath.Dir(p))) {
			return nil
		}
		all[p], err = traces.Load(p)
		return err
	}); err != nil || len(all) < 25 {
		t.Fatalf("got %d traces, %v, want all that are stored", len(all), err)
	}
	return all
}

// What every stored trace becomes has a state for each step and one before, and only the
// variables that it says; what figures and attacks become, which have every kind of value,
// is held to the schema, too.
func TestITFIsOfItsSchema(t *testing.T) {
	schema := schemaOf(t)
	for name, trace := range stored(t) {
		text, err := view.ITF(trace, name)
		if err != nil {
			t.Fatal(err)
		}
		if folder := filepath.Base(filepath.Dir(name)); folder == "figures" || folder == "adversary" {
			if err := fits(schema, text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		var got struct {
			Vars   []string
			States []map[string]any
		}
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if len(got.States) != len(trace.Steps)+1 {
			t.Errorf("%s: got %d states, want one for each of %d steps and one before", name, len(got.States), len(trace.Steps))
		}
		for i, s := range got.States {
			var keys []string
			for key := range s {
				if key != "#meta" {
					keys = append(keys, key)
				}
			}
			slices.Sort(keys)
			if want := slices.Sorted(slices.Values(got.Vars)); !slices.Equal(keys, want) {
				t.Errorf("%s: state %d: got %v, want %v", name, i, keys, want)
			}
		}
	}
}

// A state is what the ends are like.
func TestITFTellsTheEnds(t *testing.T) {
	trace, err := traces.Parse("lives", []byte(lives))
	if err != nil {
		t.Fatal(err)
	}
	text, err := view.ITF(trace, "lives")
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ States []json.RawMessage }
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	var flat bytes.Buffer
	if err := json.Compact(&flat, got.States[3]); err != nil {
		t.Fatal(err)
	}
	const want = `{"#meta":{"index":3},"command":"tick 1h","now":{"#bigint":"3600"},"events":[],"ends":{"#map":[` +
		`["k1.c",{"node":"c0","life":"handshake","alert":"","said":"ClientHello","heard":"","writes":false,"reads":false,` +
		`"hello":"ticket=empty session_id=empty ri=scsv","ticket":"","handshakes":{"#bigint":"0"},"how":"","belief":{"#map":[]}}],` +
		`["k1.s",{"node":"s0","life":"open","alert":"","said":"ChangeCipherSpec","heard":"ClientHello","writes":true,"reads":false,` +
		`"hello":"ticket=promised session_id=empty ri=empty","ticket":"T1","handshakes":{"#bigint":"1"},"how":"full",` +
		`"belief":{"#map":[["ms","M1"],["version","1.2"]]}}]]}}`
	if flat.String() != want {
		t.Errorf("got\n%s, want\n%s", flat.String(), want)
	}
}

// schemaOf is the schema of the format, ready to judge.
func schemaOf(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	text, err := os.ReadFile("testdata/itf.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema := new(jsonschema.Schema)
	if err := json.Unmarshal(text, schema); err != nil {
		t.Fatal(err)
	}
	ready, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return ready
}

func fits(schema *jsonschema.Resolved, text []byte) error {
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		return err
	}
	return schema.Validate(doc)
}

// The schema refuses what is none: numbers as such, a function that is an object, and a
// state without its number.
func TestSchemaRefuses(t *testing.T) {
	schema := schemaOf(t)
	const file = `{"vars": ["x"], "states": [{"#meta": {"index": 0}, "x": %s}]}`
	for value, fine := range map[string]bool{
		`{"#bigint": "1"}`: true, `{"#map": [["k", true]]}`: true, `{"f": {"#set": []}}`: true, `["a", {"#tup": ["b"]}]`: true,
		`1`: false, `{"#bigint": 1}`: false, `{"#bigint": "01"}`: false, `{"#map": [["k"]]}`: false, `{"#map": {"k": "v"}}`: false, `{"#list": []}`: false, `null`: false,
		`{"f": 1}`: false, `[1]`: false, `{"#map": [["k", 1]]}`: false, `{"#tup": [1]}`: false, `{"#set": [1]}`: false,
	} {
		if err := fits(schema, fmt.Appendf(nil, file, value)); (err == nil) != fine {
			t.Errorf("%s: got %v, want that it is one: %t", value, err, fine)
		}
	}
	if fits(schema, []byte(`{"vars": ["x"], "states": [{"x": true}]}`)) == nil {
		t.Error("got a state without its number taken")
	}
}
