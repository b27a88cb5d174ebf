// Package explore serves a page that steps through the model: what can be done in a state,
// what it does, and which properties hold there. The address of a page is the world and the
// path, so that the server remembers nothing but what it searched.
package explore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"tlsresume/model/resume"
	"tlsresume/traces"
)

// The bounds of a path: in steps, and in bytes of its address.
const (
	MaxSteps   = 200
	MaxAddress = 16 << 10
)

// An Explorer answers for the configurations of the model and for some traces.
type Explorer struct {
	traces map[string]*traces.Trace
	found  searches
}

// New is an Explorer of traces by their names, too.
func New(stored map[string]*traces.Trace) *Explorer {
	return &Explorer{traces: stored, found: searches{done: map[string]resume.Report{}}}
}

// Handler answers requests of this machine that ask for a page.
func (x *Explorer) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", x.worlds)
	mux.HandleFunc("/config/{name}", x.show(x.config))
	mux.HandleFunc("/config/{name}/trace", x.export(x.config))
	mux.HandleFunc("/config/{name}/found", x.findings)
	mux.HandleFunc("/trace/{name}", x.show(x.stored))
	mux.HandleFunc("/trace/{name}/trace", x.export(x.stored))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, fmt.Errorf("got the path %q, want that of a world", r.URL.Path))
	})
	return guarded(mux)
}

// guarded keeps other sites away: a name that is made to mean this machine is still a
// foreign name (DNS rebinding), nothing is asked for elsewhere, and no page is in a frame.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for key, value := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-cache",
		} {
			w.Header().Set(key, value)
		}
		switch {
		case !Loopback(hostOf(r.Host)):
			refuse(w, http.StatusForbidden, fmt.Errorf("got the host %q, want localhost or an address of loopback", r.Host))
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			refuse(w, http.StatusMethodNotAllowed, fmt.Errorf("got the method %s, want GET", r.Method))
		case len(r.URL.RequestURI()) > MaxAddress:
			refuse(w, http.StatusRequestURITooLong, fmt.Errorf("got an address of %d bytes, want at most %d", len(r.URL.RequestURI()), MaxAddress))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func hostOf(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.TrimSuffix(strings.TrimPrefix(hostport, "["), "]")
}

// Loopback says whether a host is this machine, and nobody else can reach it there.
func Loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && addr.IsLoopback()
}

// home is the page of all worlds.
var home = link{Text: "All worlds", To: "/"}

func refuse(w http.ResponseWriter, status int, why error) {
	p := page{Title: fmt.Sprintf("%d %s", status, http.StatusText(status)), Wrong: why.Error(), Elsewhere: []link{home}}
	var lost *lostError
	if errors.As(why, &lost) && lost.before != "" {
		p.Elsewhere = append(p.Elsewhere, link{Text: "The path before that step", To: lost.before})
	}
	p.write(w, status)
}

// worlds lists what there is to walk through.
func (x *Explorer) worlds(w http.ResponseWriter, _ *http.Request) {
	breaking, holding, stored := list{ID: "breaking", Title: "Worlds that are to break"}, list{ID: "holding", Title: "Worlds that hold"}, list{ID: "traces", Title: "Traces"}
	for _, c := range resume.Configs() {
		l := link{Text: c.Name, To: (&path{kind: "config", name: c.Name}).to(0), About: c.Shows}
		if c.Breaks != "" {
			l.About += " (breaks " + c.Breaks + ")"
			breaking.Links = append(breaking.Links, l)
		} else {
			holding.Links = append(holding.Links, l)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(x.traces)) {
		stored.Links = append(stored.Links, link{Text: name, To: (&path{kind: "trace", name: name}).to(0), About: x.traces[name].Header.Rule})
	}
	p := page{Title: "Worlds of the model", Lists: []list{breaking, holding, stored}}
	p.write(w, http.StatusOK)
}

// A world is where walks begin.
type world struct {
	kind, name, shows string
	header            traces.Header // as the trace of a walk begins
	walk              func(context.Context) (*resume.Walk, error)
	own               *traces.Trace // the trace that it is of; nil for a configuration
	searched          bool          // findings can be looked for
}

var errNoWorld = errors.New("there is no such world")

func configNamed(name string) (resume.Config, error) {
	all := resume.Configs()
	i := slices.IndexFunc(all, func(c resume.Config) bool { return c.Name == name })
	if i < 0 {
		return resume.Config{}, fmt.Errorf("got the configuration %q, want one of model/resume: %w", name, errNoWorld)
	}
	return all[i], nil
}

func (x *Explorer) config(name string) (*world, error) {
	c, err := configNamed(name)
	if err != nil {
		return nil, err
	}
	first, err := c.Walk()
	if err != nil {
		return nil, err
	}
	return &world{
		kind: "config", name: name, shows: c.Shows, header: first.Header(), searched: !c.Deep,
		walk: func(context.Context) (*resume.Walk, error) { return c.Walk() },
	}, nil
}

func (x *Explorer) stored(name string) (*world, error) {
	t, ok := x.traces[name]
	if !ok {
		return nil, fmt.Errorf("got the trace %q, want one that --trace names: %w", name, errNoWorld)
	}
	return &world{
		kind: "trace", name: name, shows: t.Header.Rule, header: t.Header, own: t,
		walk: func(ctx context.Context) (*resume.Walk, error) { return resume.WalkFrom(ctx, t.Header) },
	}, nil
}

// show is the page of a place.
func (x *Explorer) show(find func(string) (*world, error)) http.HandlerFunc {
	return x.at(find, func(w http.ResponseWriter, r *http.Request, p *path) error {
		here, err := p.place(r.Context())
		if err != nil {
			return err
		}
		shown := page{Title: p.name, Shows: p.world.shows, Elsewhere: []link{home}, Place: here}
		if p.world.searched {
			shown.Elsewhere = append(shown.Elsewhere, link{Text: "Counterexamples and ways to goals", To: "/config/" + url.PathEscape(p.name) + "/found"})
		}
		shown.write(w, http.StatusOK)
		return nil
	})
}

// export is the path as a trace.
func (x *Explorer) export(find func(string) (*world, error)) http.HandlerFunc {
	return x.at(find, func(w http.ResponseWriter, r *http.Request, p *path) error {
		t, err := p.trace(r.Context())
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="explored`+traces.Extension+`"`)
		w.Write(traces.Format(t))
		return nil
	})
}

// at finds the world and the path of an address, or says what is wrong with it.
func (x *Explorer) at(find func(string) (*world, error), answer func(http.ResponseWriter, *http.Request, *path) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		found, err := find(r.PathValue("name"))
		if err == nil {
			var p *path
			if p, err = pathOf(found, r.URL.RawQuery); err == nil {
				err = answer(w, r, p)
			}
		}
		switch {
		case errors.Is(err, errNoWorld):
			refuse(w, http.StatusNotFound, err)
		case err != nil:
			refuse(w, http.StatusBadRequest, err)
		}
	}
}
