package explore

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"

	"tlsresume/model/resume"
	"tlsresume/traces/view"
)

// A page is what the one page shows: lists of links, or a place on a path.
type page struct {
	Title, Shows string
	Elsewhere    []link
	Wrong        string
	Lists        []list
	Place        *place
}

type list struct {
	ID, Title string
	Links     []link
}

// A link leads somewhere; without To it is a place where one cannot go.
type link struct{ Text, To, About, Rel string }

// A place is a state with the way to it.
type place struct {
	At         int
	Command    string // of the step that led here
	Events     []string
	Changes    []change
	Breaks     []resume.Standing
	Notice     string
	Ways       []link
	Moves      []move
	Settled    bool
	Parts      []resume.Part
	Path       []step
	Goals      []resume.Standing
	Invariants []resume.Standing
	World      string
}

// A change is a fact that the last step has made another.
type change struct{ Part, Key, Before, After string }

type move struct{ Command, Cites, Means, To string }

// A step is a line of the path: what broke or was reached behind it and not before.
type step struct {
	Number          int
	Command, To     string
	Here            bool
	Broken, Reached []string
}

var (
	//go:embed explore.html
	pageText string
	//go:embed explore.css
	ownStyle string

	style     = view.Style + ownStyle
	pageShape = template.Must(template.New("page").Funcs(template.FuncMap{
		"style": func() template.CSS { return template.CSS(style) },
	}).Parse(pageText))
	// policy lets the page have its own style and nothing else, wherever from.
	policy = "default-src 'none'; style-src 'sha256-" + digest(style) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// write answers by a page.
func (p *page) write(w http.ResponseWriter, status int) {
	var text bytes.Buffer
	if err := pageShape.Execute(&text, p); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(text.Bytes())
}
