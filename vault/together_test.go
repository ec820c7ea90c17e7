package vault_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

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

// TestReadingWhileCodesChange lets another process save new recovery codes just
// before each call of a read. What is read then must not pass for lost.
func TestReadingWhileCodesChange(t *testing.T) {
	p := newPlace(t)
	v := p.open(t)
	cloud := mustAdd(t, v, "Cloud")[0]
	save := func(n int) {
		t.Helper()
		err := p.open(t).SetRecovery(context.Background(), cloud.ID, vault.RecoverySet{Codes: recoveryCodes(fmt.Sprintf("code %d", n))})
		if err != nil {
			t.Fatal(err)
		}
	}
	save(0)
	for at := 0; ; at++ {
		h := &hooked{Keyring: p.keyring, before: -1, hook: func() { save(at + 1) }}
		o := p.options()
		o.Keyring = h
		v, err := vault.Open(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		h.calls, h.before = 0, at
		entries, err := v.Entries(context.Background())
		if err != nil || len(entries) != 1 || len(entries[0].Codes) != 1 || entries[0].Account.Recovery.State != vault.RecoveryLive {
			t.Errorf("codes changed before call %d: %+v, %v", at, entries, err)
		}
		if at >= h.calls {
			break
		}
	}
}
