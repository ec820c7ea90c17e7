package vault_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// examine looks at a vault in memory as the doctor looks at one in a keyring.
func examine(t *testing.T, p place) []vault.Finding {
	t.Helper()
	before := p.keyring.Items()
	all := vault.ExamineVault(t.Context(), p.options())
	if after := p.keyring.Items(); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("it changed the keyring")
	}
	return all
}

// pageNames lists the items beside the root, in the order they were written.
func pageNames(p place) []string {
	var names []string
	for name := range p.keyring.Items() {
		if name != "root" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestExamineVault(t *testing.T) {
	changeRoot := func(change func(string) string) func(*testing.T, place) {
		return func(_ *testing.T, p place) { p.keyring.Put("root", change(p.keyring.Items()["root"])) }
	}
	for name, c := range map[string]struct {
		change func(t *testing.T, p place)
		want   string
	}{
		"all well":   {func(*testing.T, place) {}, "vault-ok pages-ok witness-ok"},
		"root gone":  {func(_ *testing.T, p place) { p.keyring.Put("root", "") }, "gone"},
		"newer":      {changeRoot(func(s string) string { return strings.Replace(s, `"least":1`, `"least":99`, 1) }), "newer"},
		"no root":    {changeRoot(func(string) string { return "hello" }), "root-damaged"},
		"root cut":   {changeRoot(func(s string) string { return s[:len(s)-40] }), "root-damaged"},
		"root moved": {changeRoot(func(s string) string { return strings.Replace(s, `"rev":4`, `"rev":9`, 1) }), "root-damaged"},
		"items missing": {func(_ *testing.T, p place) {
			for _, name := range pageNames(p) {
				p.keyring.Put(name, "")
			}
		}, "vault-ok item-missing witness-ok"},
		"an item changed": {func(_ *testing.T, p place) {
			name := pageNames(p)[0]
			p.keyring.Put(name, spoiled(p.keyring.Items()[name]))
		}, "vault-ok page-damaged witness-ok"},
		"an item that does not parse": {func(_ *testing.T, p place) {
			p.keyring.Put(pageNames(p)[0], "#")
		}, "vault-ok page-damaged witness-ok"},
		"one missing, one swapped": {func(_ *testing.T, p place) {
			names := pageNames(p)
			p.keyring.Put(names[0], p.keyring.Items()[names[1]])
			p.keyring.Put(names[1], "")
		}, "vault-ok item-missing page-damaged witness-ok"},
	} {
		t.Run(name, func(t *testing.T) {
			p := furnished(t)
			c.change(t, p)
			wantFindings(t, examine(t, p), c.want)
		})
	}
}

// Recovery codes are read only when they are shown: the doctor reads them all.
func TestExamineReadsRecoveryPages(t *testing.T) {
	p := furnished(t)
	accounts := len(p.open(t).Accounts())
	damaged := 0
	for _, name := range pageNames(p) {
		whole := p.keyring.Items()[name]
		p.keyring.Put(name, "")
		found := examine(t, p)
		wantFindings(t, found, "vault-ok item-missing witness-ok")
		if found[0].What == fmt.Sprintf("The vault opens. Accounts in it: %d.", accounts) {
			damaged++
		}
		p.keyring.Put(name, whole)
	}
	if damaged == 0 {
		t.Error("no page with recovery codes alone was among them")
	}
}

// What Repair has set aside is told, and no fault of the rest.
func TestExamineQuarantine(t *testing.T) {
	p := furnished(t)
	name := pageNames(p)[0]
	p.keyring.Put(name, spoiled(p.keyring.Items()[name]))
	if _, err := p.open(t).Repair(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantFindings(t, examine(t, p), "vault-ok quarantined witness-ok")
}

func TestExamineOlderAndForeign(t *testing.T) {
	old := furnished(t)
	here := old.copyTo(t, filepath.Join(memoryDir(t), "here"))
	mustAdd(t, here.open(t), "Newest")
	wantFindings(t, examine(t, place{old.keyring, here.dir}), "vault-ok pages-ok older")

	// Another computer went on from the old state, further than this one.
	there := old.copyTo(t, filepath.Join(memoryDir(t), "there"))
	if err := os.RemoveAll(there.dir); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, there.open(t), "Elsewhere")
	mustAdd(t, there.open(t), "Elsewhere 2")
	wantFindings(t, examine(t, place{there.keyring, here.dir}), "vault-ok pages-ok foreign")

	wantFindings(t, examine(t, place{furnished(t).keyring, here.dir}), "vault-ok pages-ok another-vault")
}

// What a keyring answers while it is read, each by its own case.
func TestExamineVaultErrors(t *testing.T) {
	for want, err := range map[string]error{
		"locked":      fmt.Errorf("read: %w", vault.ErrLocked),
		"item-denied": vault.ErrDenied,
		"item-silent": vault.ErrTimeout,
		"busy":        vault.ErrBusy,
		"unreadable":  errors.New("it fell over"),
	} {
		t.Run(want, func(t *testing.T) {
			o := newPlace(t).options()
			o.Keyring = failing{err}
			wantFindings(t, vault.ExamineVault(t.Context(), o), want)
		})
	}
}

// failing is a keyring that answers everything with one error.
type failing struct{ err error }

func (f failing) Get(context.Context, string) (string, error) { return "", f.err }
func (f failing) Set(context.Context, string, string) error   { return f.err }
func (f failing) Delete(context.Context, string) error        { return f.err }

// No finding may name an account, or anything on it.
func TestExamineNamesNoAccount(t *testing.T) {
	p := furnished(t)
	for _, name := range pageNames(p)[1:] {
		p.keyring.Put(name, "")
	}
	for _, f := range examine(t, p) {
		for _, word := range []string{"Cloud", "Mail", "Wiki", "sam", "OLDCODE"} {
			if strings.Contains(f.What+f.Do, word) {
				t.Errorf("%s names %q: %s", f.Case, word, f.What)
			}
		}
	}
}
