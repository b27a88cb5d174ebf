package explore_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"tlsresume/model/resume"
	"tlsresume/scripts/explore"
	"tlsresume/traces"
)

// An asked is what the explorer answers, and how its page reads.
type asked struct {
	status int
	header http.Header
	body   string
	text   string   // without elements, each space one
	links  []string // in order
	wrong  []string
}

func explorer(t *testing.T) http.Handler {
	t.Helper()
	stored := map[string]*traces.Trace{}
	for _, name := range []string{"figures/draft-figure-1", "adversary/triple-handshake-no-ems"} {
		trace, err := traces.Load("../../traces/" + name + traces.Extension)
		if err != nil {
			t.Fatal(err)
		}
		stored[name[strings.Index(name, "/")+1:]] = trace
	}
	evil := *stored["draft-figure-1"]
	evil.Header.Rule, evil.Header.Notes = attack, []string{attack}
	stored[attack] = &evil
	other := *stored["draft-figure-1"]
	other.Steps = slices.Clone(other.Steps)
	other.Steps[2].Events = nil
	stored["otherwise"] = &other
	return explore.New(stored).Handler()
}

// attack is what must stay text.
const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)></style></title><!--`

func ask(t *testing.T, h http.Handler, address string) asked {
	t.Helper()
	return do(t, h, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:1"+address, nil))
}

func do(t *testing.T, h http.Handler, r *http.Request) asked {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	a := asked{status: w.Code, header: w.Header(), body: w.Body.String()}
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		a.read()
	}
	return a
}

// void are the elements that nothing closes.
var void = map[string]bool{"meta": true}

// read reads a page to the letter: what is opened is closed in its place, and all that it
// leads to is here.
func (a *asked) read() {
	ids, open := map[string]bool{}, []string{}
	z := nethtml.NewTokenizer(strings.NewReader(a.body))
	var text strings.Builder
	for kind := z.Next(); kind != nethtml.ErrorToken; kind = z.Next() {
		switch token := z.Token(); kind {
		case nethtml.TextToken:
			if len(open) > 0 && open[len(open)-1] != "style" {
				text.WriteString(token.Data + " ")
			}
		case nethtml.StartTagToken:
			a.element(token, ids)
			if !void[token.Data] {
				open = append(open, token.Data)
			}
		case nethtml.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				a.wrong = append(a.wrong, fmt.Sprintf("got </%s> where %v are open", token.Data, open))
				return
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		a.wrong = append(a.wrong, fmt.Sprintf("got %v open at the end", open))
	}
	a.text = strings.Join(strings.Fields(text.String()), " ")
}

// allowed are the elements of the page: none that loads or runs.
var allowed = strings.Fields("html head meta title style body a header h1 h2 h3 h4 blockquote nav ul ol li main div p strong section small code span del ins dl dt dd details summary pre")

func (a *asked) element(token nethtml.Token, ids map[string]bool) {
	known := false
	for _, name := range allowed {
		known = known || name == token.Data
	}
	if !known {
		a.wrong = append(a.wrong, "got <"+token.Data+">")
	}
	for _, attr := range token.Attr {
		switch {
		case attr.Key == "id" && ids[attr.Val]:
			a.wrong = append(a.wrong, "got twice the id "+attr.Val)
		case attr.Key == "id":
			ids[attr.Val] = true
		case attr.Key == "href" && strings.HasPrefix(attr.Val, "/") && !strings.HasPrefix(attr.Val, "//"):
			a.links = append(a.links, attr.Val)
		case attr.Key == "href" && attr.Val == "#main":
		case attr.Key == "href", attr.Key == "src", attr.Key == "style", strings.HasPrefix(attr.Key, "on"):
			a.wrong = append(a.wrong, fmt.Sprintf("got %s=%q", attr.Key, attr.Val))
		}
	}
}

// steps are the do= of an address.
func steps(commands ...string) string {
	var all []string
	for _, c := range commands {
		all = append(all, "do="+url.QueryEscape(c))
	}
	return strings.Join(all, "&")
}

const naive = "/config/mixed-fleet-naive"

func TestExplorer(t *testing.T) {
	h := explorer(t)
	broken := counterexample(t, h)
	for name, c := range map[string]struct {
		address string
		status  int
		has     []string
		lacks   string
	}{
		"worlds": {"/", 200, []string{"mixed-fleet-naive a server that predates RFC 7627", "(breaks rollout-safe)", "Worlds that hold alerts", "draft-figure-1"}, "triple-handshake-ems"},
		"the first state": {naive, 200, []string{
			"The beginning", "deploy s0 +ems -policy TLS list 2021-10-25", "dial k1 c0 s0 RFC 5246 7.4.1.2", "s0 a server options tickets renew cache", "ticket keys, the last one seals K1",
			"c1 a client options ems sni=a.example", "0 of 54 broken here", "ticket-before-ccs: holds RFC 5077 3.3, NewSessionTicket is sent before", "ems-unseen-by-server: not here TLS list",
		}, "k1.c"},
		"a step": {naive + "?" + steps("dial k1 c0 s0"), 200, []string{
			"Step 1: dial k1 c0 s0", "k1.c > ClientHello ticket=empty ems", "What it changed k1.c is: awaits ServerHello", "k1.s on the wire towards it: ClientHello", "deliver k1.s RFC 5246 6.2.1", "k1.c the client's end, of c0",
		}, "The beginning Step"},
		"back":                          {naive + "?" + steps("dial k1 c0 s0", "deliver k1.s") + "&at=0", 200, []string{"The beginning", "1 dial k1 c0 s0", "2 deliver k1.s"}, "k1.c"},
		"the middle":                    {naive + "?" + steps("dial k1 c0 s0", "deliver k1.s") + "&at=1", 200, []string{"Step 1: dial", "Start Back Forward End"}, "Step 2"},
		"a counterexample":              {broken, 200, []string{"Step 9: deliver k2.c", "rollout-safe is broken: k2.c aborted with handshake_failure between honest ends", "9 deliver k2.c breaks rollout-safe", "8 deliver k2.s reaches ems-unseen-by-server", "1 of 54 broken here"}, "8 deliver k2.s breaks"},
		"before it":                     {broken + "&at=8", 200, []string{"0 of 54 broken here", "ems-unseen-by-server: here"}, "is broken"},
		"a trace":                       {"/trace/draft-figure-1", 200, []string{"Step 12: deliver k1.c", "c0 a client", "holds for", "ticket T1"}, "not those of the trace"},
		"a step of a trace":             {"/trace/draft-figure-1?at=1", 200, []string{"Step 1: dial k1 c0 s0", "rotate s0"}, "T1"},
		"another way from a trace":      {"/trace/draft-figure-1?" + steps("dial k1 c0 s0", "cut k1"), 200, []string{"Step 2: cut k1", "k1.s is: awaits ClientHello closed"}, "T1"},
		"what a trace has otherwise":    {"/trace/otherwise", 200, []string{"are not those of the trace from step 3 on: line 15, deliver k1.c: got «k1.c < ServerHello», want nothing"}, "ZgotmplZ"},
		"an action that is not enabled": {naive + "?" + steps("dial k1 c0 s0", "deliver k1.c"), 400, []string{"step 2: deliver k1.c: not enabled", "The path before that step"}, "The state"},
		"an action of another world":    {naive + "?" + steps("tick 1d"), 400, []string{"step 1: tick 1d: not enabled"}, "The path before"},
		"no action":                     {naive + "?" + steps("dial k1 c0 s0", "dance k1"), 400, []string{`step 2, "dance k1": `}, "The state"},
		"a name that is not there":      {naive + "?" + steps("dial k1 c9 s0"), 400, []string{`step 1, "dial k1 c9 s0": `, "c9"}, "The state"},
		"an event for a step":           {naive + "?" + steps("dial k1 c0 s0", "  k1.c > ClientHello"), 400, []string{"got 1 steps in 2 do=, want a command in each"}, "The state"},
		"two steps in one":              {naive + "?" + steps("dial k1 c0 s0\ndial k2 c0 s0"), 400, []string{"got 2 steps in 1 do="}, "The state"},
		"an empty step":                 {naive + "?" + steps(""), 400, []string{"step 1"}, "The state"},
		"a place that is not there":     {naive + "?at=1", 400, []string{`got at="1", want a number from 0 to 0`}, "The state"},
		"a place that is none":          {naive + "?at=-1", 400, []string{`got at="-1"`}, "The state"},
		"two places":                    {naive + "?at=0&at=0", 400, []string{"got 2 at="}, "The state"},
		"another word":                  {naive + "?seed=1", 400, []string{"seed="}, "The state"},
		"an address that is none":       {naive + "?at=%zz", 400, []string{"the address:"}, "The state"},
		"too many steps":                {"/trace/draft-figure-1?" + strings.Repeat("do=tick+1h&", explore.MaxSteps) + "do=tick+1h", 400, []string{"got 201 steps, want at most 200"}, "The state"},
		"as many as can be":             {"/trace/draft-figure-1?" + strings.Repeat("do=tick+1h&", explore.MaxSteps-1) + "do=tick+1h", 200, []string{"now 200h0m0s"}, "400"},
		"too long":                      {naive + "?at=" + strings.Repeat("0", explore.MaxAddress), 414, []string{"want at most 16384"}, "The state"},
		"a world that is not there":     {"/config/nowhere", 404, []string{`got the configuration "nowhere"`}, "The state"},
		"a world of the adversary":      {"/config/early-ccs", 404, []string{`got the configuration "early-ccs", want one of model/resume`}, "The state"},
		"a trace that is not there":     {"/trace/nothing", 404, []string{`got the trace "nothing", want one that --trace names`}, "The state"},
		"a trace with an adversary":     {"/trace/triple-handshake-no-ems", 400, []string{"trace triple-handshake-no-ems: the fleet's model has no adversary"}, "The state"},
		"nothing":                       {"/nothing/at/all", 404, []string{`got the path "/nothing/at/all"`}, "The state"},
		"findings of nothing":           {"/config/nowhere/found", 404, []string{`got the configuration "nowhere"`}, "Counterexamples"},
		"findings of a large world":     {"/config/deep-fleet/found", 422, []string{"too large to be searched here"}, "Counterexamples"},
		"a large world":                 {"/config/deep-fleet", 200, []string{"The beginning"}, "Counterexamples"},
		"what is no name":               {"/config/" + url.PathEscape(attack), 404, []string{attack}, "The state"},
		"what is no step":               {naive + "?" + steps(attack), 400, []string{"<script>alert(1)"}, "The state"},
		"a trace of an attacker":        {"/trace/" + url.PathEscape(attack), 200, []string{attack, "rule: " + attack, "note: " + attack}, "400"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ask(t, h, c.address)
			if got.status != c.status {
				t.Fatalf("got %d, want %d: %s", got.status, c.status, got.text)
			}
			for _, wrong := range got.wrong {
				t.Error(wrong)
			}
			for _, want := range c.has {
				if !strings.Contains(got.text, want) && !strings.Contains(strings.ReplaceAll(got.text, `\"`, `"`), want) {
					t.Errorf("got no %q in %s", want, got.text)
				}
			}
			if strings.Contains(got.text, c.lacks) && c.lacks != "" {
				t.Errorf("got %q in %s", c.lacks, got.text)
			}
		})
	}
}

// counterexample is the address to which the findings of a world lead.
func counterexample(t *testing.T, h http.Handler) string {
	t.Helper()
	found := ask(t, h, naive+"/found")
	if !strings.Contains(found.text, "step 9 of 9 breaks it: k2.c aborted with handshake_failure") {
		t.Fatalf("got %d %s", found.status, found.text)
	}
	for _, l := range found.links {
		if strings.Contains(l, "do=") {
			return l
		}
	}
	t.Fatal("got no link")
	return ""
}

// Who asks from elsewhere, or for more than a page, gets nothing.
func TestExplorerIsOfThisMachine(t *testing.T) {
	h := explorer(t)
	for host, status := range map[string]int{
		"127.0.0.1:80": 200, "127.0.0.1": 200, "127.9.9.9:1": 200, "localhost:80": 200, "LOCALHOST": 200, "[::1]:80": 200, "[::1]": 200,
		"evil.example": 403, "evil.example:80": 403, "127.0.0.1.evil.example": 403, "localhost.evil.example": 403, "192.0.2.1:80": 403, "0.0.0.0": 403, "": 403, "[::]:80": 403,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = host
		if got := do(t, h, r); got.status != status {
			t.Errorf("host %q: got %d, want %d", host, got.status, status)
		}
	}
	for method, status := range map[string]int{"GET": 200, "HEAD": 200, "POST": 405, "PUT": 405, "DELETE": 405, "OPTIONS": 405} {
		got := do(t, h, httptest.NewRequest(method, "http://localhost"+naive, nil))
		if got.status != status || (status == 405) != (got.header.Get("Allow") == "GET, HEAD") {
			t.Errorf("%s: got %d, Allow %q, want %d", method, got.status, got.header.Get("Allow"), status)
		}
	}
	for _, address := range []string{"/", naive, "/nothing", naive + "/trace", naive + "?at=x"} {
		got := ask(t, h, address)
		policy := got.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") || got.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: got the policy %q of %v", address, policy, got.header)
		}
	}
}

// Wherever links lead there is a page, every one of whose links leads on; and what is saved
// there is a trace that gives the same on the model.
func TestLinksLeadSomewhere(t *testing.T) {
	h := explorer(t)
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 0))
		address := []string{naive, "/config/ticket-order", "/config/renegotiation", "/trace/draft-figure-1", "/config/alerts", "/config/session-id"}[seed]
		for range 25 {
			got := ask(t, h, address)
			if got.status != 200 || len(got.wrong) > 0 {
				t.Fatalf("seed %d: %s: got %d %v %s", seed, address, got.status, got.wrong, got.text)
			}
			var on []string
			for _, l := range got.links {
				switch {
				case strings.Contains(l, "/trace?"), strings.HasSuffix(l, "/trace"):
					saved(t, h, l)
				case l != "/" && !strings.HasSuffix(l, "/found"):
					on = append(on, l)
				}
			}
			address = on[r.IntN(len(on))]
		}
	}
}

// Whatever an address says, there is an answer: a page, or what is wrong.
func TestAnyAddressHasAnAnswer(t *testing.T) {
	h := explorer(t)
	words := map[string][]string{
		"conn": {"k1", "k2", "k3"}, "connection": {"k1", "k2"}, "end": {"k1.c", "k1.s", "k2.c", "k2.s"}, "client": {"c0"}, "server": {"s0"}, "node": {"s0", "c0"},
		"message": {"ClientHello", "NewSessionTicket", "ChangeCipherSpec", "Finished", "Alert", "Nothing"}, "number": {"1", "2", "0", "99"}, "number?": {"1", "3", "-1"},
		"text": {"ping"}, "duration": {"1d", "65535d", "1"}, "edit...": {"-ems", "+tickets", "+policy=ems-ignorant", "+nothing", "-suites", "+vhosts=a,b,c,d,e,f"}, "offer?": {"session=k1", "session=none"}, "part...": {"x"},
	}
	statuses := map[int]int{}
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		commands := []string{"dial k1 c0 s0"}
		for range r.IntN(12) {
			v := traces.Verbs[r.IntN(len(traces.Verbs))]
			command := v.Name
			for _, kind := range v.Args {
				command += " " + words[kind][r.IntN(len(words[kind]))]
			}
			deliver := []string{"deliver k1.s", "deliver k1.c"}[len(commands)%2]
			commands = append(commands, command, deliver)
			got := ask(t, h, "/trace/draft-figure-1?"+steps(commands...))
			if statuses[got.status]++; got.status == 400 {
				commands = slices.Delete(commands, len(commands)-2, len(commands)-1)
			} else if got.status != 200 || len(got.wrong) > 0 {
				t.Fatalf("seed %d: %v: got %d, %v", seed, commands, got.status, got.wrong)
			}
		}
	}
	if statuses[200] < 30 || statuses[400] < 30 {
		t.Errorf("got %v, want many of both", statuses)
	}
}

// saved is a path that was saved.
func saved(t *testing.T, h http.Handler, address string) *traces.Trace {
	t.Helper()
	got := ask(t, h, address)
	if got.status != 200 || got.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Fatalf("%s: got %d %q", address, got.status, got.body)
	}
	trace, err := traces.Parse("saved", []byte(got.body))
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	again, err := traces.Run(context.Background(), resume.Open, trace)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	if d := traces.Diff(trace, again); d != nil {
		t.Errorf("%s: %v", address, d)
	}
	if d, err := resume.Follow(context.Background(), trace); d != nil || err != nil {
		t.Errorf("%s: the model does not allow what it did: %v, %v", address, d, err)
	}
	return trace
}

// What is saved is the path up to the place, and nothing else.
func TestSaved(t *testing.T) {
	h := explorer(t)
	address := counterexample(t, h)
	whole := saved(t, h, strings.Replace(address, "?", "/trace?", 1))
	if len(whole.Steps) != 9 || whole.Header.From != "model, explored, config mixed-fleet-naive" {
		t.Errorf("got %d steps from %q", len(whole.Steps), whole.Header.From)
	}
	last := whole.Steps[8].Events
	if want := "k2.c ! handshake_failure"; len(last) == 0 || !strings.HasPrefix(last[len(last)-1].String(), want) {
		t.Errorf("got %v, want %q at last", last, want)
	}
	if part := saved(t, h, strings.Replace(address, "?", "/trace?", 1)+"&at=2"); len(part.Steps) != 2 {
		t.Errorf("got %d steps, want 2", len(part.Steps))
	}
	own, err := traces.Load("../../traces/figures/draft-figure-1.trace")
	if err != nil {
		t.Fatal(err)
	}
	if got := ask(t, h, "/trace/draft-figure-1/trace"); got.body != string(traces.Format(own)) {
		t.Errorf("got %s, want what is stored", got.body)
	}
}

// The same address is the same page, to whomever asks and whatever was asked before.
func TestPagesAreTheirAddress(t *testing.T) {
	one, two := explorer(t), explorer(t)
	address := counterexample(t, one)
	ask(t, one, naive)
	if a, b := ask(t, one, address), ask(t, two, address); a.body != b.body {
		t.Error("got two different pages")
	}
}
