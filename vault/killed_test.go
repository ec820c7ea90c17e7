package vault_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// writerRole opens the vault, with the passphrase in args if there is one, and
// makes the steps that it reads. Each is confirmed with a line when it is done.
func writerRole(args []string) error {
	ctx := context.Background()
	v, err := storeOfChild().open(ctx, args...)
	if err != nil {
		return err
	}
	fmt.Println("open")
	lines := bufio.NewScanner(os.Stdin)
	doubt := false // after an error: the change may have been made
	for lines.Scan() {
		var s step
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return err
		}
		if doubt {
			_, err = v.Reload(ctx)
		}
		if err == nil {
			err = s.perform(ctx, v)
		}
		doubt = err != nil
		if err != nil {
			fmt.Println(failure(err))
			err = nil
			continue
		}
		fmt.Println("done")
	}
	return lines.Err()
}

// failure says an error in one line: "failed" when it is one of those that
// people are told about, else "failed strangely".
func failure(err error) string {
	known := []error{
		vault.ErrNoBus, vault.ErrUnavailable, vault.ErrLocked, vault.ErrDenied,
		vault.ErrTimeout, vault.ErrBusy, vault.ErrNotSaved, vault.ErrVaultGone,
	}
	text := "failed strangely: "
	if slices.ContainsFunc(known, func(k error) bool { return errors.Is(err, k) }) {
		text = "failed: "
	}
	return text + strings.ReplaceAll(err.Error(), "\n", " ")
}

// survival follows a vault through the ends of the processes that write to it,
// beside a reference in memory that nothing ever happens to.
type survival struct {
	t         *testing.T
	store     store
	items     func() []string // names of all items that are stored now
	reference *vault.Vault
	steps     *stepper
	// passphrase is the newest that is confirmed; empty: the vault has none.
	passphrase string
	witness    string // the path of the vault's witness

	confirmed, opening, idle, before, after int
}

const startPassphrase = "passphrase at the start"

func newSurvival(t *testing.T, s store, items func() []string, passphrases bool) *survival {
	t.Helper()
	o := vault.Options{Keyring: vault.NewMemoryKeyring(), Now: func() time.Time { return testTime }}.WithFastPassphrases()
	x := &survival{t: t, store: s, items: items, steps: newStepper(seed(t), "S")}
	x.steps.passphrases = passphrases
	if passphrases {
		x.passphrase = startPassphrase
		o.RequirePassphrase, o.Passphrase = true, inTurn(x.passphrase)
	}
	var err error
	if x.reference, err = vault.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return x
}

