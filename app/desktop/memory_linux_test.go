package desktop

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestDisableCoreDumps(t *testing.T) {
	if err := DisableCoreDumps(); err != nil {
		t.Fatal(err)
	}
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &l); err != nil {
		t.Fatal(err)
	}
	if l.Cur != 0 || l.Max != 0 {
		t.Errorf("the limit is %+v", l)
	}
}

func wantHidden(t *testing.T, when string, hidden bool) {
	t.Helper()
	got, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if (got == 0) != hidden {
		t.Errorf("%s: dumpable is %d", when, got)
	}
}

func TestHideMemory(t *testing.T) {
	t.Cleanup(func() {
		hiding.hidden = false
		if err := settle(); err != nil {
			t.Error(err)
		}
	})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	early, err := ShowMemory() // a portal call before anything is hidden
	must(err)
	must(HideMemory())
	wantHidden(t, "while the early call is out", false)
	must(early())
	wantHidden(t, "after it", true)
	first, err := ShowMemory()
	must(err)
	second, err := ShowMemory()
	must(err)
	must(first())
	must(first()) // again changes nothing
	wantHidden(t, "while one of two calls is out", false)
	must(second())
	wantHidden(t, "after both", true)
}

// Another program of the same person may not read the memory. Root may always,
// so it is played by nobody.
func TestHiddenMemoryIsNotReadByOthers(t *testing.T) {
	if os.Getenv("DESKFOB_TEST_HIDDEN") != "" {
		if os.Getenv("DESKFOB_TEST_HIDDEN") == "yes" {
			if err := HideMemory(); err != nil {
				t.Fatal(err)
			}
		}
		reader := exec.Command("head", "-c", "1", fmt.Sprintf("/proc/%d/maps", os.Getpid()))
		if out, err := reader.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return
	}
	for hidden, readable := range map[string]bool{"no": true, "yes": false} {
		c := exec.Command(readableCopy(t), "-test.run=^"+t.Name()+"$")
		c.Env = append(os.Environ(), "DESKFOB_TEST_HIDDEN="+hidden)
		c.Dir = "/"
		if os.Getuid() == 0 {
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		out, err := c.CombinedOutput()
		if (err == nil) != readable {
			t.Errorf("hidden %s: %v: %s", hidden, err, out)
		}
	}
}

// readableCopy is this test program at a place that everybody can reach: a
// program that its user may not read is hidden from the start.
func readableCopy(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "deskfob-test-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "test")
	from, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{to.Close(), os.Chmod(dir, 0o755), os.Chmod(path, 0o755)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestMeetPortalWithoutBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	done := make(chan struct{})
	go func() { MeetPortal(context.Background()); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("it waits for a bus that is not there")
	}
}
