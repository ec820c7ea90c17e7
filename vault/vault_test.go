package vault_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

func newPlace(t *testing.T) place { return place{vaulttest.NewFaulty(), memoryDir(t)} }

// mustAdd adds accounts named after issuers.
func mustAdd(t *testing.T, v *vault.Vault, issuers ...string) []vault.Account {
	t.Helper()
	var accounts []vault.Account
	for _, issuer := range issuers {
		accounts = append(accounts, loginAt(issuer, "sam@example.com"))
	}
	added, err := v.Add(context.Background(), accounts, vault.DuplicateRefuse)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func issuers(v *vault.Vault) string {
	var names []string
	for _, a := range v.Accounts() {
		names = append(names, a.Issuer)
	}
	return strings.Join(names, " ")
}

func wantError(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want one that is %q", what, err, want)
	}
}

func TestAnEmptyKeyringIsAnEmptyVault(t *testing.T) {
	p := newPlace(t)
	if got := p.open(t).Accounts(); len(got) != 0 {
		t.Errorf("%d accounts in an empty keyring", len(got))
	}
	if n := len(p.keyring.Items()); n != 0 {
		t.Errorf("opening wrote %d items", n)
	}
	o := p.options()
	o.MustExist = true
	_, err := vault.Open(context.Background(), o)
	wantError(t, "open with MustExist", err, vault.ErrNoVault)
}

func TestNothingReadableInTheKeyring(t *testing.T) {
	p := furnished(t)
	for name, value := range p.keyring.Items() {
		for _, word := range []string{"Cloud", "sam", "example", "OLDCODE", "Mail"} {
			if strings.Contains(name, word) || strings.Contains(value, word) {
				t.Errorf("item %s shows %q", name, word)
			}
		}
		if len(value) > vault.MaxItem {
			t.Errorf("item %s has %d bytes", name, len(value))
		}
	}
}

func TestTwoProcessesTakeTurns(t *testing.T) {
	p := newPlace(t)
	one, two := p.open(t), p.open(t)
	var wg sync.WaitGroup
	for i, v := range []*vault.Vault{one, two} {
		wg.Go(func() {
			for n := range 20 {
				if _, err := v.Add(context.Background(), []vault.Account{loginAt(fmt.Sprintf("P%d-%02d", i, n), "")}, vault.DuplicateRefuse); err != nil {
					t.Errorf("process %d: %v", i, err)
				}
			}
		})
	}
	wg.Wait()
	if got := len(p.open(t).Accounts()); got != 40 {
		t.Errorf("%d of 40 accounts are there", got)
	}
	checkLeftovers(t, p)
	one.Reload(context.Background())
	if got := len(one.Accounts()); got != 40 {
		t.Errorf("after Reload the first process sees %d of 40", got)
	}
	if changed, err := one.Reload(context.Background()); changed || err != nil {
		t.Errorf("Reload without a change: %v, %v", changed, err)
	}
}

// hooked runs a function before one of its calls.
type hooked struct {
	vault.Keyring
	before int
	hook   func()
	calls  int
}

func (h *hooked) tick() {
	if h.calls++; h.calls-1 == h.before {
		h.hook()
	}
}

func (h *hooked) Get(ctx context.Context, name string) (string, error) {
	h.tick()
	return h.Keyring.Get(ctx, name)
}

func (h *hooked) Set(ctx context.Context, name, value string) error {
	h.tick()
	return h.Keyring.Set(ctx, name, value)
}

func (h *hooked) Delete(ctx context.Context, name string) error {
	h.tick()
	return h.Keyring.Delete(ctx, name)
}

