package vault

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// Vault is an open vault. Its methods may be called from several goroutines;
// those that take a context talk to the keyring and may wait for a person, so
// a window calls them off its UI goroutine. The others answer from memory.
//
// Every change is all or nothing: after a stop at any point, Open finds the
// state before or after it. It returns nil only when what it wrote was read back.
type Vault struct {
	keyring Keyring
	options Options
	now     func() time.Time
	turn    chan struct{} // holds one token: the right to change the vault

	mu      sync.RWMutex // guards what follows
	st      *state
	notices []Notice
	out     <-chan struct{} // closed when a write that was given up has come back
	writer  string          // who writes, where there is no witness to say
	closed  bool
}

// Notice is something a person should know about the vault that was opened.
type Notice struct {
	Err   error     // wraps ErrOlder, ErrForeign or ErrDamaged
	Saved time.Time // when the vault that was found was saved
	Seen  time.Time // when the one last seen here was saved; zero for ErrDamaged
}

// Notices lists what Open and Reload found wrong without having to give up:
// an older vault or another computer's (changes are refused until
// AcceptOlder), damaged pages (their accounts are missing from Accounts and
// left untouched).
func (v *Vault) Notices() []Notice {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.Clone(v.notices)
}

// Whole reports whether Accounts are all there are. Where something cannot be
// read, now or before a repair set it aside, more accounts may be on it.
func (v *Vault) Whole() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	s := v.st
	return len(s.damaged) == 0 && (s.root == nil || !slices.ContainsFunc(s.root.Quarantine, func(ref pageRef) bool {
		return ref.Kind == accountPages || ref.Kind == folderPages
	}))
}

// Accounts returns all accounts, ordered by issuer and name as a person reads them.
func (v *Vault) Accounts() []Account {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return sortedAccounts(v.st.accounts)
}

// sortedAccounts returns copies in the order that people read them in.
func sortedAccounts(accounts map[string]Account) []Account {
	all := make([]Account, 0, len(accounts))
	for _, a := range accounts {
		all = append(all, a.clone())
	}
	slices.SortFunc(all, func(a, b Account) int {
		return cmp.Or(
			strings.Compare(strings.ToLower(a.Issuer), strings.ToLower(b.Issuer)),
			strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)),
			strings.Compare(a.ID, b.ID),
		)
	})
	return all
}

// Account returns one, or ErrNoAccount.
func (v *Vault) Account(id string) (Account, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	a, ok := v.st.accounts[id]
	if !ok {
		return Account{}, fmt.Errorf("%s: %w", id, ErrNoAccount)
	}
	return a.clone(), nil
}

// clone gives callers a copy that they may change, and that Close leaves
// alone: a code made from a wiped secret would be a wrong code.
func (a Account) clone() Account {
	a.Secret = NewSecret(a.Secret.bytes())
	if a.Recovery != nil {
		status := *a.Recovery
		status.Events = slices.Clone(status.Events)
		a.Recovery = &status
	}
	return a
}

// Find returns the accounts a query means: an exact id; else an exact issuer
// or account name, ignoring case; else every word is a prefix of a word of
// issuer or account name.
func (v *Vault) Find(query string) []Account { return FindAccounts(v.Accounts(), query) }

// WitnessPath is the file that changes whenever a process of this computer
// changes the vault, for watching; empty without Options.Dir.
func (v *Vault) WitnessPath() string { return v.options.witnessPath() }

// Reload reads the root again and, if another process changed the vault, its
// pages. It reports whether anything changed.
func (v *Vault) Reload(ctx context.Context) (bool, error) {
	before := v.state()
	w, err := readWitness(v.WitnessPath())
	if err != nil {
		return false, err
	}
	after, err := v.current(ctx, w)
	if err != nil || after == before {
		return false, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || v.st != before { // a change of our own was quicker
		return v.st != before, nil
	}
	v.st = after
	v.notices = notices(after, w)
	return true, nil
}

// Close drops the key and all decrypted values; a change that is under way
// ends first. Memory that held copies is given back to the system soon after.
// The vault cannot be used after.
func (v *Vault) Close() {
	v.mu.Lock()
	v.closed = true
	v.mu.Unlock()
	select {
	case v.turn <- struct{}{}:
		v.yield()
	default: // whoever holds the turn wipes when done: it needs the key until then
	}
}

// yield gives the turn back.
func (v *Vault) yield() {
	v.mu.Lock()
	if v.closed {
		v.st.wipe()
		v.st = emptyState()
		v.notices = nil
		go sweepMemory()
	}
	v.mu.Unlock()
	<-v.turn
}

// sweepMemory gives what nobody refers to any more back to the system, which
// hands it out again as zeros. What pools hold survives one collection.
func sweepMemory() {
	runtime.GC()
	runtime.GC()
	fillGaps()
	debug.FreeOSMemory()
}

// fillGaps overwrites small objects that were freed among others that live on:
// what the library that makes codes left of their secrets. Go overwrites memory
// when it is given out, not when it is taken back, so all gaps are taken once.
func fillGaps() {
	const perSize = 2 << 20
	for size := 8; size <= 128; size += 8 {
		taken := make([][]byte, perSize/size)
		for i := range taken {
			taken[i] = make([]byte, size)
		}
		runtime.KeepAlive(taken)
	}
}

func (v *Vault) state() *state {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.st
}

// lend is the state with key and accounts of its own, which Close leaves
// alone, for reading beside it.
func (v *Vault) lend() *state {
	v.mu.RLock()
	defer v.mu.RUnlock()
	s := *v.st
	s.key = bytes.Clone(s.key)
	s.accounts = make(map[string]Account, len(v.st.accounts))
	for id, a := range v.st.accounts {
		s.accounts[id] = a.clone()
	}
	return &s
}

// wipe overwrites the key and the stored records. Strings made from them are
// left to the garbage collector.
func (s *state) wipe() {
	clear(s.key)
	clear(s.slot.Bare)
	for _, data := range s.notes {
		clear(data)
	}
	for _, p := range s.pages {
		p.wipe()
	}
	s.wipeAccounts()
}

func (s *state) wipeAccounts() {
	for _, a := range s.accounts {
		clear(a.Secret.bytes())
	}
}
