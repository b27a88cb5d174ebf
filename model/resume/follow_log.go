package resume

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// ErrBound says that a search was given up, and nothing is known.
var ErrBound = errors.New("the bound was hit")

// Bounds limit how the commands of a log are searched for.
type Bounds struct {
	Unseen int // how many commands may go unseen between two events: of the operator, the clock, an end that was not watched
	States int // how many states may be looked at
}

// DefaultBounds suit logs of some hundred connections.
var DefaultBounds = Bounds{Unseen: 1, States: 100000}

// FollowLog is Follow without the commands: whether there are some by which the
// model gives the events of the log. Records are delivered one by one as need be,
// and a connection is dialled, by any client to any server, when its first event is
// due. Where an event asks for more, the fewest commands that leave no event are
// supposed right before it, up to the bound: those of the applications at the ends of
// its connection, and those of the operator (who may turn flags of nodes on and off)
// and the clock if it is a hello or the first of its end. Without a departure they are returned. There are no connections but
// those of the log, and no end misbehaves.
func FollowLog(ctx context.Context, l *traces.Log, bounds Bounds) (unseen []string, d *Departure, err error) {
	f, err := newFollower(ctx, l.Header)
	if err != nil {
		return nil, nil, err
	}
	s := &sleuth{follower: f, bounds: bounds, watched: watchedIn(l), begun: map[string]bool{}}
	all := []branch{s.first()}
	for i, line := range l.Lines {
		s.reached, s.misses = 0, nil
		next, err := s.advance(ctx, all, l.Lines[i:])
		if err != nil {
			return nil, nil, err
		}
		if len(next) == 0 {
			d := s.departure([]traces.Event{line.Event})
			d.Line = line.Line
			return nil, d, nil
		}
		s.begun[line.Event.End], all = true, next
	}
	return all[0].told, nil, nil
}

// A sleuth finds the commands of a log.
type sleuth struct {
	*follower
	bounds  Bounds
	watched map[string]bool
	begun   map[string]bool // the ends that the log has named so far
	looked  int             // how many states were looked at
}

// watchedIn are the ends that the log names, and those with "<" behind them of which
// it tells what they accepted.
func watchedIn(l *traces.Log) map[string]bool {
	watched := map[string]bool{}
	for _, line := range l.Lines {
		watched[line.Event.End] = true
		if line.Event.Mark == traces.Accepted {
			watched[line.Event.End+"<"] = true
		}
	}
	return watched
}

// visible are those of the events that the log would have.
func (s *sleuth) visible(events []traces.Event) (all []traces.Event) {
	for _, e := range events {
		if s.watched[e.End] && (e.Mark != traces.Accepted || s.watched[e.End+"<"]) {
			all = append(all, e)
		}
	}
	return all
}

// A quest is for all that comes before one event.
type quest struct {
	*sleuth
	line  *traces.LogLine
	then  []traces.LogLine // what comes behind it at the same end
	seen  map[string]bool
	queue [][]branch // by how many unseen commands they suppose before this event
	found []branch
	// doomed are those that the log leaves at a later line. They count if there are no
	// others, so that it is that line where it departs.
	doomed []branch
}

// advance finds the branches behind the first of these events.
func (s *sleuth) advance(ctx context.Context, all []branch, lines []traces.LogLine) ([]branch, error) {
	line := &lines[0]
	q := &quest{sleuth: s, line: line, seen: map[string]bool{}, queue: make([][]branch, s.bounds.Unseen+1)}
	for _, l := range lines[1:] {
		if l.Event.End == line.Event.End {
			q.then = append(q.then, l)
		}
	}
	for _, b := range all {
		i := slices.IndexFunc(b.late, func(e traces.Event) bool { return e.End == line.Event.End })
		if i < 0 {
			q.push(b, 0)
			continue
		}
		own := b.late[i]
		b.state = b.state.clone()
		b.late = slices.Delete(slices.Clone(b.late), i, i+1)
		q.offer(b, &own, Action{Verb: "deliver"})
	}
	for unseen := range q.queue {
		for i := 0; i < len(q.queue[unseen]); i++ {
			if err := q.expand(ctx, q.queue[unseen][i], unseen); err != nil {
				return nil, err
			}
		}
		if len(q.found) > 0 {
			break
		}
		for _, b := range q.queue[unseen] {
			q.suppose(b, unseen)
		}
	}
	if len(q.found) == 0 {
		return q.doomed, nil
	}
	return q.found, nil
}

func (q *quest) push(b branch, unseen int) {
	if key := b.key(q.follower); unseen < len(q.queue) && !q.seen[key] {
		q.seen[key] = true
		q.queue[unseen] = append(q.queue[unseen], b)
	}
}

// offer keeps a branch whose next visible event is that of the log.
func (q *quest) offer(b branch, own *traces.Event, a Action) {
	m := miss{own: own, verb: verbs[a.Verb], to: b}
	if m.key = b.meet(own, &q.line.Event, q.line.Lacks, true); m.key != "" {
		q.missed(0, m)
		return
	}
	to := &q.found
	if !q.foreseen(b) {
		to = &q.doomed
	}
	if key := "found " + b.key(q.follower); !q.seen[key] {
		q.seen[key] = true
		*to = append(*to, b)
	}
}

