package vault_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// Tests that need real processes start the test binary again, in a role that
// the environment names: one that is killed, or one of several at work.
const (
	roleVariable  = "DESKFOB_TEST_ROLE"
	storeVariable = "DESKFOB_TEST_STORE"
	dirVariable   = "DESKFOB_TEST_DIR"
)

// roles are what a child process can be. Each returns an error for the parent
// to show.
func roles() map[string]func(args []string) error {
	all := map[string]func([]string) error{"writer": writerRole, "worker": workerRole, "reader": readerRole}
	maps.Copy(all, rolesHere())
	return all
}

func TestMain(m *testing.M) {
	name := os.Getenv(roleVariable)
	if name == "" {
		os.Exit(m.Run())
	}
	if err := roles()[name](os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// child is a process in a role, with lines to it and from it.
type child struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines *bufio.Reader
	talk  strings.Builder // what it wrote to standard error
}

// startChild starts a process for a store, "keyring" or "file:PATH".
func startChild(t testing.TB, role string, s store, args ...string) *child {
	t.Helper()
	c := &child{cmd: exec.Command(os.Args[0], args...)}
	c.cmd.Env = append(os.Environ(), roleVariable+"="+role, storeVariable+"="+s.location, dirVariable+"="+s.dir)
	c.cmd.Stderr = &c.talk
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.lines = bufio.NewReader(out)
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.cmd.Process.Kill()
		c.cmd.Wait()
	})
	return c
}

// line reads the next line; ok is false when the process has ended.
func (c *child) line() (text string, ok bool) {
	text, err := c.lines.ReadString('\n')
	return strings.TrimSuffix(text, "\n"), err == nil
}

// end waits for a process that ends by itself.
func (c *child) end(t testing.TB) {
	t.Helper()
	c.in.Close()
	if err := c.cmd.Wait(); err != nil {
		t.Errorf("child process: %v\n%s", err, c.talk.String())
	}
}

// store is a place of a vault that several processes can open.
type store struct {
	location string // as ParseLocation reads it
	dir      string
	keyring  vault.Keyring // nil: what the location says
}

func storeOfChild() store {
	return store{location: os.Getenv(storeVariable), dir: os.Getenv(dirVariable)}
}

// open opens the vault with the first of the passphrases that fits.
func (s store) open(ctx context.Context, passphrases ...string) (*vault.Vault, error) {
	l, err := vault.ParseLocation(s.location)
	if err != nil {
		return nil, err
	}
	o, err := vault.OptionsAt(l, vault.Options{Dir: s.dir, Now: func() time.Time { return testTime }})
	if err != nil {
		return nil, err
	}
	if s.keyring != nil {
		o.Keyring = s.keyring
	}
	o = o.WithFastPassphrases()
	if len(passphrases) == 0 {
		return vault.Open(ctx, o)
	}
	var v *vault.Vault
	for _, p := range passphrases {
		o.Passphrase = inTurn(p)
		if v, err = vault.Open(ctx, o); err == nil {
			break
		}
	}
	return v, err
}
