package proof

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"tlsresume/fuzz"
	"tlsresume/fuzz/campaign"
	"tlsresume/fuzz/entries"
	"tlsresume/impl/defect"
)

// A Proof tries engines with defects.
type Proof struct {
	Root   string // of the project
	Folder string // where engines are built and run, an absolute path
	Bound
	Date string // of its rows

	builds map[string]string // of the project as it is, by engine
	found  bySeed            // of the last defect
}

// A bySeed is what the seeds of a target make of a defect.
type bySeed struct {
	defect, target string
	find           map[int]string
}

// Row says what there is to say of a row before it is tried.
func (p *Proof) Row(d defect.Defect, target string, e Engine) Row {
	return Row{
		Defect: d.Name, Grade: string(d.Grade()), Target: target, Engine: e.Name(),
		Terms: Terms{MaxExecs: p.Execs, MaxSeconds: p.Time.Seconds(), Go: runtime.Version(), Date: p.Date},
	}
}

// Try has an engine search for a defect with a target, from the seeds that do not find it
// at once.
func (p *Proof) Try(ctx context.Context, d defect.Defect, target string, e Engine) (r Row, err error) {
	r = p.Row(d, target, e)
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %s: %s: %w", r.Defect, r.Target, r.Engine, err)
		}
	}()
	root, planted := p.Root, d.Name
	if d.Grade() == defect.Overlay {
		root, planted = filepath.Join(p.Folder, "tree"), ""
		if err := edited(p.Root, root, d.Edits); err != nil {
			return r, err
		}
	}
	native, err := p.built(ctx, root, campaign.Native{}, planted == "")
	if err != nil {
		return r, err
	}
	build := native
	if e.Engine.Name() != (campaign.Native{}).Name() {
		if build, err = p.built(ctx, root, e.Engine, planted == ""); err != nil {
			return r, err
		}
	}
	seeds, err := Seeds(p.Root, target)
	if err != nil {
		return r, err
	}
	if p.found.defect != d.Name || p.found.target != target {
		find, err := bySeeds(ctx, p.Root, native, target, planted)
		if err != nil {
			return r, err
		}
		p.found = bySeed{d.Name, target, find}
	}
	find := p.found.find
	r.Seeds, r.BySeeds, r.Seed = len(seeds), len(find), commonest(find)
	rest := others(seeds, find)
	if len(rest) == 0 {
		return r, nil
	}
	work, err := os.MkdirTemp(p.Folder, "run-")
	if err != nil {
		return r, err
	}
	o, err := p.Search(ctx, Run{Engine: e, Build: build, Work: work, Target: target, Defect: planted, Seeds: rest})
	if err != nil {
		return r, err
	}
	r.Execs, r.Seconds = o.Execs, o.Took.Round(time.Millisecond).Seconds()
	if o.Found == nil {
		return r, nil
	}
	r.Check = o.Found.Check
	if r.Stock, err = p.stock(target, o.Found.Input); err != nil {
		return r, err
	}
	r.Found = r.Stock == ""
	return r, nil
}

// stock is the check that an input breaks in what this program was compiled with. Such an
// input is kept.
func (p *Proof) stock(target string, input []byte) (check string, err error) {
	t, err := fuzz.Named(target)
	if err != nil {
		return "", err
	}
	if check = checkOf(t, input); check != "" {
		_, _, err = entries.Folder{Path: filepath.Join(p.Folder, "stock", target)}.Add(input)
	}
	return check, err
}

// built builds an engine: once for the project as it is, and that of an edited tree apart.
func (p *Proof) built(ctx context.Context, root string, e campaign.Engine, edited bool) (string, error) {
	if edited {
		return campaign.Project{Root: root}.Built(ctx, e, filepath.Join(p.Folder, "edited"))
	}
	if p.builds[e.Name()] != "" {
		return p.builds[e.Name()], nil
	}
	into, err := campaign.Project{Root: root}.Built(ctx, e, filepath.Join(p.Folder, "build"))
	if p.builds == nil {
		p.builds = map[string]string{}
	}
	p.builds[e.Name()] = into
	return into, err
}
