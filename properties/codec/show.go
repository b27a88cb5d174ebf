package codec

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"tlsresume/impl/session"
)

// show is a value with every exported field that has something in it: none and empty are
// the same. Equal values show the same and others do not.
func show(v any) string {
	var b strings.Builder
	write(&b, reflect.ValueOf(v), true)
	return b.String()
}

// showCopied is show without what a decoder may leave in the input: byte strings.
func showCopied(v any) string {
	var b strings.Builder
	write(&b, reflect.ValueOf(v), false)
	return b.String()
}

// shownMost is how much of a byte string is written in full, in bytes.
const shownMost = 600

// onlyDecoded is the field of a hello that says which extensions it was decoded from: in
// one that is made it says nothing.
const onlyDecoded = "Extensions"

var timeType = reflect.TypeFor[time.Time]()

func write(b *strings.Builder, v reflect.Value, withBytes bool) {
	switch v.Kind() {
	case reflect.Invalid:
	case reflect.Pointer, reflect.Interface:
		if form, ok := v.Interface().(session.Format); ok {
			b.WriteString(form.String())
		} else if !v.IsNil() {
			write(b, v.Elem(), withBytes)
		}
	case reflect.Struct:
		if v.Type() == timeType {
			fmt.Fprint(b, v.Interface().(time.Time).UnixNano())
			return
		}
		b.WriteByte('{')
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != onlyDecoded && !blank(v.Field(i)) {
				fmt.Fprintf(b, " %s:", f.Name)
				write(b, v.Field(i), withBytes)
			}
		}
		b.WriteString(" }")
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			if withBytes {
				b.WriteString(hexed(v.Bytes()))
			}
			return
		}
		for i := range v.Len() {
			b.WriteByte(' ')
			write(b, v.Index(i), withBytes)
		}
	case reflect.Array:
		fmt.Fprintf(b, "%x", v.Interface())
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	case reflect.Bool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	default:
		b.WriteString(strconv.FormatUint(v.Uint(), 16))
	}
}

func blank(v reflect.Value) bool { return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 }

// hexed is a byte string, or where it is long its beginning, its length and its hash.
func hexed(b []byte) string {
	if len(b) > shownMost {
		return fmt.Sprintf("%x...(%d bytes, SHA-256 %x)", b[:shownMost/8], len(b), sha256.Sum256(b))
	}
	return fmt.Sprintf("%x", b)
}