// seed is different in every run, and told so that one can be run again.
func seed(t *testing.T) uint64 {
	n := uint64(time.Now().UnixNano())
	if given := os.Getenv("DESKFOB_SEED"); given != "" {
		var err error
		if n, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("DESKFOB_SEED=%d", n)
	return n
}

// sorted is what a vault holds, in an order that its pages have no part in.
func sorted(v *vault.Vault) string {
	lines := holdings(v)
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// round lets a process write until it is killed after a while, and looks at
// what it left.
func (x *survival) round(after time.Duration) {
	x.t.Helper()
	c := startChild(x.t, "writer", x.store, x.passphrases()...)
	timer := time.AfterFunc(after, func() { c.cmd.Process.Kill() })
	defer timer.Stop()
	_, alive := c.line()
	if !alive {
		x.opening++
	}
	for alive {
		s := x.steps.next(x.t.Context(), x.reference)
		answer, ok := c.ask(s)
		if alive = ok; !ok {
			x.killed(c, &s)
			return
		}
		if answer != "done" {
			x.t.Fatalf("%+v: %s", s, answer)
		}
		x.take(s)
	}
	x.killed(c, nil)
}

// ask has a step made and returns the answer; ok is false when none came.
func (c *child) ask(s step) (answer string, ok bool) {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a struct of strings and a number
	}
	c.in.Write(append(text, '\n')) // a process that is gone gives no answer
	return c.line()
}

func (x *survival) passphrases() []string {
	if x.passphrase == "" {
		return nil
	}
	return []string{x.passphrase}
}

// take makes a step that was done in the reference too.
func (x *survival) take(s step) {
	x.t.Helper()
	if err := s.perform(x.t.Context(), x.reference); err != nil {
		x.t.Fatalf("%+v in the reference: %v", s, err)
	}
	if s.Do == "passphrase" {
		x.passphrase = s.Text
	}
	x.confirmed++
}

// killed looks at the vault after the end of its writer. s is the step that
// was not confirmed, if there was one.
func (x *survival) killed(c *child, s *step) {
	x.t.Helper()
	c.cmd.Wait()
	if strings.Contains(c.talk.String(), "panic") || strings.Contains(c.talk.String(), "writer:") {
		x.t.Fatalf("the writer failed: %s", c.talk.String())
	}
	if s == nil {
		x.idle++
	}
	x.look(s)
}

// look opens the vault: what was confirmed is there, with or without s, and
// nothing else is left in its place.
func (x *survival) look(s *step) {
	x.t.Helper()
	passphrases := x.passphrases()
	if s != nil && s.Do == "passphrase" {
		passphrases = append(passphrases, s.Text)
	}
	v, err := x.store.open(x.t.Context(), passphrases...)
	if err != nil {
		x.t.Fatalf("open after %+v: %v", s, err)
	}
	defer v.Close()
	x.witness = v.WitnessPath()
	found, want := sorted(v), sorted(x.reference)
	if s != nil && (found != want || s.Do == "passphrase" && v.CheckPassphrase([]byte(s.Text)) == nil) {
		x.take(*s)
		x.confirmed--
		x.after++
		want = sorted(x.reference)
	} else if s != nil {
		x.before++
	}
	if found != want {
		x.t.Fatalf("after %+v the vault holds\n%s\nwant\n%s", s, found, want)
	}
	live := v.LiveItems()
	for _, name := range x.items() {
		if !live[name] {
			x.t.Errorf("after %+v item %s is left over", s, name)
		}
		delete(live, name)
	}
	if len(live) > 0 {
		x.t.Errorf("after %+v there are no items %v", s, live)
	}
}

func (x *survival) report(what string) {
	x.t.Logf("%s: %d ends of a process (%d while it opened the vault, %d between changes, %d in a change that was found undone, %d in one found done); %d changes confirmed, none lost",
		what, x.idle+x.before+x.after, x.opening, x.idle-x.opening, x.before, x.after, x.confirmed)
}

// kills is how often a test kills: a few, or DESKFOB_KILLS times in a soak.
func kills(t *testing.T, few int) int {
	text := os.Getenv("DESKFOB_KILLS")
	if text == "" {
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("DESKFOB_KILLS=%s is no number of kills", text)
	}
	return n
}

func TestKilledWhileWritingAFile(t *testing.T) {
	dir := memoryDir(t)
	path := filepath.Join(dir, "my.vault")
	s := store{location: "file:" + path, dir: filepath.Join(dir, "data")}
	x := newSurvival(t, s, func() []string { return itemsInFile(t, path) }, true)
	for range kills(t, 40) {
		x.round(rand.N(300 * time.Millisecond))
		wantFiles(t, dir, "my.vault", "my.vault.lock", "data")
		wantFiles(t, s.dir, filepath.Base(x.witness))
	}
	x.report("a vault in a file")
}

// itemsInFile names the items of a file store.
func itemsInFile(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	var file struct{ Items map[string]string }
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range file.Items {
		names = append(names, name)
	}
	return names
}

// wantFiles looks for files that do not belong into a folder.
func wantFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(names, e.Name()) {
			t.Errorf("left over: %s", filepath.Join(dir, e.Name()))
		}
	}
}

// A process that is killed between writing a temporary file and renaming it
// leaves a whole vault behind, maybe under a passphrase that was changed since.
func TestTemporaryFilesOfAKilledProcess(t *testing.T) {
	dir := t.TempDir()
	s := store{location: "file:" + filepath.Join(dir, "my.vault"), dir: filepath.Join(dir, "data")}
	v, err := s.open(t.Context(), firstPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	mustAdd(t, v, "Cloud")
	witness := filepath.Base(v.WitnessPath())
	const foreign = ".my.vault.2024" // somebody's own
	plant := func() {
		write(t, filepath.Join(dir, ".my.vault.new-12"), "an old vault")
		write(t, filepath.Join(s.dir, "."+witness+".new-34"), "an old witness")
		write(t, filepath.Join(dir, foreign), "a copy")
	}
	check := func(when string) {
		t.Helper()
		wantFiles(t, dir, "my.vault", "my.vault.lock", "data", foreign)
		wantFiles(t, s.dir, witness)
		if _, err := os.Stat(filepath.Join(dir, foreign)); err != nil {
			t.Errorf("%s: %v", when, err)
		}
	}
	plant()
	if v, err = s.open(t.Context(), firstPassphrase); err != nil {
		t.Fatal(err)
	}
	check("opened")
	plant()
	mustAdd(t, v, "Mail")
	check("changed")
	plant()
	if err := v.Erase(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, "my.vault.lock", "data", foreign)
	wantFiles(t, s.dir)
}