// TestAnotherComputerInBetween lets a second computer, which shares no lock,
// commit before each single call of a change. Nothing may be lost in silence:
// both changes are there, or the second computer is told that its vault was
// changed from a state it does not know. That is so in one place only: between
// the last look at the root and setting it, which no keyring makes one step.
func TestAnotherComputerInBetween(t *testing.T) {
	told := 0
	for at := 0; ; at++ {
		here := newPlace(t)
		mustAdd(t, here.open(t), "Old")
		there := place{here.keyring, memoryDir(t)}
		v2 := there.open(t)
		h := &hooked{Keyring: here.keyring, before: at, hook: func() { mustAdd(t, v2, "There") }}
		o := here.options()
		o.Keyring = h
		v1, err := vault.Open(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		opening := h.calls
		mustAdd(t, v1, "Here")
		if at >= h.calls {
			break
		}
		after := there.open(t)
		switch got := issuers(after); {
		case got == "Here Old There":
		case got == "Here Old" && at >= opening && len(after.Notices()) == 1 && errors.Is(after.Notices()[0].Err, vault.ErrForeign):
			told++
			err := after.Rename(context.Background(), after.Accounts()[0].ID, "X", "")
			wantError(t, "change before accepting", err, vault.ErrForeign)
		default:
			t.Errorf("before call %d: %q, notices %v", at, got, after.Notices())
		}
	}
	if told != 1 {
		t.Errorf("the other computer lost its change at %d calls, want 1", told)
	}
}

func TestAnOlderVaultIsTold(t *testing.T) {
	p := furnished(t)
	old := p.keyring.Clone()
	mustAdd(t, p.open(t), "Newest")
	back := place{old, p.dir}
	v := back.open(t)
	if n := v.Notices(); len(n) != 1 || !errors.Is(n[0].Err, vault.ErrOlder) {
		t.Fatalf("notices of a restored keyring: %v", n)
	}
	_, err := v.Add(context.Background(), []vault.Account{loginAt("X", "")}, vault.DuplicateRefuse)
	wantError(t, "change an older vault", err, vault.ErrOlder)
	if err := v.AcceptOlder(context.Background()); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, v, "Anew")
	again := back.open(t)
	if got := issuers(again); got != "Anew Bank Cloud Fob Mail Wiki" || len(again.Notices()) != 0 {
		t.Errorf("after accepting: %q, notices %v", got, again.Notices())
	}
}

func TestAVaultThatIsGoneIsNotAnEmptyOne(t *testing.T) {
	p := furnished(t)
	v := p.open(t)
	p.keyring.Put("root", "")
	_, err := vault.Open(context.Background(), p.options())
	wantError(t, "open", err, vault.ErrVaultGone)
	wantError(t, "change", v.Rename(context.Background(), v.Accounts()[0].ID, "X", ""), vault.ErrVaultGone)
	if _, there := p.keyring.Items()["root"]; there {
		t.Error("a new root was made")
	}
}

func TestRootsThatAreNotTouched(t *testing.T) {
	cases := []struct {
		name string
		root func(string) string
		want error
	}{
		{"newer format", func(s string) string { return strings.Replace(s, `"least":1`, `"least":2`, 1) }, vault.ErrNewer},
		{"changed header", func(s string) string { return strings.Replace(s, `"rev":4`, `"rev":9`, 1) }, vault.ErrDamaged},
		{"no body", func(s string) string { s, _, _ = strings.Cut(s, "\n"); return s }, vault.ErrDamaged},
		{"truncated", func(s string) string { return s[:len(s)-40] }, vault.ErrDamaged},
		{"something else", func(string) string { return "hello" }, vault.ErrDamaged},
		{"empty object", func(string) string { return "{}\n" }, vault.ErrDamaged},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := furnished(t)
			changed := c.root(p.keyring.Items()["root"])
			p.keyring.Put("root", changed)
			_, err := vault.Open(context.Background(), p.options())
			wantError(t, "open", err, c.want)
			if p.keyring.Items()["root"] != changed {
				t.Error("the root was touched")
			}
		})
	}
}

// crowd adds n accounts, so that there are several pages.
func crowd(t *testing.T, p place, n int) []vault.Account {
	t.Helper()
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("Service %04d", i))
	}
	return mustAdd(t, p.open(t), names...)
}

func TestADamagedPageStopsNothingElse(t *testing.T) {
	for _, damage := range []string{"missing", "changed", "swapped"} {
		t.Run(damage, func(t *testing.T) {
			p := newPlace(t)
			crowd(t, p, 100)
			var pages []string
			for name := range p.keyring.Items() {
				if name != "root" {
					pages = append(pages, name)
				}
			}
			slices.Sort(pages)
			lost, other := p.keyring.Items()[pages[0]], p.keyring.Items()[pages[1]]
			switch damage {
			case "missing":
				p.keyring.Put(pages[0], "")
			case "changed":
				p.keyring.Put(pages[0], "A"+lost[1:])
			case "swapped":
				p.keyring.Put(pages[0], other)
			}
			v := p.open(t)
			left := len(v.Accounts())
			if left == 0 || left >= 100 {
				t.Fatalf("%d accounts left of 100", left)
			}
			if n := v.Notices(); len(n) != 1 || !errors.Is(n[0].Err, vault.ErrDamaged) {
				t.Fatalf("notices: %v", n)
			}
			mustAdd(t, v, "One more")
			p.keyring.Put(pages[0], lost) // the page comes back
			if got := len(p.open(t).Accounts()); got != 101 {
				t.Errorf("after the page came back: %d accounts, want 101", got)
			}
		})
	}
}

