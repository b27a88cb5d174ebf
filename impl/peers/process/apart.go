package process

import (
	"os/exec"
	"runtime"
)

// Apart starts a command in a process group of its own, which it leads, and has the kernel
// kill it when we die, however we do. The wait is to be called once: it is the
// command's, and kills what is left of the group then.
func Apart(c *exec.Cmd) (wait func() error, err error) {
	c.SysProcAttr = apart
	started, ended := make(chan error), make(chan struct{})
	go func() {
		// The kernel takes the thread that started it for its parent (prctl(2),
		// PR_SET_PDEATHSIG): it is kept.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.Start()
		started <- err
		if err == nil {
			<-ended
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return func() error {
		defer close(ended)
		err := c.Wait()
		end(c.Process)
		return err
	}, nil
}
