package view

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// A drawing is a sequence chart with its measures, in pixels.
type drawing struct {
	Width, Height int
	Lanes         []lane
	Lines         []line
}

// A lane is the life of a node.
type lane struct {
	Name          string
	X, Left, Wide int
}

// A line is an arrow between two lanes, or a box over them.
type line struct {
	traces.Stroke
	Class     string
	Box       bool
	X1, X2, Y int
	Top       int
	Words     []word
	Head      string // the path of the arrow's head
}

// Wide and High are the measures of a box.
func (l line) Wide() int { return l.X2 - l.X1 }
func (l line) High() int { return l.Y - l.Top }

// A word is a line of text.
type word struct {
	X, Y int
	Text string
}

// The measures of a chart: of letters, of lines of text, and how far lanes are apart.
const (
	letter   = 8
	lineHigh = 16
	apart    = 300
	margin   = 110
	top      = 56
	between  = 12
)

// classes are how strokes look.
var classes = map[traces.StrokeKind]string{
	traces.Says: "says", traces.GivesUp: "gives", traces.Holds: "holds", traces.Happens: "happens",
}

// draw lays a chart out.
func draw(t *traces.Trace) drawing {
	var d drawing
	at := map[string]int{}
	for i, name := range t.Header.Participants() {
		x := margin + i*apart
		wide := max(48, letter*len(name)+16)
		d.Lanes = append(d.Lanes, lane{name, x, x - wide/2, wide})
		at[name] = x
	}
	d.Width = margin + max(len(d.Lanes)-1, 1)*apart + margin
	y := top
	for _, s := range traces.Strokes(t) {
		l := lay(s, at, y, d.Width)
		d.Lines = append(d.Lines, l)
		y = l.Y + between
	}
	d.Height = y + between
	return d
}

// lay places a stroke below y.
func lay(s traces.Stroke, at map[string]int, y, width int) line {
	l := line{Stroke: s, Class: classes[s.Kind], Box: s.Kind == traces.Holds || s.Kind == traces.Happens, X1: at[s.From], X2: at[s.To], Top: y}
	room := apart - 2*letter
	switch s.Kind {
	case traces.Holds:
		l.X1, l.X2 = l.X1-margin+letter, l.X1+margin-letter
		room = l.X2 - l.X1
	case traces.Happens:
		l.X1, l.X2 = letter, width-letter
		room = width - 4*letter
	}
	middle := (l.X1 + l.X2) / 2
	for _, text := range wrap(s.Text, room/letter) {
		y += lineHigh
		l.Words = append(l.Words, word{middle, y - 4, text})
	}
	l.Y = y + 4
	if l.Box {
		for i := range l.Words {
			l.Words[i].Y += 3
		}
	} else {
		l.Head = head(l)
	}
	return l
}

// head is the tip of an arrow: open, or crossed out where an end gives up.
func head(l line) string {
	back := -8
	if l.X2 < l.X1 {
		back = 8
	}
	if l.Kind == traces.GivesUp {
		return fmt.Sprintf("M%d %dl%d 10M%d %dl%d -10", l.X2+back/2-5, l.Y-5, 10, l.X2+back/2-5, l.Y+5, 10)
	}
	return fmt.Sprintf("M%d %dL%d %dL%d %d", l.X2+back, l.Y-5, l.X2, l.Y, l.X2+back, l.Y+5)
}

// wrap breaks a text between words into lines of so many letters, where it can.
func wrap(text string, letters int) (lines []string) {
	for word := range strings.FieldsSeq(text) {
		for len(word) > letters { // a name that is longer than a line
			lines = append(lines, word[:letters])
			word = word[letters:]
		}
		if n := len(lines) - 1; n >= 0 && len(lines[n])+1+len(word) <= letters {
			lines[n] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return slices.Clip(lines)
}
