package vault_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

func TestMove(t *testing.T) {
	ctx := context.Background()
	from, to := littered(t), newPlace(t)
	before := describe(t, from.open(t))
	o := with(to.options(), firstPassphrase)
	o.RequirePassphrase = true
	target, err := vault.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := vault.Move(ctx, from.open(t), target); err != nil {
		t.Fatal(err)
	}
	if got, want := describe(t, to.open(t)), before+"\npassphrase, the first: true"; got != want {
		t.Errorf("after the move:\n%s\nwant\n%s", got, want)
	}
	if left := from.keyring.Items(); len(left) != 0 {
		t.Errorf("%d items are left at the old place", len(left))
	}
	if got := describe(t, from.open(t)); got != "" {
		t.Errorf("the old place is not an empty vault: %s", got)
	}
	wantError(t, "move from an empty place", vault.Move(ctx, from.open(t), to.open(t)), vault.ErrNoVault)
}

func TestMoveToWhereAccountsAre(t *testing.T) {
	ctx := context.Background()
	from, to := furnished(t), newPlace(t)
	mustAdd(t, to.open(t), "Here before")
	if err := vault.Move(ctx, from.open(t), to.open(t)); err != nil {
		t.Fatal(err)
	}
	if got := issuers(to.open(t)); got != "Bank Cloud Fob Here before Mail Wiki" {
		t.Errorf("accounts %q", got)
	}
}

func TestMoveRefusesDamage(t *testing.T) {
	from, to := damaged(t), newPlace(t)
	before := from.keyring.Items()
	wantError(t, "move", vault.Move(context.Background(), from.open(t), to.open(t)), vault.ErrDamaged)
	if got := from.keyring.Items(); len(got) != len(before) {
		t.Errorf("%d items of %d are left", len(got), len(before))
	}
}

// TestMoveFaults lets every call to either keyring go wrong in every way.
// Nothing may be lost at any point, and moving again must finish the job.
func TestMoveFaults(t *testing.T) {
	start := littered(t)
	whole := describe(t, start.open(t))
	work := memoryDir(t)
	tried := 0
	for _, faulty := range []string{"from", "to"} {
		for _, kind := range vaulttest.Faults() {
			for at := 0; ; at += nextPoint {
				from := start.copyTo(t, filepath.Join(work, "from"))
				to := place{vaulttest.NewFaulty(), memoryDir(t)}
				side := map[string]place{"from": from, "to": to}[faulty]
				point := fmt.Sprintf("%s of %s at call %d", kind, faulty, at)
				struck, done := strikeMove(t, from, to, side, kind, at, whole, point)
				if struck {
					tried++
				}
				if done {
					break
				}
			}
		}
	}
	t.Logf("move         %4d points tried and held", tried)
	if tried < 150/nextPoint {
		t.Errorf("only %d points: the faults do not reach the keyring calls", tried)
	}
}

func strikeMove(t *testing.T, from, to, side place, kind vaulttest.Fault, at int, whole, point string) (struck, done bool) {
	t.Helper()
	source, target := from.open(t), to.open(t)
	move := operation{run: func(ctx context.Context, v *vault.Vault, _ idOf) error { return vault.Move(ctx, v, target) }}
	side.keyring.Arm(kind, at)
	err, stopped := attempt(source, move)
	calls := side.keyring.Calls()
	struck = side.keyring.Disarm()

	old, moved := describe(t, from.open(t)), describe(t, to.open(t))
	if old != whole && moved != whole {
		t.Errorf("%s: lost (error %v):\nfrom: %s\nto: %s", point, err, old, moved)
	}
	if err == nil && !stopped && (old != "" || moved != whole) {
		t.Errorf("%s: reported as moved:\nfrom: %s\nto: %s", point, old, moved)
	}
	checkLeftovers(t, from)
	checkLeftovers(t, to)
	if old != "" { // again, and this time to the end
		if err := vault.Move(context.Background(), from.open(t), to.open(t)); err != nil {
			t.Errorf("%s: moving again: %v", point, err)
		}
		if old, moved = describe(t, from.open(t)), describe(t, to.open(t)); old != "" || moved != whole {
			t.Errorf("%s: after moving again:\nfrom: %s\nto: %s", point, old, moved)
		}
	}
	return struck, calls <= at
}

