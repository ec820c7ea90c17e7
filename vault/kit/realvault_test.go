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

// realStore is the state machine's vault as the program has it.
type realStore struct {
	*vault.Vault
	t *testing.T
	n int
}

func (s *realStore) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *realStore) add(secret string) string {
	s.n++
	a := account(secret)
	a.Name = fmt.Sprint("person", s.n)
	stored, err := s.Add(s.t.Context(), []vault.Account{a}, vault.DuplicateRefuse)
	s.must(err)
	return stored[0].ID
}

func (s *realStore) reenrol(id, secret string) {
	s.must(s.ReplaceCredential(s.t.Context(), id, account(secret)))
}

func (s *realStore) save(id string, kind vault.RecoveryKind, codes []string) {
	s.must(s.SetRecovery(s.t.Context(), id, vault.RecoverySet{Kind: kind, Codes: secrets(codes)}))
}

func (s *realStore) use(id, code string, failed bool) {
	s.must(s.UseRecovery(s.t.Context(), id, vault.RecoveryUse{Code: vault.NewSecret([]byte(code)), Failed: failed}))
}

func (s *realStore) remove(id string) {
	_, err := s.Delete(s.t.Context(), id)
	s.must(err)
}

func (s *realStore) restore(e kit.Entry) bool {
	k := kit.Kit{Created: made, Entries: []kit.Entry{e}}
	plan, err := kit.Restore(s.t.Context(), s.Vault, k, nil)
	s.must(err)
	return plan[0].Action == kit.ActionAdd
}

func TestReadinessOfARealVaultAgainstAModel(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 2))
	for range 3 {
		var m *machine
		v, err := vault.Open(t.Context(), vault.Options{
			Keyring: vault.NewMemoryKeyring(), Now: func() time.Time { return m.now },
		})
		if err != nil {
			t.Fatal(err)
		}
		m = newMachine(t, rnd, &realStore{Vault: v, t: t})
		for range 100 {
			m.step()
			m.check()
			// What is stored of the register is what is in it.
			back, err := kit.ReadNotes(m.reg.Notes())
			if err != nil {
				t.Fatal(err)
			}
			m.reg = back
		}
		v.Close()
	}
}