func TestScale(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	p.keyring.Reset()
	added := crowd(t, p, 300)
	if calls := p.keyring.Calls(); calls > 3*40 {
		t.Errorf("importing 300 accounts took %d keyring calls", calls)
	}
	v := p.open(t)
	for _, a := range added[:40] {
		if err := v.SetRecovery(ctx, a.ID, vault.RecoverySet{Codes: recoveryCodes("aaaa-bbbb", "cccc-dddd", a.ID)}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 7 { // past what the root lists itself
		var more []vault.Account
		for n := range 100 {
			more = append(more, loginAt(fmt.Sprintf("More %d-%d", i, n), a64(n)))
		}
		if _, err := v.Add(ctx, more, vault.DuplicateRefuse); err != nil {
			t.Fatal(err)
		}
	}
	p.keyring.Reset()
	v = p.open(t)
	if got, calls := len(v.Accounts()), p.keyring.Calls(); got != 1000 || calls >= 100 {
		t.Errorf("%d accounts opened in %d keyring calls, want 1000 in under 100", got, calls)
	}
	for _, a := range added[:40] {
		codes, err := v.RecoveryCodes(ctx, a.ID)
		if err != nil || string(codes[2].Expose()) != a.ID {
			t.Fatalf("recovery codes of %s: %v", a.ID, err)
		}
	}
	for i, a := range v.Accounts() {
		if i%3 == 0 {
			if _, err := v.Delete(ctx, a.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := len(p.open(t).Accounts()); got != 666 {
		t.Errorf("%d accounts after deleting every third of 1000", got)
	}
	checkLeftovers(t, p)
	for name, value := range p.keyring.Items() {
		if len(value) > vault.MaxItem {
			t.Errorf("item %s has %d bytes", name, len(value))
		}
	}
}

// a64 is a long account name, different for each n.
func a64(n int) string { return fmt.Sprintf("%s.%d@example.com", strings.Repeat("long", 12), n) }

func TestPassphrase(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	asked := ""
	with := func(passphrase string) vault.Options {
		o := p.options()
		o.RequirePassphrase = true
		o.Passphrase = func(_ context.Context, create bool) ([]byte, error) {
			asked += fmt.Sprintf("create=%v ", create)
			return []byte(passphrase), nil
		}
		return o
	}
	v, err := vault.Open(ctx, with("right horse"))
	if err != nil {
		t.Fatal(err)
	}
	mustAdd(t, v, "Cloud")
	if strings.Contains(p.keyring.Items()["root"], `"bare"`) {
		t.Error("the root holds the bare key")
	}
	_, err = vault.Open(ctx, with("wrong horse"))
	wantError(t, "wrong passphrase", err, vault.ErrPassphrase)
	_, err = vault.Open(ctx, with(""))
	wantError(t, "empty passphrase", err, vault.ErrNoPassphrase)
	_, err = vault.Open(ctx, p.options())
	wantError(t, "no passphrase", err, vault.ErrNoPassphrase)
	if v, err = vault.Open(ctx, with("right horse")); err != nil || issuers(v) != "Cloud" {
		t.Fatalf("right passphrase: %v", err)
	}
	older := p.keyring.Clone()
	mustAdd(t, v, "Mail")
	if want := "create=true create=false create=false create=false "; asked != want {
		t.Errorf("asked %q, want %q", asked, want)
	}
	asked = ""
	p.keyring = older // looked at twice, asked for once
	if _, err := vault.Open(ctx, with("right horse")); err != nil || asked != "create=false " {
		t.Errorf("an older vault: %v, asked %q", err, asked)
	}
}

func TestDuplicates(t *testing.T) {
	ctx := context.Background()
	for treat, want := range map[vault.Duplicate]string{
		vault.DuplicateKeep: "Cloud Cumulus", vault.DuplicateReplace: "Cumulus", vault.DuplicateSkip: "Cloud",
	} {
		p := newPlace(t)
		v := p.open(t)
		first := mustAdd(t, v, "Cloud")[0]
		again := loginAt("Cloud", "sam@example.com")
		again.Issuer = "Cumulus"
		_, err := v.Add(ctx, []vault.Account{loginAt("Other", ""), again}, vault.DuplicateRefuse)
		var dup *vault.DuplicateError
		if !errors.As(err, &dup) || dup.Existing.ID != first.ID || dup.Index != 1 || !dup.Existing.Secret.IsZero() {
			t.Errorf("duplicate: %v", err)
		}
		if got := issuers(p.open(t)); got != "Cloud" {
			t.Errorf("refusing a duplicate left %q", got)
		}
		added, err := v.Add(ctx, []vault.Account{again}, treat)
		if err != nil || issuers(p.open(t)) != want {
			t.Errorf("treatment %d: %q, %v, want %q", treat, issuers(p.open(t)), err, want)
		}
		if keepsID := added[0].ID == first.ID; keepsID != (treat != vault.DuplicateKeep) {
			t.Errorf("treatment %d: id %s, was %s", treat, added[0].ID, first.ID)
		}
	}
}

func TestDeleteAndUndelete(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	v := p.open(t)
	before := describe(t, v)
	for _, a := range v.Accounts() {
		removed, err := v.Delete(ctx, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.open(t).Account(a.ID)
		wantError(t, "deleted account", err, vault.ErrNoAccount)
		if err := v.Undelete(ctx, removed); err != nil {
			t.Fatal(err)
		}
		if err := v.Undelete(ctx, removed); !errors.Is(err, vault.ErrInvalid) {
			t.Errorf("undelete twice: %v", err)
		}
	}
	if got := describe(t, p.open(t)); got != before {
		t.Errorf("after deleting and undeleting all:\n%s\nwant\n%s", got, before)
	}
}

func TestNextHOTP(t *testing.T) {
	p := newPlace(t)
	v := p.open(t)
	// RFC 4226 appendix D.
	fob := vault.Account{Issuer: "Fob", Type: vault.TypeHOTP, Secret: vault.NewSecret([]byte("12345678901234567890")), Algorithm: vault.SHA1, Digits: 6}
	added, err := v.Add(context.Background(), []vault.Account{fob}, vault.DuplicateRefuse)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"755224", "287082", "359152"} {
		code, err := p.open(t).NextHOTP(context.Background(), added[0].ID)
		if err != nil || code.Text != want {
			t.Errorf("code %s, %v, want %s", code.Text, err, want)
		}
	}
	p.keyring.Arm(vaulttest.Fail, 4)
	if code, err := v.NextHOTP(context.Background(), added[0].ID); err == nil || code.Text != "" {
		t.Errorf("a code %q was given although its counter was not saved", code.Text)
	}
}

func TestRecovery(t *testing.T) {
	ctx := context.Background()
	one, list := recoveryCodes("AAAA-1111"), recoveryCodes("aaa", "bbb", "ccc")
	cases := []struct {
		name  string
		set   vault.RecoverySet
		uses  []vault.RecoveryUse
		state vault.RecoveryState
		live  string
	}{
		{"rotating", vault.RecoverySet{Codes: one}, nil, "live", "AAAA-1111"},
		{"rotating used", vault.RecoverySet{Codes: one}, []vault.RecoveryUse{{}}, "open", ""},
		{"rotating used and renewed", vault.RecoverySet{Codes: one}, []vault.RecoveryUse{{New: recoveryCodes("BBBB")}}, "live", "BBBB"},
		{"rotating failed", vault.RecoverySet{Codes: one}, []vault.RecoveryUse{{Failed: true}}, "suspect", "AAAA-1111"},
		{"typed in another way", vault.RecoverySet{Codes: one}, []vault.RecoveryUse{{Code: recoveryCodes("aaaa 1111")[0]}}, "open", ""},
		{"list", vault.RecoverySet{Codes: list}, nil, "live", "aaa bbb ccc"},
		{"list, one used", vault.RecoverySet{Codes: list}, []vault.RecoveryUse{{}}, "live", "bbb ccc"},
		{"list, named one used", vault.RecoverySet{Codes: list}, []vault.RecoveryUse{{Code: list[1]}}, "live", "aaa ccc"},
		{"list, one failed", vault.RecoverySet{Codes: list}, []vault.RecoveryUse{{Failed: true}}, "suspect", "bbb ccc aaa"},
		{"list, all used", vault.RecoverySet{Codes: list}, []vault.RecoveryUse{{}, {}, {}}, "spent", ""},
		{"removal used", vault.RecoverySet{Kind: vault.RecoveryRemoval, Codes: one}, []vault.RecoveryUse{{}}, "spent", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := newPlace(t)
			v := p.open(t)
			id := mustAdd(t, v, "Cloud")[0].ID
			_, err := v.RecoveryCodes(ctx, id)
			wantError(t, "codes before any was saved", err, vault.ErrNoRecovery)
			if err := v.SetRecovery(ctx, id, c.set); err != nil {
				t.Fatal(err)
			}
			for _, use := range c.uses {
				if err := v.UseRecovery(ctx, id, use); err != nil {
					t.Fatal(err)
				}
			}
			v = p.open(t)
			a, _ := v.Account(id)
			codes, err := v.RecoveryCodes(ctx, id)
			if c.live == "" {
				wantError(t, "codes", err, vault.ErrNoRecovery)
				wantError(t, "use", v.UseRecovery(ctx, id, vault.RecoveryUse{}), vault.ErrNoRecovery)
			}
			var live []string
			for _, s := range codes {
				live = append(live, string(s.Expose()))
			}
			if got := strings.Join(live, " "); got != c.live || a.Recovery.State != c.state || a.Recovery.Left != len(live) {
				t.Errorf("%s, %q, %d left; want %s, %q", a.Recovery.State, got, a.Recovery.Left, c.state, c.live)
			}
			checkLeftovers(t, p)
		})
	}
}

func TestRecoverySetsThatAreRefused(t *testing.T) {
	p := newPlace(t)
	v := p.open(t)
	id := mustAdd(t, v, "Cloud")[0].ID
	for name, set := range map[string]vault.RecoverySet{
		"none":         {},
		"empty code":   {Codes: []vault.Secret{{}}},
		"too long":     {Codes: recoveryCodes(strings.Repeat("x", 129))},
		"two rotating": {Kind: vault.RecoveryRotating, Codes: recoveryCodes("a", "b")},
		"unknown kind": {Kind: "other", Codes: recoveryCodes("a")},
	} {
		wantError(t, name, v.SetRecovery(context.Background(), id, set), vault.ErrInvalid)
	}
}

func TestClosedVault(t *testing.T) {
	v := furnished(t).open(t)
	kept := v.Accounts()
	v.Close()
	v.Close()
	if n := len(v.Accounts()); n != 0 {
		t.Errorf("%d accounts after Close", n)
	}
	_, err := v.Add(context.Background(), kept[:1], vault.DuplicateKeep)
	wantError(t, "add", err, vault.ErrLocked)
	if !kept[1].Secret.Equal(loginAt("Cloud", "sam@example.com").Secret) {
		t.Error("Close changed an account that was handed out")
	}
}

// pendingKeyring gives up one Set that is still out.
type pendingKeyring struct {
	vault.Keyring
	done chan struct{}
}

func (k *pendingKeyring) Set(ctx context.Context, name, value string) error {
	if name != "root" || k.done == nil {
		return k.Keyring.Set(ctx, name, value)
	}
	done := k.done
	go func() {
		<-done // the prompt is answered late
	}()
	return &vault.PendingError{Err: context.Canceled, Done: done}
}

func TestAWriteThatIsStillOutHoldsTheLock(t *testing.T) {
	p := newPlace(t)
	k := &pendingKeyring{Keyring: p.keyring}
	o := p.options()
	o.Keyring = k
	v, err := vault.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	mustAdd(t, v, "Cloud")
	k.done = make(chan struct{})
	_, err = v.Add(context.Background(), []vault.Account{loginAt("Mail", "")}, vault.DuplicateRefuse)
	wantError(t, "a write given up", err, context.Canceled)
	_, err = v.Add(context.Background(), []vault.Account{loginAt("Wiki", "")}, vault.DuplicateRefuse)
	wantError(t, "the next change", err, vault.ErrBusy)
	other := p.open(t)
	short, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err = other.Add(short, []vault.Account{loginAt("Wiki", "")}, vault.DuplicateRefuse)
	wantError(t, "another process", err, context.DeadlineExceeded)
	close(k.done)
	k.done = nil
	mustAdd(t, other, "Wiki")
	mustAdd(t, v, "Zoo")
	if got := issuers(p.open(t)); got != "Cloud Wiki Zoo" {
		t.Errorf("accounts %q", got)
	}
}
