package session

import "container/list"

// A bounded map holds at most capacity values; past that, what was put longest
// ago goes first. Reading does not prolong a stay: a session in constant use is
// no younger for it (RFC 5246 F.1.4).
type bounded[K comparable, V any] struct {
	capacity int
	places   map[K]*list.Element
	order    *list.List // of slot[K, V], the one put longest ago in front
}

type slot[K comparable, V any] struct {
	key   K
	value V
}

func newBounded[K comparable, V any](capacity int) *bounded[K, V] {
	return &bounded[K, V]{capacity: capacity, places: map[K]*list.Element{}, order: list.New()}
}

func (b *bounded[K, V]) put(key K, value V) {
	b.drop(key)
	b.places[key] = b.order.PushBack(slot[K, V]{key, value})
	if b.len() > b.capacity {
		b.drop(b.order.Front().Value.(slot[K, V]).key)
	}
}

func (b *bounded[K, V]) get(key K) (value V, ok bool) {
	e, ok := b.places[key]
	if !ok {
		return value, false
	}
	return e.Value.(slot[K, V]).value, true
}

func (b *bounded[K, V]) drop(key K) {
	if e, ok := b.places[key]; ok {
		b.order.Remove(e)
		delete(b.places, key)
	}
}

func (b *bounded[K, V]) clear() {
	clear(b.places)
	b.order.Init()
}

func (b *bounded[K, V]) len() int { return b.order.Len() }
