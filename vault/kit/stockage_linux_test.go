package kit_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// stockAge runs age as a person would: it takes a passphrase from a terminal
// only, so it gets one. Each time it asks, it is told the passphrase.
func stockAge(t *testing.T, passphrase string, args ...string) {
	t.Helper()
	program, err := exec.LookPath("age")
	if err != nil {
		t.Skip("age is not installed")
	}
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal to be had: %v", err)
	}
	defer master.Close()
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, terminal, terminal
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	terminal.Close()
	timer := time.AfterFunc(3*time.Minute, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()

	var said bytes.Buffer
	var wait sync.WaitGroup
	wait.Go(func() {
		answered, part := 0, make([]byte, 512)
		for {
			n, err := master.Read(part)
			said.Write(part[:n])
			for strings.Count(said.String(), "passphrase") > answered {
				answered++
				if _, err := io.WriteString(master, passphrase+"\n"); err != nil {
					return
				}
			}
			if err != nil { // the terminal is closed when age has ended
				return
			}
		}
	})
	err = cmd.Wait()
	wait.Wait()
	if err != nil {
		t.Fatalf("age %s: %v\n%s", strings.Join(args, " "), err, strings.ReplaceAll(said.String(), passphrase, "..."))
	}
}

// A kit outlives Deskfob: the age of the distribution opens it.
func TestStockAgeOpensAKit(t *testing.T) {
	dir := t.TempDir()
	file, plain := filepath.Join(dir, "deskfob.kit"), filepath.Join(dir, "plain.json")
	if _, err := kit.Save(file, full(), words, kit.Overwrite{}); err != nil {
		t.Fatal(err)
	}
	stockAge(t, string(words), "-d", "-o", plain, file)
	got, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	want, err := kit.Encode(full())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("age gives %q, want %q", got, want)
	}
}

func TestReadOpensWhatStockAgeWrote(t *testing.T) {
	dir := t.TempDir()
	file, plain := filepath.Join(dir, "deskfob.kit"), filepath.Join(dir, "plain.json")
	text := `{"deskfob_kit":1,"created":"2026-11-25T09:30:00Z","accounts":[{"id":"a","issuer":"Example","account":"ann",` +
		`"uri":"otpauth://totp/Example:ann?secret=GEZDGNBVGY3TQOJQ","recovery":{"kind":"list","codes":["c1","c2"],"revision":1}}]}`
	if err := os.WriteFile(plain, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	stockAge(t, string(words), "-p", "-o", file, plain)
	k, _, err := kit.Open(file, words)
	if err != nil {
		t.Fatal(err)
	}
	if len(k.Entries) != 1 || !k.Entries[0].Account.Secret.Equal(vault.NewSecret([]byte("1234567890"))) || len(k.Entries[0].Recovery.Codes) != 2 {
		t.Errorf("read %+v", k)
	}
}
