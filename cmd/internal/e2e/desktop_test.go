//go:build e2e && linux

package e2e

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/jezek/xgb"
)

const (
	screenWidth, screenHeight = 1280, 1024
	// patience is how long a step may take before it counts as failed. It is
	// long because continuous integration is slow, and costs nothing otherwise.
	patience = time.Minute
	// noBus is a bus address that no library replaces by a bus of its own.
	noBus = "disabled:"
)

// desktop is one person's desktop: a home folder, a display with a window
// manager and, after startBus, a message bus.
type desktop struct {
	tb    testing.TB
	home  string // also holds the runtime folder
	name  string // of the display, ":99"
	x     *xgb.Conn
	bus   string     // its address
	conn  *dbus.Conn // to the bus; nil when there is none
	shots int        // taken so far
}

// newDesktop starts an X server and a window manager. Both end with the test.
func newDesktop(tb testing.TB) *desktop {
	tb.Helper()
	d := &desktop{tb: tb, home: tb.TempDir(), bus: noBus}
	if err := os.Mkdir(d.runtimeDir(), 0o700); err != nil {
		tb.Fatal(err)
	}
	// The server picks a free number itself and writes it when it is ready.
	d.name = ":" + d.startAndRead("Xvfb", "-displayfd", "3", "-nolisten", "tcp",
		"-screen", "0", fmt.Sprintf("%dx%dx24", screenWidth, screenHeight))
	xgb.Logger.SetOutput(io.Discard)
	x, err := xgb.NewConnDisplay(d.name)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(x.Close)
	d.x = x
	d.start("openbox", "--sm-disable")
	d.until("the window manager is there", func() bool {
		_, ok := d.rootProperty("_NET_SUPPORTING_WM_CHECK")
		return ok
	})
	return d
}

func (d *desktop) runtimeDir() string { return filepath.Join(d.home, "run") }

// env is the whole environment of the programs on this desktop.
func (d *desktop) env() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + d.home, "XDG_RUNTIME_DIR=" + d.runtimeDir(),
		"DISPLAY=" + d.name, "DBUS_SESSION_BUS_ADDRESS=" + d.bus,
		"LANG=en_US.UTF-8", // Fyne logs an error when it is C
	}
}

// start runs a program on this desktop until the test ends, or kill is called.
func (d *desktop) start(name string, args ...string) *process {
	d.tb.Helper()
	return d.run(exec.Command(name, args...))
}

// startAndRead starts a program that writes one line to file descriptor 3 once
// it is ready, and returns that line.
func (d *desktop) startAndRead(name string, args ...string) string {
	d.tb.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		d.tb.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command(name, args...)
	cmd.ExtraFiles = []*os.File{w}
	p := d.run(cmd)
	w.Close()
	line := make(chan string, 1)
	go func() {
		// The whole line: closing the pipe earlier can end the program.
		text, _ := bufio.NewReader(r).ReadString('\n') // no line shows as an empty one below
		line <- strings.TrimSpace(text)
	}()
	select {
	case s := <-line:
		if s == "" {
			d.tb.Fatalf("%s ended before it was ready: %s", name, p.output())
		}
		return s
	case <-time.After(patience):
		d.tb.Fatalf("%s was not ready in time: %s", name, p.output())
	}
	return ""
}

// command runs a short program on this desktop and returns what it printed.
func (d *desktop) command(stdin, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env, cmd.Stdin = d.env(), strings.NewReader(stdin)
	// A program that leaves a child behind, as xclip does, would keep pipes open.
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	return string(out), err
}

// until waits for cond, which looks at something that can be observed from
// outside. It fails the test, with a last screenshot, when that takes too long.
func (d *desktop) until(what string, cond func() bool) {
	d.tb.Helper()
	deadline := time.Now().Add(patience)
	for !cond() {
		if time.Now().After(deadline) {
			d.shot("failed")
			d.tb.Fatalf("waited %v in vain until %s", patience, what)
		}
		time.Sleep(30 * time.Millisecond) // the interval of looking, not a guess at a duration
	}
}