func openMemory(t *testing.T) *vault.Vault {
	t.Helper()
	v, err := vault.Open(t.Context(), vault.Options{Keyring: vault.NewMemoryKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

// The whole way: a vault, a kit with a place, a new computer.
func TestRestoreOnANewComputer(t *testing.T) {
	ctx := context.Background()
	old := openMemory(t)
	if _, err := old.Put(ctx, putting(full())); err != nil {
		t.Fatal(err)
	}
	entries, err := kit.Collect(ctx, old, kit.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	k := kit.Kit{ID: kit.NewID(), Vault: old.ID(), Created: made, Entries: entries}
	if k.Vault == "" {
		t.Error("the vault has no id")
	}
	data, err := kit.Encode(k)
	if err != nil {
		t.Fatal(err)
	}
	if k, err = kit.Decode(data); err != nil {
		t.Fatal(err)
	}

	fresh := openMemory(t)
	plan, err := kit.Restore(ctx, fresh, k, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range plan {
		if s.Action != kit.ActionAdd {
			t.Errorf("%s into an empty vault: %s", s.Entry.Account.ID, s.Action)
		}
	}
	for _, d := range kit.Compare(k, fresh.Accounts()) {
		if d.Match != kit.MatchComplete {
			t.Errorf("%s after restoring: %s because %s", d.Account.ID, d.Match, d.Why)
		}
	}
	// The kit that was restored from counts for the new vault at once.
	register := kit.Register{}.Add(kit.Copy{ID: k.ID, Kind: kit.CopyKit, Place: "USB stick", Created: made, Held: kit.Hold(k.Entries)})
	if report := register.Readiness(fresh.Accounts()); report.Lost+report.Stale != 0 || report.Accounts[0].State != kit.StateReady {
		t.Errorf("readiness after restoring: %d lost, %d stale, first %s", report.Lost, report.Stale, report.Accounts[0].State)
	}
	// A second time changes nothing.
	plan, err = kit.Restore(ctx, fresh, k, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range plan {
		if s.Action != kit.ActionSame {
			t.Errorf("%s once more: %s", s.Entry.Account.ID, s.Action)
		}
	}
}

// putting is what a vault with the accounts of a kit was made from.
func putting(k kit.Kit) []vault.Entry {
	var all []vault.Entry
	for _, e := range k.Entries {
		out := vault.Entry{Account: e.Account}
		if e.Recovery != nil {
			out.Codes = e.Recovery.Codes
			out.Account.Recovery = &vault.RecoveryStatus{Kind: e.Recovery.Kind, Saved: e.Recovery.Saved, Revision: e.Recovery.Revision}
		}
		all = append(all, out)
	}
	return all
}

func TestRestoreKeepsWhatIsNewer(t *testing.T) {
	ctx := context.Background()
	v := openMemory(t)
	k := kit.Kit{Created: made, Entries: []kit.Entry{
		entry("aaaa", "old secret", saved, "c1", "c2"),
		entry("bbbb", "secret-b", saved, "d1", "d2"),
		entry("cccc", "secret-c", saved),
	}}
	if _, err := v.Put(ctx, putting(k)); err != nil {
		t.Fatal(err)
	}
	// Since then: a new secret and a new list, a code used, an account deleted.
	if err := v.ReplaceCredential(ctx, "aaaa", account("new secret")); err != nil {
		t.Fatal(err)
	}
	if err := v.SetRecovery(ctx, "aaaa", vault.RecoverySet{Codes: secrets([]string{"c3", "c4"})}); err != nil {
		t.Fatal(err)
	}
	if err := v.UseRecovery(ctx, "bbbb", vault.RecoveryUse{}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Delete(ctx, "cccc"); err != nil {
		t.Fatal(err)
	}
	plan, err := kit.Restore(ctx, v, k, nil)
	if err != nil {
		t.Fatal(err)
	}
	var did []string
	for _, s := range plan {
		did = append(did, s.Entry.Account.ID+" "+stepText(s))
	}
	if want := []string{"aaaa keep kept-secret kept-recovery", "bbbb same", "cccc add secret"}; !slices.Equal(did, want) {
		t.Errorf("restoring did %q, want %q", did, want)
	}
	a, err := v.Account("aaaa")
	if err != nil || string(a.Secret.Expose()) != "new secret" {
		t.Errorf("the newer secret was overwritten, %v", err)
	}
	for id, want := range map[string][]string{"aaaa": {"c3", "c4"}, "bbbb": {"d2"}} {
		codes, err := v.RecoveryCodes(ctx, id)
		if err != nil || !slices.EqualFunc(codes, secrets(want), vault.Secret.Equal) {
			t.Errorf("%s has other codes than the newer ones, %v", id, err)
		}
	}
	if _, err := v.Account("cccc"); err != nil {
		t.Error(err)
	}

	// And the other way round: what the kit has newer comes, the rest stays.
	newer := kit.Kit{Created: made, Entries: []kit.Entry{entry("bbbb", "secret-b2", time.Now().Add(time.Hour))}}
	if _, err := kit.Restore(ctx, v, newer, nil); err != nil {
		t.Fatal(err)
	}
	b, err := v.Account("bbbb")
	if err != nil || string(b.Secret.Expose()) != "secret-b2" {
		t.Errorf("the kit's newer secret did not come, %v", err)
	}
	if codes, err := v.RecoveryCodes(ctx, "bbbb"); err != nil || len(codes) != 1 {
		t.Errorf("%d recovery codes after it, %v", len(codes), err)
	}
	if trash, err := v.Trash(ctx); err != nil || !slices.ContainsFunc(trash, func(x vault.Trashed) bool {
		return x.Account.ID == "bbbb" && x.Reason == vault.TrashReplaced
	}) {
		t.Errorf("the secret that was replaced is not in the trash, %v", err)
	}
	// What the service reset stays retired, in a real vault too.
	if err := v.Retire(ctx, "bbbb"); err != nil {
		t.Fatal(err)
	}
	if plan, err := kit.Restore(ctx, v, k, []string{"bbbb"}); err != nil || plan[0].Action != kit.ActionKeep {
		t.Errorf("restoring what was retired: %v, %v", plan[0].Action, err)
	}
	only, err := kit.Restore(ctx, openMemory(t), k, []string{"bbbb"})
	if err != nil || len(only) != 1 || only[0].Entry.Account.ID != "bbbb" {
		t.Errorf("restoring one: %d steps, %v", len(only), err)
	}
}
