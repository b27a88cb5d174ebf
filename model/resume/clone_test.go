package resume

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"tlsresume/model/check"
)

// A stretch is memory that a list has, whether or not it uses it.
type stretch struct {
	begin, end uintptr
	path       string
}

// memory is that of all lists in v, but for the World, which never changes.
func memory(v reflect.Value, path string) (all []stretch) {
	if !lists(v.Type()) {
		return nil
	}
	switch v.Kind() {
	case reflect.Slice:
		if v.Cap() > 0 {
			begin := v.Pointer()
			all = append(all, stretch{begin, begin + uintptr(v.Cap())*v.Type().Elem().Size(), path})
		}
		for i := range v.Len() {
			all = append(all, memory(v.Index(i), path)...)
		}
	case reflect.Array:
		for i := range v.Len() {
			all = append(all, memory(v.Index(i), path)...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			all = append(all, memory(v.Field(i), path+"."+v.Type().Field(i).Name)...)
		}
	}
	return all
}

// lists says whether a value of the type has any.
func lists(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice:
		return true
	case reflect.Array:
		return lists(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if lists(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}

// shared is what two lists of the states have in common, if any do.
func shared(states ...*State) string {
	var all []stretch
	for _, s := range states {
		all = append(all, memory(reflect.ValueOf(s).Elem(), "State")...)
	}
	slices.SortFunc(all, func(a, b stretch) int { return int(a.begin) - int(b.begin) })
	for i := 1; i < len(all); i++ {
		if all[i].begin < all[i-1].end {
			return all[i-1].path + " and " + all[i].path
		}
	}
	return ""
}

// The memory of a state is used again for the one after the next: no list may have
// some of it in common with another one.
func TestStatesShareNoMemory(t *testing.T) {
	for _, c := range Configs() {
		m := newSearch(c, nil).model(nil)
		next := m.Next
		m.Next = func(s *State, a Action, after *State) bool {
			ok := next(s, a, after)
			if both := shared(s, after); both != "" {
				t.Errorf("%s, %v: %s share memory", c.Name, a, both)
			}
			return ok
		}
		check.Run(context.Background(), m, check.Options{Limits: check.Limits{States: 500}})
	}
}
