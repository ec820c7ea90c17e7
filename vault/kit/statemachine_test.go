package kit_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// The state machine does random things to a vault and its copies. Beside them
// it keeps a plain model, which knows nothing of prints, revisions and sets: it
// remembers which secrets and codes, as texts, are in the vault and on each
// copy, and says from them alone how an account stands.

// modelAccount is what a vault holds of an account.
type modelAccount struct {
	secret string   // empty: none
	codes  []string // live ones
	showed string   // the first code of the set when the service showed it
	failed []string // of codes, those that did not work when they were tried
	open   bool     // one was used, the new one is not saved
}

// modelCopy is what a copy holds, by account.
type modelCopy struct {
	id       string
	exists   bool
	placed   bool
	accounts map[string]modelAccount
	entries  []kit.Entry // for restoring
}

type model struct {
	accounts map[string]*modelAccount
	copies   []*modelCopy
	used     map[string]bool // codes that the services take no more
}

// state is architecture's definition, the first that fits.
func (m *model) state(id string) kit.State {
	a := m.accounts[id]
	sound := len(a.codes) - len(a.failed)
	state := kit.StateLost
	for _, c := range m.copies {
		on := c.accounts[id]
		if !c.exists || !c.placed || on.secret == "" && len(on.codes) == 0 {
			continue
		}
		hasSecret := a.secret == "" || on.secret == a.secret
		hasCodes := m.hasCodes(a, on)
		switch {
		case !a.open && hasSecret && (hasCodes || len(a.codes) == 0) && (a.secret != "" || sound > 0):
			return kit.StateReady
		case !a.open && hasCodes && sound > 0:
			state = kit.StateRecovery
		case state == kit.StateLost:
			state = kit.StateStale
		}
	}
	return state
}

// hasCodes: the copy has codes that the service showed together with those in
// the vault, and every one of the vault's that still works.
func (m *model) hasCodes(a *modelAccount, on modelAccount) bool {
	for _, code := range a.codes {
		if !m.used[code] && !slices.Contains(on.codes, code) {
			return false
		}
	}
	return len(a.codes) > 0 && len(on.codes) > 0 && on.showed == a.showed
}

// store is the vault under test: a real one, or one that is quick.
type store interface {
	kit.Source
	Accounts() []vault.Account
	add(secret string) (id string)
	reenrol(id, secret string)
	save(id string, kind vault.RecoveryKind, codes []string)
	use(id, code string, failed bool)
	remove(id string)
	restore(e kit.Entry) bool
}

type machine struct {
	t     *testing.T
	rnd   *rand.Rand
	now   time.Time
	store store
	reg   kit.Register
	model model
	next  int
	log   []string
}

func newMachine(t *testing.T, rnd *rand.Rand, s store) *machine {
	return &machine{
		t: t, rnd: rnd, store: s, now: time.Unix(1_790_000_000, 0).UTC(),
		model: model{accounts: map[string]*modelAccount{}, used: map[string]bool{}},
	}
}

func (m *machine) fresh(what string) string {
	m.next++
	return fmt.Sprintf("%s-%d", what, m.next)
}

// pick returns the id of some account, empty when there are none.
func (m *machine) pick() string {
	ids := make([]string, 0, len(m.model.accounts))
	for id := range m.model.accounts {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return ""
	}
	slices.Sort(ids)
	return ids[m.rnd.IntN(len(ids))]
}

func (m *machine) step() {
	m.now = m.now.Add(time.Duration(1+m.rnd.IntN(5000)) * time.Second)
	id := m.pick()
	op := m.rnd.IntN(20)
	if id == "" || op == 0 && len(m.model.accounts) < 6 {
		m.add()
		return
	}
	a := m.model.accounts[id]
	switch {
	case op < 3:
		m.reenrol(id, a)
	case op < 6:
		m.save(id, a)
	case op < 10:
		m.use(id, a)
	case op < 11:
		m.note("delete %s", id)
		m.store.remove(id)
		delete(m.model.accounts, id)
	case op < 12:
		m.restore()
	case op < 15:
		m.make()
	case op < 18:
		m.setPlace()
	default:
		m.forget()
	}
}

