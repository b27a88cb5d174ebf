//go:build !linux

package process

import (
	"os"
	"syscall"
)

var apart *syscall.SysProcAttr

func end(p *os.Process) error { return p.Kill() }