func TestErase(t *testing.T) {
	ctx := context.Background()
	p := littered(t)
	v := p.open(t)
	if err := v.Erase(ctx); err != nil {
		t.Fatal(err)
	}
	if left := p.keyring.Items(); len(left) != 0 {
		t.Errorf("%d items are left", len(left))
	}
	wantError(t, "change after erasing", v.Rename(ctx, "x", "y", "z"), vault.ErrLocked)
	v = p.open(t)
	if got := describe(t, v); got != "" {
		t.Errorf("erased, and there is %s", got)
	}
	mustAdd(t, v, "Anew")
	if got := issuers(p.open(t)); got != "Anew" {
		t.Errorf("accounts %q", got)
	}
}

func TestEraseAFile(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "folder", "accounts.deskfob")
	o := with(vault.Options{Dir: filepath.Join(dir, "data")}.WithFastPassphrases(), firstPassphrase)
	v, err := vault.OpenAt(ctx, vault.Location{File: path}, o)
	if err != nil {
		t.Fatal(err)
	}
	mustAdd(t, v, "Cloud")
	if err := v.Erase(ctx); err != nil {
		t.Fatal(err)
	}
	if names := filesUnder(t, dir); len(names) > 0 {
		t.Errorf("files left: %q", names)
	}
	o.MustExist = true
	_, err = vault.OpenAt(ctx, vault.Location{File: path}, o)
	wantError(t, "open it again", err, vault.ErrNoVault)
}

// Both names are of one vault: nothing may be lost, whoever failed to notice.
func TestMoveOntoItself(t *testing.T) {
	p := littered(t)
	before := describe(t, p.open(t))
	wantError(t, "move", vault.Move(context.Background(), p.open(t), p.open(t)), vault.ErrBusy)
	if got := describe(t, p.open(t)); got != before {
		t.Errorf("after it:\n%s\nwant\n%s", got, before)
	}
}

// An erase that was stopped at any call is undone or can be finished.
func TestFinishErase(t *testing.T) {
	ctx := context.Background()
	start := littered(t)
	whole := describe(t, start.open(t))
	work := memoryDir(t)
	erase := operation{run: func(ctx context.Context, v *vault.Vault, _ idOf) error { return v.Erase(ctx) }}
	rests := 0
	for at := 0; ; at++ {
		p := start.copyTo(t, filepath.Join(work, "vault"))
		v := p.open(t)
		p.keyring.Arm(vaulttest.StopBefore, at)
		_, stopped := attempt(v, erase)
		p.keyring.Disarm()
		if !stopped {
			break
		}
		finished, err := vault.FinishErase(ctx, p.options())
		if err != nil {
			t.Fatalf("stopped at call %d: %v", at, err)
		}
		if finished {
			rests++
			if left := p.keyring.Items(); len(left) != 0 || len(filesUnder(t, p.dir)) != 0 {
				t.Errorf("stopped at call %d: %d items and files %q left", at, len(left), filesUnder(t, p.dir))
			}
		} else if got := describe(t, p.open(t)); got != whole {
			t.Errorf("stopped at call %d: not erased, and there is\n%s", at, got)
		}
	}
	if rests == 0 {
		t.Error("no stop left anything to finish")
	}
	if finished, err := vault.FinishErase(ctx, start.options()); finished || err != nil {
		t.Errorf("of a vault that is there: %v, %v", finished, err)
	}
}

