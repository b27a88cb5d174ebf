package explore

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"tlsresume/model/check"
	"tlsresume/model/resume"
)

// maxStates is more than any configuration has that is not deep.
const maxStates = 500_000

// searches are the configurations that were searched, one at a time.
type searches struct {
	mu   sync.Mutex
	done map[string]resume.Report
}

var (
	errDeep        = errors.New("the configuration is too large to be searched here: tlsresume check --config prints what there is")
	errInterrupted = errors.New("the search was interrupted")
)

// of searches a configuration, or remembers what was found.
func (s *searches) of(ctx context.Context, c resume.Config) (resume.Report, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.done[c.Name]; ok {
		return r, nil
	}
	if c.Deep {
		return resume.Report{}, fmt.Errorf("%s: %w", c.Name, errDeep)
	}
	r, err := resume.Check(ctx, c, nil, check.Options{Limits: check.Limits{States: maxStates}})
	switch {
	case ctx.Err() != nil:
		return r, errInterrupted
	case err != nil:
		return r, err
	}
	s.done[c.Name] = r
	return r, nil
}

// findings is the page of what a search finds: the shortest way to each.
func (x *Explorer) findings(w http.ResponseWriter, r *http.Request) {
	c, err := configNamed(r.PathValue("name"))
	if err != nil {
		refuse(w, http.StatusNotFound, err)
		return
	}
	report, err := x.found.of(r.Context(), c)
	switch {
	case errors.Is(err, errDeep):
		refuse(w, http.StatusUnprocessableEntity, err)
		return
	case err != nil:
		refuse(w, http.StatusServiceUnavailable, err)
		return
	}
	from := path{kind: "config", name: c.Name}
	p := page{
		Title: c.Name + ": " + report.Result.Verdict.String(), Shows: c.Shows, Elsewhere: []link{home, {Text: c.Name, To: from.to(0)}},
		Lists: []list{
			{"broken", "Counterexamples", from.links(report.Broken)},
			{"reached", "Shortest ways to goals", from.links(report.Goals)},
		},
	}
	p.write(w, http.StatusOK)
}

// links lead to the end of each trace.
func (p path) links(all []resume.Finding) (links []link) {
	for _, f := range all {
		p.steps = nil
		for _, s := range f.Trace.Steps {
			p.steps = append(p.steps, s.Command)
		}
		n := len(p.steps)
		about := fmt.Sprintf("%d steps: %s", n, f.Trace.Header.Rule)
		if f.Witness != "" {
			about = fmt.Sprintf("step %d of %d breaks it: %s. %s", n, n, f.Witness, f.Trace.Header.Rule)
		}
		links = append(links, link{Text: f.Name, To: p.to(n), About: about})
	}
	return links
}
