//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMoveSurvivesKill ends "deskfob vault move" with SIGKILL once it has begun
// to write. Running it again has to finish the job, wherever it was.
func TestMoveSurvivesKill(t *testing.T) {
	if testing.Short() {
		t.Skip("every passphrase takes half a second")
	}
	start := t.TempDir()
	settle := func(dir string) *killable {
		return &killable{t, dir, []string{
			"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_CONFIG_HOME=" + filepath.Join(dir, "config"),
			"DESKFOB_DATA_DIR=" + filepath.Join(dir, "data"), "DESKFOB_PASSPHRASE_FILE=" + filepath.Join(dir, "passphrase"),
		}}
	}
	first := settle(start)
	first.write("passphrase", "correct horse")
	fast, err := os.ReadFile("testdata/fast.vault")
	if err != nil {
		t.Fatal(err)
	}
	first.write("old", string(fast))
	if code := first.run("otpauth://totp/ACME:joe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "add", "--uri", "-", "--vault", "file:old"); code != 0 {
		t.Fatalf("add: exit code %d", code)
	}
	killed, inErase := 0, 0
	for _, moment := range []struct {
		name    string
		erasing bool // else when the first item is at the new place
		delay   time.Duration
	}{
		{"first item", false, 0},
		{"first item and 3 ms", false, 3 * time.Millisecond},
		{"first item and 10 ms", false, 10 * time.Millisecond},
		{"old vault gone", true, 0},
		{"old vault gone and 1 ms", true, time.Millisecond},
	} {
		dir := filepath.Join(t.TempDir(), "copy")
		if err := os.CopyFS(dir, os.DirFS(start)); err != nil {
			t.Fatal(err)
		}
		k := settle(dir)
		old, moved := filepath.Join(dir, "old"), filepath.Join(dir, "new")
		// The witness is named after the path, which is another one in the copy.
		if err := os.RemoveAll(filepath.Join(dir, "data")); err != nil {
			t.Fatal(err)
		}
		k.write("config/deskfob/settings.json", `{"vault": "file:`+old+`"}`)
		args := []string{"vault", "move", "--to", "file:" + moved, "--to-passphrase-file", "passphrase"}
		begun := func() bool { return fileExists(moved) }
		if moment.erasing {
			begun = func() bool {
				text, err := os.ReadFile(old)
				return err != nil || !strings.Contains(string(text), `"root"`)
			}
		}
		if k.kill(begun, moment.delay, args...) {
			killed++
			if moment.erasing {
				inErase++
			}
		}
		again := k.run("", args...)
		done := strings.Contains(k.read("config/deskfob/settings.json"), `"file:`+moved+`"`)
		if !done {
			t.Errorf("killed at %s: moving again ended with %d, and the window's choice is the old place", moment.name, again)
		}
		if fileExists(old) {
			t.Errorf("killed at %s: the old vault is still there", moment.name)
		}
		if code := k.run("", "code", "acme", "--at", "59"); code != 0 {
			t.Errorf("killed at %s: the account is not at the new place: exit code %d", moment.name, code)
		}
	}
	t.Logf("killed %d times of 5, %d of them while the old vault was being erased", killed, inErase)
	if killed == 0 {
		t.Error("no run was killed in time")
	}
}

// killable runs deskfob in a home of its own.
type killable struct {
	t   *testing.T
	dir string
	env []string
}

func (k *killable) command(args ...string) *exec.Cmd {
	c := exec.Command("deskfob", args...)
	c.Dir, c.Env = k.dir, k.env
	return c
}

// run gives input to a command and returns its exit code.
func (k *killable) run(input string, args ...string) int {
	k.t.Helper()
	c := k.command(args...)
	c.Stdin = strings.NewReader(input)
	var said bytes.Buffer
	c.Stderr = &said
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		k.t.Fatal(err)
	}
	k.t.Logf("deskfob %s: %s", args[0], said.String())
	return c.ProcessState.ExitCode()
}

// kill starts a command, waits until it has begun, and kills it after delay. It
// reports whether the command was still running.
func (k *killable) kill(begun func() bool, delay time.Duration, args ...string) bool {
	k.t.Helper()
	c := k.command(args...)
	if err := c.Start(); err != nil {
		k.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { c.Wait(); close(ended) }()
	for !begun() {
		select {
		case <-ended:
			return false
		case <-time.After(100 * time.Microsecond):
		}
	}
	select {
	case <-ended:
	case <-time.After(delay):
	}
	c.Process.Kill()
	<-ended
	return c.ProcessState.ExitCode() == -1
}

func (k *killable) write(name, text string) {
	k.t.Helper()
	path := filepath.Join(k.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		k.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		k.t.Fatal(err)
	}
}

func (k *killable) read(name string) string {
	k.t.Helper()
	text, err := os.ReadFile(filepath.Join(k.dir, name))
	if err != nil {
		k.t.Fatal(err)
	}
	return string(text)
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
