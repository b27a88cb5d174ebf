package peers

import (
	"bytes"
	"strings"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/script"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A claim is what a stack says of a handshake that went well. What it does not
// say is zero, and is no fact.
type claim struct {
	resumed bool
	by      string
	master  []byte
	ems     bool
	sni     string
	peer    string
	suite   string
	version string
	unique  []byte
}

// agreed is the claim as an event.
func (c *claim) agreed(end string, r *script.Renderer) traces.Event {
	e := traces.Event{End: end, Mark: traces.Agreed, What: "full"}
	if c.resumed {
		e.What = "resumed"
	}
	add := func(key, value string) {
		if value != "" {
			e.Facts = append(e.Facts, traces.Fact{Key: key, Value: value})
		}
	}
	add("by", c.by)
	add("sni", c.sni)
	add("peer", c.peer)
	add("suite", c.suite)
	add("version", c.version)
	if c.master != nil {
		add("ms", r.Symbols.Name(traces.MasterSymbol, c.master))
	}
	if c.unique != nil {
		add("tls_unique", r.Symbols.Name(traces.UniqueSymbol, c.unique))
	}
	if c.ems {
		e.Facts = append(e.Facts, traces.Fact{Key: "ems"})
	}
	traces.SortFacts(&e)
	return e
}

// said is the event of a message of the stack that our end took. A fatal alert
// means that the stack gave up; why, it does not say.
func said(end string, t endpoint.Took, r *script.Renderer) traces.Event {
	if t.Kind == wire.KindAlert && t.Alert.Level == wire.Fatal && t.Alert.Alert != wire.CloseNotify {
		return traces.Event{End: end, Mark: traces.Aborted, What: t.Alert.Alert.String()}
	}
	return r.Sent(end, endpoint.Transmit{Kind: t.Kind, Body: t.Body, Alert: t.Alert, Data: t.Data})
}

// withoutLineEnd takes the line end from what a stack sent that can send only
// whole lines, and from our end's events of it.
func withoutLineEnd(out script.Outcome) script.Outcome {
	for i, t := range out.Took {
		out.Took[i].Data = bytes.TrimSuffix(t.Data, []byte("\n"))
	}
	for _, e := range out.Events {
		for i, f := range e.Facts {
			if e.Mark == traces.Accepted && f.Key == "data" {
				e.Facts[i].Value = strings.TrimSuffix(f.Value, "%0a")
			}
		}
	}
	return out
}