func (m *machine) note(format string, args ...any) {
	m.log = append(m.log, fmt.Sprintf(format, args...))
}

func (m *machine) add() {
	secret := m.fresh("secret")
	if m.rnd.IntN(4) == 0 {
		secret = ""
	}
	id := m.store.add(secret)
	m.note("add %s %q", id, secret)
	m.model.accounts[id] = &modelAccount{secret: secret}
}

func (m *machine) reenrol(id string, a *modelAccount) {
	if a.secret == "" {
		return
	}
	a.secret = m.fresh("secret")
	m.note("enrol %s again", id)
	m.store.reenrol(id, a.secret)
}

func (m *machine) save(id string, a *modelAccount) {
	kinds := []vault.RecoveryKind{vault.RecoveryRotating, vault.RecoveryList, vault.RecoveryRemoval}
	kind := kinds[m.rnd.IntN(len(kinds))]
	n := 1
	if kind == vault.RecoveryList {
		n = 1 + m.rnd.IntN(4)
	}
	for _, code := range a.codes {
		m.model.used[code] = true // a new set kills the old one
	}
	a.codes, a.open, a.failed = nil, false, nil
	for range n {
		a.codes = append(a.codes, m.fresh("code"))
	}
	a.showed = a.codes[0]
	m.note("save %s %s %q", id, kind, a.codes)
	m.store.save(id, kind, a.codes)
}

func (m *machine) use(id string, a *modelAccount) {
	if len(a.codes) == 0 {
		return
	}
	code := a.codes[m.rnd.IntN(len(a.codes))]
	failed := m.rnd.IntN(3) == 0
	status := m.status(id)
	m.note("use %s %s failed=%t", id, code, failed)
	m.store.use(id, code, failed)
	other := func(codes []string) []string {
		return slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return c == code })
	}
	a.failed = other(a.failed)
	if failed {
		a.failed = append(a.failed, code)
		return
	}
	m.model.used[code] = true
	a.codes = other(a.codes)
	a.open = status.Kind == vault.RecoveryRotating
}

func (m *machine) status(id string) vault.RecoveryStatus {
	for _, a := range m.store.Accounts() {
		if a.ID == id {
			return *a.Recovery
		}
	}
	m.t.Fatalf("no account %s", id)
	return vault.RecoveryStatus{}
}

// make makes a kit or a sheet of all accounts or some, with secrets or without.
func (m *machine) make() {
	choice := kit.Choice{NoSecrets: m.rnd.IntN(3) == 0}
	if m.rnd.IntN(3) == 0 {
		choice.IDs = []string{m.pick()}
	}
	entries, err := kit.Collect(context.Background(), m.store, choice)
	if err != nil {
		m.t.Fatal(err)
	}
	c := kit.Copy{ID: m.fresh("copy"), Kind: kit.CopyKit, Created: m.now, Held: kit.Hold(entries)}
	if m.rnd.IntN(2) == 0 {
		c.Kind = kit.CopySheet
	}
	if m.rnd.IntN(4) == 0 {
		c.File = fmt.Sprint("file-", m.rnd.IntN(3))
	}
	if m.rnd.IntN(3) == 0 {
		c.Place = "elsewhere"
	}
	if old, ok := m.reg.Newest(c.Kind); ok && m.rnd.IntN(2) == 0 {
		c.Takes = old.ID
	}
	on := &modelCopy{id: c.ID, exists: true, placed: c.Place != "", accounts: map[string]modelAccount{}, entries: entries}
	for id, a := range m.model.accounts {
		if choice.IDs != nil && !slices.Contains(choice.IDs, id) {
			continue
		}
		held := *a
		held.codes = slices.Clone(a.codes)
		if choice.NoSecrets {
			held.secret = ""
		}
		on.accounts[id] = held
	}
	m.note("make %s %s file=%q place=%q takes=%q of %q, no secrets: %t", c.Kind, c.ID, c.File, c.Place, c.Takes, choice.IDs, choice.NoSecrets)
	m.reg = m.reg.Add(c)
	m.model.copies = append(m.model.copies, on)
	m.syncGone()
}