// An account can be in both places: a kit was restored there, or an earlier move
// was stopped. Nothing that is newer is written over, and nothing is lost.
func TestMoveToWhereTheAccountIs(t *testing.T) {
	ctx := context.Background()
	set := func(codes ...string) vault.RecoverySet {
		s := vault.RecoverySet{Kind: vault.RecoveryList}
		for _, c := range codes {
			s.Codes = append(s.Codes, vault.NewSecret([]byte(c)))
		}
		return s
	}
	type change func(v *vault.Vault, id string) error
	codes := func(codes ...string) change {
		return func(v *vault.Vault, id string) error { return v.SetRecovery(ctx, id, set(codes...)) }
	}
	use := func(v *vault.Vault, id string) error { return v.UseRecovery(ctx, id, vault.RecoveryUse{}) }
	count := func(v *vault.Vault, id string) error { _, err := v.NextHOTP(ctx, id); return err }
	renew := func(secret string) change {
		return func(v *vault.Vault, id string) error {
			with := loginAt("Cloud", "sam")
			with.Secret = vault.NewSecret([]byte(secret))
			return v.ReplaceCredential(ctx, id, with)
		}
	}
	for _, tt := range []struct {
		name        string
		there, here change // after both had the same; there is where it moves to, and comes first
		later       change // there, last of all
		want        string // live codes and counter, then the codes in the trash
	}{
		{name: "nothing changed", want: "A B 7, "},
		{name: "newer codes there", later: codes("new"), want: "new 7, A B"},
		{name: "newer codes here", here: codes("new"), want: "new 7, A B"},
		{name: "newer codes in both, there last", here: codes("newer"), later: codes("newest"), want: "newest 7, newer"},
		{name: "newer codes in both, here last", there: codes("newer"), here: codes("newest"), want: "newest 7, newer"},
		{name: "a code was used there", there: use, want: "B 7, "},
		{name: "a code was used here", here: use, want: "B 7, "},
		{name: "the counter is further there", there: count, want: "A B 8, "},
		{name: "the counter is further here", here: count, want: "A B 8, "},
		{name: "the counter is further in the trash there", later: func(v *vault.Vault, id string) error {
			if err := count(v, id); err != nil {
				return err
			}
			_, err := v.Delete(ctx, id)
			return err
		}, want: "A B 8, A B"},
		{name: "newer secret there", later: renew("0123456789"), want: "A B 0, "},
		{name: "newer secret here", here: renew("0123456789"), want: "A B 0, "},
		{name: "retired there", later: func(v *vault.Vault, id string) error { return v.Retire(ctx, id) }, want: " 0, A B"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := testTime
			open := func(p place) *vault.Vault {
				o := p.options()
				o.Now = func() time.Time { now = now.Add(time.Minute); return now }
				v, err := vault.Open(ctx, o)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			placeTo := newPlace(t)
			from, to := open(newPlace(t)), open(placeTo)
			fob := loginAt("Cloud", "sam")
			fob.Type, fob.Period, fob.Counter = vault.TypeHOTP, 0, 7
			added, err := from.Add(ctx, []vault.Account{fob}, vault.DuplicateRefuse)
			if err != nil {
				t.Fatal(err)
			}
			id := added[0].ID
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			must(from.SetRecovery(ctx, id, set("A", "B")))
			both, err := from.Entries(ctx)
			must(err)
			_, err = to.Put(ctx, both)
			must(err)
			for _, c := range []struct {
				v      *vault.Vault
				change change
			}{{to, tt.there}, {from, tt.here}, {to, tt.later}} {
				if c.change != nil {
					must(c.change(c.v, id))
				}
			}
			must(vault.Move(ctx, from, to))
			to = open(placeTo)
			a, err := to.Account(id)
			must(err)
			live, err := to.RecoveryCodes(ctx, id)
			if err != nil && !errors.Is(err, vault.ErrNoRecovery) {
				t.Fatal(err)
			}
			words := func(codes []vault.Secret) string {
				var all []string
				for _, c := range codes {
					all = append(all, string(c.Expose()))
				}
				return strings.Join(all, " ")
			}
			got := fmt.Sprintf("%s %d, ", words(live), a.Counter)
			trashed, err := to.TrashedCodes(ctx)
			must(err)
			for _, codes := range trashed {
				got += words(codes)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
