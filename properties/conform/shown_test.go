package conform

import "testing"

// A stored trace breaks the properties that it is there to break, and no other.
func TestStoredTracesBreakWhatTheyShow(t *testing.T) {
	found := 0
	for file, trace := range stored(t, "") {
		for _, wrong := range JudgeStored(file, trace) {
			t.Errorf("%s: %s", file, wrong)
		}
		if len(Shown(file)) > 0 {
			found++
			if JudgeStored("another.trace", trace) == nil {
				t.Errorf("%s: got nothing against it under another name", file)
			}
		}
	}
	if found != len(shown) {
		t.Errorf("got %d of the %d traces that show something", found, len(shown))
	}
}
