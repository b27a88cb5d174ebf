package campaign

import (
	"context"
	"net"
	"os"
	"path/filepath"
)

// Distributed is GoFuzz with its coordinator apart, to which workers of other machines come
// through a gate. The campaign is the coordinator's alone: its corpus, its findings, its
// time. One worker is on its own machine.
type Distributed struct {
	GoFuzz
	Gate *Gate
}

// Run runs coordinator and worker, and has the gate lead others to them.
func (d Distributed) Run(ctx context.Context, s Slice, tell func(Progress)) (Progress, error) {
	coordinator, err := freeAddress()
	if err != nil {
		return Progress{}, err
	}
	working, stop := context.WithTimeout(ctx, s.Time)
	defer stop()
	worked := make(chan error, 1)
	go func() {
		err := d.work(working, s.Build, s.Work, s.Target, coordinator, s.Procs)
		if working.Err() != nil {
			err = nil // it was told to end
		}
		stop()
		worked <- err
	}()
	d.Gate.Open(filepath.Base(s.Build), s.Target, coordinator)
	now, err := d.run(working, s, tell, "-coordinator", coordinator)
	d.Gate.Shut()
	stop()
	if failed := <-worked; err == nil {
		err = failed
	}
	return now, err
}

// work is a worker for a coordinator. It unpacks its programs in the folder work.
func (g GoFuzz) work(ctx context.Context, build, work, target, coordinator string, procs int) error {
	tmp := filepath.Join(work, "tmp-worker")
	if err := os.RemoveAll(tmp); err != nil {
		return err
	}
	if err := os.MkdirAll(tmp, 0o755); err != nil {
		return err
	}
	return child{
		args: g.args(build, target, procs, "-worker", coordinator),
		env:  []string{"TMPDIR=" + tmp, marked(campaignOf(work))},
	}.run(ctx)
}

// Work has a worker fuzz for a gate, by a build of the project that it keeps in a folder.
func Work(ctx context.Context, p Project, folder string, procs int, w Worker) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	held, err := lock(folder)
	if err != nil {
		return err
	}
	defer held.Close()
	if _, err := endOrphans(folder); err != nil {
		return err
	}
	b, err := p.identify(ctx)
	if err != nil {
		return err
	}
	p.env = append(p.env, marked(folder))
	g := GoFuzz{}
	build, err := p.built(ctx, filepath.Join(folder, "build", g.Name()), b.Key, func(ctx context.Context, into string) error {
		sayer(w.Talk)("building %s: %s", g.Name(), b)
		return g.Build(ctx, p, into)
	})
	if err != nil {
		return err
	}
	w.Build = b.Key
	w.Fuzz = func(ctx context.Context, target, coordinator string) error {
		return g.work(ctx, build, filepath.Join(folder, "work", g.Name(), target), target, coordinator, procs)
	}
	return w.Run(ctx)
}

// freeAddress is one on loopback that nobody listens on just now.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
