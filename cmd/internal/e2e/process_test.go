//go:build e2e && linux

package e2e

import (
	"bytes"
	"os/exec"
	"sync"
	"syscall"
)

// process is a program running on a desktop.
type process struct {
	cmd  *exec.Cmd
	out  lockedBuffer
	done chan struct{} // closed when it has ended
}

// run starts cmd with the desktop's environment, in a process group of its own
// so that whatever it starts ends with it.
func (d *desktop) run(cmd *exec.Cmd) *process {
	d.tb.Helper()
	p := &process{cmd: cmd, done: make(chan struct{})}
	cmd.Env, cmd.Stdout, cmd.Stderr = d.env(), &p.out, &p.out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		d.tb.Fatalf("%v (scripts/packages.sh test installs what is needed)", err)
	}
	go func() {
		defer close(p.done)
		_ = cmd.Wait() // how it ended is asked by exitCode
	}()
	d.tb.Cleanup(p.kill)
	return p
}

// kill ends the process at once, as a crash or a power cut would, and waits
// until it is gone.
func (p *process) kill() {
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // it may have ended already
	<-p.done
}

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

func (p *process) output() string { return p.out.String() }

// lockedBuffer is a buffer that is written by a process and read by the test.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
