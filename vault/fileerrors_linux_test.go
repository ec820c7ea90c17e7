package vault_test

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// A write that the system cuts off in the middle, as a full disk does. The
// limit would meet any file of the test's process, so it has one of its own.
func TestFileKeyringWhenTheDiskIsFull(t *testing.T) {
	if os.Getenv("DESKFOB_TEST_ALONE") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "DESKFOB_TEST_ALONE=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("in a process of its own: %v\n%s", err, out)
		}
		return
	}
	path := filepath.Join(t.TempDir(), "items")
	const limit = 1 << 20
	whole := `{"deskfob_items":1,"items":{"a":"` + strings.Repeat("x", limit-100) + `"}}` + "\n"
	write(t, path, whole)
	k := vault.NewFileKeyring(path)
	limitFiles(t, limit)
	err := k.Set(t.Context(), "b", strings.Repeat("x", 2000))
	if !errors.Is(err, syscall.EFBIG) || strings.Contains(err.Error(), ".items.") {
		t.Errorf("set: %v, want EFBIG without the temporary file's name", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != whole {
		t.Errorf("the old file changed: %d bytes, %v", len(got), err)
	}
	wantAlone(t, path)
}

// limitFiles caps the size of the files that this process may write.
func limitFiles(t *testing.T, bytes uint64) {
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
		signal.Reset(syscall.SIGXFSZ)
	})
}

func TestFileKeyringInAReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "items")
	k := vault.NewFileKeyring(path)
	if err := k.Set(t.Context(), "a", "1"); err != nil {
		t.Fatal(err)
	}
	mayOnlyRead(t, dir)
	for call, err := range map[string]error{
		"set":           k.Set(t.Context(), "b", "2"),
		"delete":        k.Delete(t.Context(), "a"),
		"make a folder": vault.NewFileKeyring(filepath.Join(dir, "new", "items")).Set(t.Context(), "a", "1"),
	} {
		if !errors.Is(err, vault.ErrDenied) || errors.Is(err, vault.ErrNotFound) {
			t.Errorf("%s: %v, want ErrDenied", call, err)
		}
	}
	wantAlone(t, path)
}

// mayOnlyRead takes the right to write in the folder away, from root too: for
// the rest of the test its thread acts on files as nobody.
func mayOnlyRead(t *testing.T, dir string) {
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o555); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getuid() == 0 {
		runtime.LockOSThread()
		if err := syscall.Setfsuid(65534); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if os.Getuid() == 0 {
			if err := syscall.Setfsuid(0); err != nil {
				t.Error(err)
			}
			runtime.UnlockOSThread()
		}
		for _, d := range []string{filepath.Dir(dir), dir} {
			if err := os.Chmod(d, 0o700); err != nil {
				t.Error(err)
			}
		}
	})
}