// syncGone takes over which copies the register says are gone: when that is so
// is a matter of its own tests.
func (m *machine) syncGone() {
	for _, on := range m.model.copies {
		if c, ok := m.reg.Find(on.id); ok {
			on.exists = c.Removed.IsZero() && c.Replaced.IsZero()
		}
	}
}

func (m *machine) setPlace() {
	if len(m.model.copies) == 0 {
		return
	}
	on := m.model.copies[m.rnd.IntN(len(m.model.copies))]
	place := "elsewhere"
	if m.rnd.IntN(3) == 0 {
		place = ""
	}
	m.note("place %s %q", on.id, place)
	var err error
	if m.reg, err = m.reg.SetPlace(on.id, place, m.now); err != nil {
		m.t.Fatal(err)
	}
	on.placed = place != ""
	m.syncGone()
}

func (m *machine) forget() {
	if len(m.model.copies) == 0 {
		return
	}
	on := m.model.copies[m.rnd.IntN(len(m.model.copies))]
	m.note("forget %s", on.id)
	var err error
	if m.reg, err = m.reg.Forget(on.id, m.now); err != nil {
		m.t.Fatal(err)
	}
	on.exists = false
}

// restore brings accounts that the vault lost back from a copy.
func (m *machine) restore() {
	if len(m.model.copies) == 0 {
		return
	}
	on := m.model.copies[m.rnd.IntN(len(m.model.copies))]
	for _, e := range on.entries {
		id := e.Account.ID
		if m.model.accounts[id] != nil || !m.store.restore(e) {
			continue
		}
		m.note("restore %s from %s", id, on.id)
		held := on.accounts[id]
		m.model.accounts[id] = &modelAccount{secret: held.secret, codes: slices.Clone(held.codes), showed: held.showed}
	}
}

func (m *machine) check() {
	m.t.Helper()
	report := m.reg.Readiness(m.store.Accounts())
	lost, stale := 0, 0
	if len(report.Accounts) != len(m.model.accounts) {
		m.t.Fatalf("readiness of %d accounts, there are %d", len(report.Accounts), len(m.model.accounts))
	}
	for _, got := range report.Accounts {
		want := m.model.state(got.Account.ID)
		switch want {
		case kit.StateLost:
			lost++
		case kit.StateStale:
			stale++
		}
		if got.State != want {
			m.fail("account %s is %s, want %s", got.Account.ID, got.State, want)
		}
		if (got.State == kit.StateReady) != (got.Why == kit.WhyNone) || (got.Why == kit.WhyNone) != (got.Next == kit.NextNone) {
			m.fail("account %s is %s, why %q, next %q", got.Account.ID, got.State, got.Why, got.Next)
		}
		if c, ok := m.reg.Find(got.Copy); got.Copy != "" && (!ok || !c.Here()) {
			m.fail("account %s points to copy %q, which is not there", got.Account.ID, got.Copy)
		}
	}
	if report.Lost != lost || report.Stale != stale {
		m.fail("%d lost and %d stale, want %d and %d", report.Lost, report.Stale, lost, stale)
	}
}

func (m *machine) fail(format string, args ...any) {
	m.t.Helper()
	for _, line := range m.log {
		m.t.Log(line)
	}
	m.t.Fatalf(format, args...)
}

func TestReadinessAgainstAModel(t *testing.T) {
	const steps, life = 100_000, 250
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	seen := map[kit.State]int{}
	for done := 0; done < steps; done += life {
		m := newMachine(t, rnd, &quickStore{})
		m.store.(*quickStore).now = func() time.Time { return m.now }
		for range life {
			m.step()
			m.check()
			for id := range m.model.accounts {
				seen[m.model.state(id)]++
			}
		}
	}
	for _, s := range []kit.State{kit.StateReady, kit.StateRecovery, kit.StateStale, kit.StateLost} {
		if seen[s] < steps/100 {
			t.Errorf("state %s came up %d times only: the steps do not try it", s, seen[s])
		}
	}
	t.Logf("states seen: %v", seen)
}
