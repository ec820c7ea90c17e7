package vaulttest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"

	"github.com/deskfob/deskfob/vault"
)

// Fault is a way in which one keyring call can go wrong.
type Fault int

// The faults. Each strikes one call; those that do not fit the call (a stale
// write, say) leave it as it is, and Struck reports false.
const (
	StopBefore Fault = iota // the process ends instead of the call
	StopAfter               // the process ends right after the call
	Fail                    // an error, nothing done
	FailDone                // an error, though it was done
	NotStored               // success, though nothing was done (a dismissed prompt)
	Stale                   // Get shows the value before the newest
	Missing                 // Get or Delete says "not found" of an item that exists
	TooLarge                // Set refuses the value's size
	numFaults
)

// Faults lists all of them.
func Faults() []Fault {
	all := make([]Fault, numFaults)
	for i := range all {
		all[i] = Fault(i)
	}
	return all
}

func (f Fault) String() string {
	names := [...]string{"stop-before", "stop-after", "fail", "fail-done", "not-stored", "stale", "missing", "too-large"}
	return names[f]
}

// Stopped is what a Faulty panics with where the process is meant to end.
type Stopped struct{}

// ErrInjected is the error of Fail and FailDone.
var ErrInjected = errors.New("injected fault")

// Faulty is a Keyring in memory that lets one call go wrong.
type Faulty struct {
	mu     sync.Mutex
	items  map[string]string
	older  map[string]string // the value before the newest, for Stale
	calls  int
	armed  bool
	kind   Fault
	at     int
	struck bool
}

var _ vault.Keyring = (*Faulty)(nil)

// NewFaulty returns an empty Keyring that works until Arm is called.
func NewFaulty() *Faulty {
	return &Faulty{items: map[string]string{}, older: map[string]string{}}
}

// Clone returns a copy of the items, with no fault armed.
func (f *Faulty) Clone() *Faulty {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &Faulty{items: maps.Clone(f.items), older: maps.Clone(f.older)}
}

// Arm lets the call number at, counted from 0 from now on, go wrong.
func (f *Faulty) Arm(kind Fault, at int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.armed, f.kind, f.at, f.calls, f.struck = true, kind, at, 0, false
}

// Disarm ends the fault and reports whether it struck.
func (f *Faulty) Disarm() (struck bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.armed = false
	return f.struck
}

// Calls is the number of calls since Arm or Reset.
func (f *Faulty) Calls() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

// Reset sets the count of calls to zero.
func (f *Faulty) Reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = 0
}

// Items returns all items by name.
func (f *Faulty) Items() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.items)
}

// Put stores or, with an empty value, removes an item behind the vault's back.
func (f *Faulty) Put(name, value string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if value == "" {
		delete(f.items, name)
		return
	}
	f.items[name] = value
}

// turn says whether this call is the one to go wrong. The caller holds mu.
func (f *Faulty) turn() bool {
	n := f.calls
	f.calls++
	return f.armed && n == f.at
}

// Get implements vault.Keyring.
func (f *Faulty) Get(ctx context.Context, name string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	value, there := f.items[name]
	if f.turn() {
		f.struck = true
		older, had := f.older[name]
		switch {
		case f.kind == StopBefore, f.kind == StopAfter:
			panic(Stopped{})
		case f.kind == Fail:
			return "", ErrInjected
		case f.kind == Stale && had:
			value, there = older, older != ""
		case f.kind == Missing && there:
			there = false
		default:
			f.struck = false
		}
	}
	if !there {
		return "", vault.ErrNotFound
	}
	return value, ctx.Err()
}

// Set implements vault.Keyring.
func (f *Faulty) Set(ctx context.Context, name, value string) error {
	if len(value) > vault.MaxItem {
		return fmt.Errorf("%d bytes: %w", len(value), vault.ErrTooLarge)
	}
	return f.write(ctx, func() error {
		f.older[name] = f.items[name]
		f.items[name] = value
		return nil
	}, vault.ErrTooLarge)
}

// Delete implements vault.Keyring.
func (f *Faulty) Delete(ctx context.Context, name string) error {
	return f.write(ctx, func() error {
		if _, there := f.items[name]; !there {
			return vault.ErrNotFound
		}
		f.older[name] = f.items[name]
		delete(f.items, name)
		return nil
	}, vault.ErrNotFound)
}

// write does a Set or a Delete; special is the error that only it can have.
func (f *Faulty) write(ctx context.Context, do func() error, special error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if !f.turn() {
		return do()
	}
	f.struck = true
	switch {
	case f.kind == StopBefore:
		panic(Stopped{})
	case f.kind == StopAfter:
		_ = do() // the process is gone before it could look at the result
		panic(Stopped{})
	case f.kind == Fail:
		return ErrInjected
	case f.kind == FailDone:
		return errors.Join(ErrInjected, do())
	case f.kind == NotStored:
		return nil
	case f.kind == TooLarge && errors.Is(special, vault.ErrTooLarge),
		f.kind == Missing && errors.Is(special, vault.ErrNotFound):
		return special
	}
	f.struck = false
	return do()
}
