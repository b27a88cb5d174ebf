package process

import (
	"errors"
	"os"
	"syscall"
)

// apart puts a process into a group of its own, so that end reaches what it has
// started, and ends it with us, even if we are killed.
var apart = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}

func end(p *os.Process) error {
	if err := syscall.Kill(-p.Pid, syscall.SIGKILL); !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return os.ErrProcessDone
}
