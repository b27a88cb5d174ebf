package adversary

// underWay says whether a handshake of a role is.
func underWay(ends *[2]end) bool {
	for i := range ends {
		if p := ends[i].Phase; p == hello || p == waiting {
			return true
		}
	}
	return false
}

// settle renames the terms by first occurrence once no handshake is under way.
// All that is to come then has new nonces in it, so that of what there is only
// equality matters, and what was said for a handshake is of no more use.
func (s *state) settle() {
	if underWay(&s.Clients) || underWay(&s.Servers) {
		return
	}
	names := make([]Term, 0, 32)
	name := func(t *Term) {
		if *t == 0 || *t == own {
			return
		}
		for i, old := range names {
			if old == *t {
				*t = firstName + Term(i)
				return
			}
		}
		names = append(names, *t)
		*t = firstName + Term(len(names)-1)
	}
	for _, ends := range []*[2]end{&s.Clients, &s.Servers} {
		for i := range ends {
			ends[i].Said = 0
			for _, t := range ends[i].terms() {
				name(t)
			}
		}
	}
}
