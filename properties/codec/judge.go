package codec

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"time"
)

// A Subject is what bytes may be: a message, an extension, a ticket, a stream of records,
// each in all of its forms.
type Subject struct {
	Name  string // an identifier
	About string // what it is and where it is laid down
	// Judge says whether an input is one, and of one that breaks a law which, LAW/FORM, and
	// how. The input is left as it is.
	Judge func(data []byte) (valid bool, law string, err error)
	// Draw makes one. choose(n) gives a number from 0 to n-1, and equal numbers make equal
	// ones.
	Draw func(choose func(n int) int) ([]byte, error)
}

// Subjects are all of them: the rows of the table of formats, those of one message or
// extension together, and what else has an encoding. One parser reads the files of keys,
// so that those are one row here.
var Subjects = sync.OnceValue(func() []Subject {
	var all []Subject
	forms := map[string][]format{}
	rows := slices.Concat(messages, extensions, states, tickets, []format{ticketText, anyKeyFile})
	for _, f := range rows {
		f.guard()
		if forms[f.of] == nil {
			all = append(all, Subject{Name: f.of, About: cmp.Or(abouts[f.of], f.of) + " (" + f.cites + ")"})
		}
		forms[f.of] = append(forms[f.of], f)
	}
	for i := range all {
		all[i].Judge, all[i].Draw = judgeAll(forms[all[i].Name])
	}
	return slices.Concat(all, others)
})

// abouts say what subjects are whose names don't.
var abouts = map[string]string{
	"State":      "StatePlaintext, as each generation of builds reads it",
	"Ticket":     "a ticket of any format, and so what a store out of process keeps of a session",
	"TicketText": "what is under the MAC of a ticket: a byte that chooses the format, then the plaintext with its padding",
	"TicketKeys": "a file of ticket keys, in each layout",
}

// judgeAll judges an input as each of some forms, and draws one of any. What an engine runs
// judges one subject, and is started again every ten thousand inputs: the samples are of
// that subject, and drawn when the first input is judged.
func judgeAll(forms []format) (func([]byte) (bool, string, error), func(func(int) int) ([]byte, error)) {
	sampled := sync.OnceValue(func() (all []judged) {
		for _, f := range forms {
			all = append(all, judged{f, f.fullest()})
		}
		return all
	})
	return func(data []byte) (valid bool, law string, err error) {
			room, other := inMemory(data, &zeros), inMemory(data, &ones)
			for _, f := range sampled() {
				is, law, err := f.judge(data, room, other)
				if err != nil {
					return false, law + "/" + f.name, err
				}
				valid = valid || is
			}
			return valid, "", nil
		}, func(choose func(int) int) ([]byte, error) {
			_, b, err := pick(choose, forms...).made(choose)
			return b, err
		}
}

// A judged is a format whose encodings somebody else made.
type judged struct {
	format
	sample []byte // of a value that has all that there can be, where draws reach it
}

// fullest is the longest of some encodings that are drawn: what a value is used for before
// it is used again.
func (f format) fullest() (longest []byte) {
	const drawn, most = 40, 1 << 10
	random := rand.New(rand.NewPCG(1, 1))
	for range drawn {
		if _, b, err := f.made(random.IntN); err == nil && len(b) >= len(longest) && len(b) <= most {
			longest = b
		}
	}
	return longest
}

// The laws of judge, which need nothing but an input.
const (
	lawPanics    = "panics"       // a decoder and an encoder return
	lawRefusal   = "refusal"      // an error is one of the format
	lawWrites    = "writes"       // the input is read, and what lies behind it left alone
	lawBounded   = "bounded"      // what lies behind the input changes nothing
	lawReused    = "reused"       // what a value held before changes nothing
	lawUnshared  = "unshared"     // what becomes of the input later changes nothing
	lawShape     = "shape"        // it decodes if its lengths are right, and only then
	lawAllocates = "allocates"    // a value is not much larger than its input
	lawSpelling  = "one-spelling" // what decodes encodes to the same bytes, or settles
	lawAgrees    = "agrees"       // others say the same of it
)

// judge says whether an input is an encoding, and which law it breaks and how. It has the
// input in memory twice, before zeros and before ones, for its own use while it lasts.
func (f judged) judge(data, room, other []byte) (valid bool, law string, err error) {
	fresh, refusal := f.decode(room[:len(data)])
	if law, err := f.refused(refusal); err != nil {
		return false, law, err
	}
	var second any
	if !f.inside {
		if second, law, err = f.twice(data, room, other, fresh, refusal); err != nil {
			return false, law, err
		}
	}
	if f.shape != nil && f.shape(data) != (refusal == nil) {
		return false, lawShape, fmt.Errorf("got %v, want it to decode: %t", refusal, f.shape(data))
	}
	if f.agrees != nil {
		if err := f.agrees(data, fresh, refusal); err != nil {
			return false, lawAgrees, err
		}
	}
	if refusal != nil {
		return false, "", nil
	}
	if got, most := footprint(reflect.ValueOf(fresh), f.refers), allocAnyhow+allocPerByte*len(data); got > most {
		return false, lawAllocates, fmt.Errorf("got a value of %d bytes of an input of %d, want at most %d", got, len(data), most)
	}
	if !f.refers && !f.inside {
		scribble(room)
		defer scribble(room) // which takes it back
	}
	law, err = f.spelled(data, fresh, second)
	return err == nil, law, err
}