// foreseen says whether the log goes on at this end as the branch will: what would
// not be is left out early.
func (q *quest) foreseen(b branch) bool {
	b.state.Conns = nil // so that nothing of it is changed
	n := 0
	for _, own := range b.late {
		if own.End != q.line.Event.End {
			continue
		}
		if n == len(q.then) {
			break
		}
		if b.meet(&own, &q.then[n].Event, q.then[n].Lacks, true) != "" {
			return false
		}
		n++
	}
	return true
}

// expand does whatever may come next.
func (q *quest) expand(ctx context.Context, b branch, unseen int) error {
	if q.looked++; q.looked > q.bounds.States {
		return fmt.Errorf("line %d: more than %d states: %w", q.line.Line, q.bounds.States, ErrBound)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for i := range b.state.Conns {
		for side := Client; side <= Server; side++ {
			if len(b.state.Conns[i].Wires[side]) > b.behind(Place{i, side.Peer()}) {
				q.try(&b, Action{Verb: "deliver", Conn: i, Side: side, N: 1}, unseen, "")
			}
		}
	}
	for _, c := range q.commands(&b, true) {
		q.command(b, c, unseen)
	}
	return nil
}

// suppose does what would go unseen.
func (q *quest) suppose(b branch, unseen int) {
	if unseen+1 == len(q.queue) {
		return
	}
	for _, c := range q.commands(&b, false) {
		q.command(b, c, unseen)
	}
}

func (q *quest) command(b branch, c traces.Command, unseen int) {
	a, err := b.names.action(c)
	if err != nil {
		return // an edit that the model's nodes do not live by
	}
	cost := c.String()
	if c.Verb == "dial" {
		b.names.conns = append(slices.Clip(b.names.conns), c.Args[0])
		cost = "" // the log shows it
	}
	q.try(&b, a, unseen, cost)
}

// behind is how many records of an end are not yet seen to be sent: they are not on
// the wire.
func (b *branch) behind(p Place) (n int) {
	for _, e := range b.late {
		if q, ok := b.place(e.End); ok && q == p && (e.Mark == traces.Sent || e.Mark == traces.Aborted) {
			n++
		}
	}
	return n
}

// try does an action. If it leaves no event it goes on from there, and it counts as
// an unseen command if it is one.
func (q *quest) try(b *branch, a Action, unseen int, command string) {
	for _, o := range q.outcomes(b, a) {
		next := o.branch
		if events := q.visible(o.events); len(events) > 0 {
			next.late = append(slices.Clip(next.late), events[1:]...)
			q.offer(next, &events[0], a)
			continue
		}
		if command == "" {
			q.push(next, unseen)
			continue
		}
		next.told = append(slices.Clip(next.told), command)
		q.push(next, unseen+1)
	}
}

// commands are those that the log shows, or those that it does not: besides deliver.
func (q *quest) commands(b *branch, shown bool) (all []traces.Command) {
	conn, _, _ := strings.Cut(q.line.Event.End, ".")
	hello := slices.Contains([]string{HelloRequest.String(), ClientHello.String(), ServerHello.String()}, q.line.Event.What)
	alert, _ := q.line.Event.Fact("alert")
	refusal := alert == NoRenegotiation.String() // its node may have come not to renegotiate
	first := hello || refusal || !q.begun[q.line.Event.End]
	for _, v := range Verbs() {
		kind := kindsOf(v.Name)[0]
		switch {
		case v.Name == "deliver", v.Name == "dial" && slices.Contains(b.names.conns, conn):
			continue
		case kind != "end" && kind != "conn" && (shown || !first):
			continue
		}
		for _, args := range q.arguments(b, kindsOf(v.Name), conn) {
			if shown == (kind == "conn" || args[0] == q.line.Event.End) {
				all = append(all, traces.Command{Verb: v.Name, Args: args})
			}
		}
	}
	return all
}

// arguments are all that a verb may be given, as far as there are kinds of
// arguments that can be thought up: those of the network's and of misbehaving ends'
// commands are not.
func (q *quest) arguments(b *branch, kinds []string, conn string) [][]string {
	all := [][]string{nil}
	for _, kind := range kinds {
		if traces.MayLack(kind) {
			break
		}
		var longer [][]string
		for _, args := range all {
			for _, word := range q.wordsFor(b, kind, conn, args) {
				longer = append(longer, append(slices.Clip(args), word))
			}
		}
		all = longer
	}
	return all
}

func (q *quest) wordsFor(b *branch, kind, conn string, before []string) (all []string) {
	switch kind {
	case "conn":
		return []string{conn}
	case "end":
		if slices.Contains(b.names.conns, conn) {
			return []string{conn + ".c", conn + ".s"}
		}
	case "client":
		return b.names.clients
	case "server":
		return b.names.servers
	case "node":
		return slices.Concat(b.names.servers, b.names.clients)
	case "text":
		if data, ok := q.line.Event.Fact("data"); ok {
			return []string{data}
		}
	case "duration":
		return []string{"1h", "1d"}
	case "edit...":
		options := traces.ServerOptions
		if slices.Contains(b.names.clients, before[0]) {
			options = traces.ClientOptions
		}
		return edits(options)
	}
	return all
}

// edits turn a flag on or off. What has a value, and policies among them, is not
// thought up: the header says it.
func edits(options []traces.Word) (all []string) {
	for _, o := range options {
		if !o.Valued {
			all = append(all, "+"+o.Name, "-"+o.Name)
		}
	}
	return all
}
