package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"tlsresume/properties"
)

// Each property is told in words, with a section, and none twice.
func TestEachPropertyHasASentence(t *testing.T) {
	section := regexp.MustCompile(`RFC \d+ [\dF]|RFC 7627, |TLS list \d`)
	unused := slices.Clone(sentences)
	for _, p := range properties.All() {
		if s := sentence(p); s == p.Cites || !section.MatchString(s) || strings.Count(s, " ") < 8 {
			t.Errorf("%s: got %q, want words and a section", p.Name, s)
		}
		unused = slices.DeleteFunc(unused, func(s [2]string) bool { return s[0] == p.Name && sentence(p) == s[1] })
	}
	if len(unused) > 0 {
		t.Errorf("got sentences of no property, or of one that has others: %q", unused)
	}
}
