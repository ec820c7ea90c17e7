package kit_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// entry is an account with list codes as a kit holds it.
func entry(id, secret string, at time.Time, codes ...string) kit.Entry {
	a := account(secret)
	a.ID, a.Created = id, at
	e := kit.Entry{Account: a}
	if secret != "" {
		e.Saved = at
	}
	if codes != nil {
		e.Recovery = &kit.Recovery{Kind: vault.RecoveryList, Codes: secrets(codes), Revision: 2, Saved: saved}
	}
	return e
}

// current is an account of a vault with its codes saved at a time.
func current(id, secret string, at time.Time, revision int, codesSaved time.Time) vault.Account {
	a := account(secret)
	a.ID, a.Created = id, at
	if revision > 0 {
		a.Recovery = &vault.RecoveryStatus{
			Kind: vault.RecoveryList, State: vault.RecoveryLive, Left: 2, Total: 2, Revision: revision, Saved: codesSaved,
		}
	}
	return a
}

func TestCompare(t *testing.T) {
	k := kit.Kit{Created: made, Entries: []kit.Entry{
		entry("same", "secret-1", saved, "c1", "c2"),
		entry("enrolled again", "secret-2", saved),
		entry("new list", "secret-3", saved, "c3"),
		entry("left out", "", saved, "c4"),
		entry("deleted", "secret-5", saved),
		entry("other id", "secret-6", saved),
		entry("open", "secret-7", saved, "c7"),
	}}
	open := current("open", "secret-7", saved, 2, saved)
	open.Recovery.State, open.Recovery.Left = vault.RecoveryOpen, 0
	accounts := []vault.Account{
		current("same", "secret-1", saved, 2, saved),
		current("enrolled again", "secret-22", made, 0, time.Time{}),
		current("new list", "secret-3", saved, 3, made),
		current("left out", "secret-4", saved, 2, saved),
		current("id of its own", "secret-6", saved, 0, time.Time{}),
		open,
		current("new", "secret-8", made, 0, time.Time{}),
	}
	var got []string
	for _, d := range kit.Compare(k, accounts) {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s: %s %s", d.Account.ID, d.Match, d.Why)))
	}
	want := []string{
		"same: complete", "enrolled again: stale old-secret", "new list: stale old-codes", "left out: stale no-secret",
		"id of its own: complete", "open: stale open-rotation", "new: missing", "deleted: extra",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestPlan(t *testing.T) {
	later := made
	unread := current("a", "secret", saved, 2, saved)
	unread.Recovery.State, unread.Recovery.Left = vault.RecoveryUnknown, 0
	ticked := current("a", "secret", saved, 2, saved)
	ticked.Recovery.Left = 1
	counter := func(n uint64) vault.Account {
		a := account("secret")
		a.ID, a.Type, a.Period, a.Counter, a.Created = "a", vault.TypeHOTP, 0, n, saved
		return a
	}
	hotp := kit.Entry{Account: counter(5), Saved: saved}
	nobodyKnows := entry("a", "another", time.Time{}, "c1")
	nobodyKnows.Recovery.Saved = time.Time{}

	retired := current("a", "", saved.Add(-time.Hour), 0, time.Time{})
	retired.Renewed, retired.Open = later, vault.StepEnrol
	enrolledAgain := current("a", "new", saved.Add(-time.Hour), 0, time.Time{})
	enrolledAgain.Renewed = later
	afterwards := entry("a", "newest", later.Add(time.Hour), "c1")
	afterwards.Recovery.Saved = later.Add(time.Hour)

	for name, tt := range map[string]struct {
		entry   kit.Entry
		current []vault.Account
		want    string
	}{
		"an empty vault":                     {entry("a", "secret", saved, "c1"), nil, "add secret recovery"},
		"an empty vault, codes only":         {entry("a", "", saved, "c1"), nil, "add recovery"},
		"the same":                           {entry("a", "secret", saved, "c1"), []vault.Account{current("a", "secret", saved, 2, saved)}, "same"},
		"codes saved under a clock set back": {entry("a", "secret", saved, "c1"), []vault.Account{current("a", "secret", saved, 3, saved.Add(-time.Hour))}, "keep kept-recovery"},
		"codes after enrolling elsewhere":    {entry("a", "new", later, "c1"), []vault.Account{current("a", "secret", saved, 3, saved.Add(-time.Hour))}, "update secret recovery"},
		"codes ticked off here":              {entry("a", "secret", saved, "c1", "c2"), []vault.Account{ticked}, "same"},
		"codes unreadable here":              {entry("a", "secret", saved, "c1", "c2"), []vault.Account{unread}, "update recovery"},
		"no codes here":                      {entry("a", "secret", saved, "c1"), []vault.Account{current("a", "secret", saved, 0, time.Time{})}, "update recovery"},
		"newer codes here":                   {entry("a", "secret", saved, "c1"), []vault.Account{current("a", "secret", saved, 3, later)}, "keep kept-recovery"},
		"older codes here":                   {entry("a", "secret", saved, "c1"), []vault.Account{current("a", "secret", saved, 1, saved.Add(-time.Hour))}, "update recovery"},
		"other codes of one revision":        {entry("a", "secret", saved, "c1"), []vault.Account{current("a", "secret", saved, 2, later)}, "keep kept-recovery"},
		"newer secret here":                  {entry("a", "old", saved), []vault.Account{current("a", "new", later, 0, time.Time{})}, "keep kept-secret"},
		"older secret here":                  {entry("a", "new", later), []vault.Account{current("a", "old", saved, 0, time.Time{})}, "update secret"},
		"other secret of one time":           {entry("a", "one", saved), []vault.Account{current("a", "two", saved, 0, time.Time{})}, "keep kept-secret"},
		"secret older, codes newer":          {entry("a", "old", saved, "c1"), []vault.Account{current("a", "new", later, 1, saved.Add(-time.Hour))}, "update recovery kept-secret"},
		"no secret here":                     {entry("a", "secret", saved), []vault.Account{current("a", "", saved, 0, time.Time{})}, "update secret"},
		"no secret in the kit":               {entry("a", "", saved), []vault.Account{current("a", "secret", saved, 0, time.Time{})}, "same"},
		"times not known":                    {nobodyKnows, []vault.Account{current("a", "secret", saved, 3, saved)}, "keep kept-secret kept-recovery"},
		"retired here":                       {entry("a", "secret", saved, "c1"), []vault.Account{retired}, "keep kept-secret kept-recovery"},
		"retired, the kit is newer":          {afterwards, []vault.Account{retired}, "update secret recovery"},
		"enrolled again here":                {entry("a", "secret", saved, "c1"), []vault.Account{enrolledAgain}, "keep kept-secret kept-recovery"},
		"a larger counter here":              {hotp, []vault.Account{counter(6)}, "same"},
		"a smaller counter here":             {hotp, []vault.Account{counter(4)}, "update counter"},
		"another id, the same secret":        {entry("a", "secret", saved), []vault.Account{current("b", "secret", later, 0, time.Time{})}, "same"},
		"same names, another secret":         {entry("a", "secret", saved), []vault.Account{current("b", "other", later, 0, time.Time{})}, "add secret"},
		"same names, codes only":             {entry("a", "", saved, "c1"), []vault.Account{current("b", "other", later, 3, later)}, "keep kept-recovery"},
		"codes only in kit, none here":       {entry("a", "", saved, "c1"), []vault.Account{current("b", "other", later, 0, time.Time{})}, "update recovery"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := kit.MakePlan(kit.Kit{Entries: []kit.Entry{tt.entry}}, tt.current)
			if got := stepText(plan[0]); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// stepText says what a step does.
func stepText(s kit.Step) string {
	text := string(s.Action)
	for _, flag := range []struct {
		on   bool
		name string
	}{
		{s.Secret, "secret"},
		{s.Counter, "counter"},
		{s.Recovery, "recovery"},
		{s.KeptSecret, "kept-secret"},
		{s.KeptRecovery, "kept-recovery"},
	} {
		if flag.on {
			text += " " + flag.name
		}
	}
	return text
}

// Two accounts of one name and a third: each finds its own.
func TestPlanFindsEachItsOwn(t *testing.T) {
	k := kit.Kit{Entries: []kit.Entry{
		entry("a", "secret-a", saved), entry("b", "secret-b", saved), entry("c", "", saved, "c1"),
	}}
	accounts := []vault.Account{
		current("x", "secret-b", saved, 0, time.Time{}),
		current("a", "secret-new", made, 0, time.Time{}),
		current("y", "secret-other", saved, 0, time.Time{}),
	}
	plan := kit.MakePlan(k, accounts)
	var got []string
	for _, s := range plan {
		got = append(got, s.Entry.Account.ID+">"+s.Current.ID)
	}
	if want := []string{"a>a", "b>x", "c>y"}; !slices.Equal(got, want) {
		t.Errorf("pairs %q, want %q", got, want)
	}
}

func TestCollectAndDrill(t *testing.T) {
	ctx := context.Background()
	v, err := vault.Open(ctx, vault.Options{Keyring: vault.NewMemoryKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	var accounts []vault.Account
	for _, e := range full().Entries {
		accounts = append(accounts, e.Account)
	}
	stored, err := v.Add(ctx, accounts, vault.DuplicateRefuse)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.SetRecovery(ctx, stored[0].ID, vault.RecoverySet{Codes: secrets([]string{"c1", "c2", "c3"})}); err != nil {
		t.Fatal(err)
	}
	if err := v.UseRecovery(ctx, stored[0].ID, vault.RecoveryUse{}); err != nil {
		t.Fatal(err)
	}
	entries, err := kit.Collect(ctx, v, kit.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	k := kit.Kit{ID: kit.NewID(), Created: made, Entries: entries}
	for _, d := range kit.Compare(k, v.Accounts()) {
		if d.Match != kit.MatchComplete {
			t.Errorf("%s: %s because %s", d.Account.ID, d.Match, d.Why)
		}
	}
	result, err := kit.Drill(ctx, k)
	if err != nil || result.Accounts != len(accounts) || result.Codes != 2 || len(result.Failed) != 0 {
		t.Errorf("drill: %+v, %v", result, err)
	}

	// What could not be read shows.
	k.Entries[0].Problem = vault.ErrDamaged
	result, err = kit.Drill(ctx, k)
	if err != nil || len(result.Failed) != 1 || result.Failed[0].Account.ID != k.Entries[0].Account.ID || !result.Failed[0].Account.Secret.IsZero() {
		t.Errorf("drill with a problem: %+v, %v", result, err)
	}

	one, err := kit.Collect(ctx, v, kit.Choice{IDs: []string{stored[0].ID}, NoSecrets: true})
	if err != nil || len(one) != 1 || one[0].HasSecret() || len(one[0].Recovery.Codes) != 2 {
		t.Errorf("one account without its secret: %+v, %v", one, err)
	}
	if _, err := kit.Collect(ctx, v, kit.Choice{IDs: []string{"none"}}); err == nil {
		t.Error("collected an account that is not there")
	}
}

// source is a vault that has those entries.
type source []vault.Entry

func (s source) Entries(context.Context) ([]vault.Entry, error) { return s, nil }

func TestCollectSaysWhatItCouldNotRead(t *testing.T) {
	unread := current("a", "secret", saved, 2, saved)
	unread.Recovery.State, unread.Recovery.Left = vault.RecoveryUnknown, 0
	entries, err := kit.Collect(t.Context(), source{{Account: unread}}, kit.Choice{})
	if err != nil || len(entries) != 1 || !errors.Is(entries[0].Problem, vault.ErrDamaged) || entries[0].Recovery != nil || !entries[0].HasSecret() {
		t.Errorf("collected %+v, %v", entries, err)
	}
}

func BenchmarkDrill200(b *testing.B) {
	k := many(200)
	for b.Loop() {
		if result, err := kit.Drill(context.Background(), k); err != nil || result.Accounts != 200 {
			b.Fatalf("%+v, %v", result, err)
		}
	}
}

// many is a kit of so many accounts with ten codes each.
func many(n int) kit.Kit {
	k := kit.Kit{ID: "kit1", Vault: "vault1", Created: made}
	for i := range n {
		var codes []string
		for c := range 10 {
			codes = append(codes, fmt.Sprintf("%04x-%04x", i*7919%65536, (i*10+c)*104729%65536))
		}
		e := entry(fmt.Sprint("id", i), fmt.Sprintf("secret-%014d", i), saved, codes...)
		e.Account.Issuer, e.Account.Name = fmt.Sprintf("Service %d", i), fmt.Sprintf("person%d@example.com", i)
		k.Entries = append(k.Entries, e)
	}
	return k
}
