package sim

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"tlsresume/traces"
)

func TestFiguresReplay(t *testing.T) {
	files, err := filepath.Glob("../../traces/figures/*.trace")
	if err != nil || len(files) == 0 {
		t.Fatalf("no figures: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := traces.Parse(file, text)
			if err != nil {
				t.Fatal(err)
			}
			got, err := traces.Run(context.Background(), Open, want)
			if err != nil {
				t.Fatal(err)
			}
			if d := traces.Diff(want, got); d != nil {
				t.Errorf("%s: %v\n%s", file, d, traces.Format(got))
			}
		})
	}
}