// twice decodes what was decoded, or refused, from room a second time, where something else
// lies behind it.
func (f judged) twice(data, room, other []byte, fresh any, refusal error) (second any, law string, err error) {
	if !untouched(room, data, &zeros) {
		return nil, lawWrites, errors.New("decoding changes the input, or what lies behind it")
	}
	second, again := f.again(fresh, refusal, other[:len(data)])
	if !untouched(other, data, &ones) {
		return nil, lawWrites, errors.New("decoding again changes the input, or what lies behind it")
	}
	if !sameRefusal(refusal, again) {
		return nil, f.whyOther(data), fmt.Errorf("got %v, and then %w", refusal, again)
	}
	return second, "", nil
}

// zeros and ones are what lies behind an input.
var (
	zeros [tail]byte
	ones  = [tail]byte(bytes.Repeat([]byte{0xff}, tail))
)

// inMemory is an input in memory that goes on behind it.
func inMemory(data []byte, behind *[tail]byte) []byte {
	room := make([]byte, len(data)+tail)
	copy(room[copy(room, data):], behind[:])
	return room
}

func untouched(room, data []byte, behind *[tail]byte) bool {
	return bytes.Equal(room[:len(data)], data) && bytes.Equal(room[len(data):], behind[:])
}

// scribble uses the memory of an input for something else.
func scribble(room []byte) {
	for i := range room {
		room[i] ^= 0xa5
	}
}

func (f judged) refused(err error) (law string, _ error) {
	switch {
	case err == nil || f.refusal(err):
		return "", nil
	case panics(err):
		return lawPanics, err
	}
	return lawRefusal, fmt.Errorf("got %w, want the refusal of the format", err)
}

// again decodes a second time: where the format has that, to a value that has held
// another, or what was refused.
func (f judged) again(refused any, refusal error, data []byte) (any, error) {
	if f.into == nil {
		return f.decode(data)
	}
	used := refused
	if refusal == nil {
		var err error
		if used, err = f.decode(f.sample); err != nil {
			return nil, fmt.Errorf("the sample is refused: %w", err)
		}
	}
	return used, f.into(used, data)
}

// sameRefusal says whether two decoders take what they decode, or say the same of it.
func sameRefusal(a, b error) bool {
	return reflect.DeepEqual(a, b) || a != nil && b != nil && a.Error() == b.Error()
}

// whyOther tells why an input was not decoded twice in the same way.
func (f judged) whyOther(data []byte) string {
	first, errFirst := f.decode(inMemory(data, &zeros)[:len(data)])
	second, errSecond := f.decode(inMemory(data, &ones)[:len(data)])
	if !sameRefusal(errFirst, errSecond) || errFirst == nil && !f.alike(first, second) {
		return lawBounded
	}
	return lawReused
}

// alike compares by what encoding keeps, and by what it does not.
func (f judged) alike(a, b any) bool {
	encoded, err := f.encode(a)
	return err == nil && f.says(b, encoded) && f.listsAlike(a, b)
}

func (f judged) says(v any, encoded []byte) bool {
	b, err := f.encode(v)
	return err == nil && bytes.Equal(b, encoded)
}

func (f judged) listsAlike(a, b any) bool {
	return f.listed == nil || slices.Equal(f.listed(a), f.listed(b))
}

// spelled encodes what was decoded twice: fresh, whose input has been used for other
// things since where it may, and second.
func (f judged) spelled(data []byte, fresh, second any) (law string, err error) {
	again, err := f.encode(fresh)
	if err != nil {
		return lawSpelling, fmt.Errorf("%s decodes, as %s, which does not encode: %w", hexed(data), show(fresh), err)
	}
	if !f.inside && (!f.says(second, again) || !f.listsAlike(fresh, second)) {
		if law = f.whyOther(data); law == lawReused && !f.refers {
			if clean, _ := f.decode(bytes.Clone(data)); !f.alike(clean, fresh) {
				law = lawUnshared
			}
		}
		return law, fmt.Errorf("got %s, and then %s", show(fresh), show(second))
	}
	switch {
	case bytes.Equal(again, data):
		return "", nil
	case !f.loose:
		return lawSpelling, fmt.Errorf("%s decodes, and encodes as %s", hexed(data), hexed(again))
	}
	third, err := f.decode(again)
	if err != nil {
		return lawSpelling, fmt.Errorf("%s decodes, and encodes as %s, which does not: %w", hexed(data), hexed(again), err)
	}
	if settled, err := f.encode(third); err != nil || !bytes.Equal(settled, again) {
		return lawSpelling, fmt.Errorf("%s decodes, and encodes as %s and then as %s, %w", hexed(data), hexed(again), hexed(settled), err)
	}
	return "", nil
}

// footprint is how many bytes a value holds on to, with the room that it has beyond them;
// without its byte strings, where those are the input's.
func footprint(v reflect.Value, refers bool) int {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() || v.Type() == timeZone {
			return 0
		}
		return int(v.Elem().Type().Size()) + footprint(v.Elem(), refers)
	case reflect.String:
		return v.Len()
	case reflect.Slice:
		holds := v.Type().Elem().Kind()
		if holds == reflect.Uint8 && refers {
			return 0
		}
		size := int(v.Type().Elem().Size()) * v.Cap()
		if holds == reflect.Slice || holds == reflect.String || holds == reflect.Struct {
			for i := range v.Len() {
				size += footprint(v.Index(i), refers)
			}
		}
		return size
	case reflect.Struct:
		size := 0
		for i := range v.NumField() {
			size += footprint(v.Field(i), refers)
		}
		return size
	}
	return 0
}

// timeZone is that of a time: of all times, and none's own.
var timeZone = reflect.TypeFor[time.Time]().Field(2).Type
