package main

import (
	"encoding/json"
	"io"
)

// encodeJSON prints a value for machines. Events keep their > and <.
func encodeJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
