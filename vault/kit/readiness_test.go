package kit_test

import (
	"slices"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// with returns the account with codes of a kind and state.
func with(a vault.Account, kind vault.RecoveryKind, state vault.RecoveryState, left int) vault.Account {
	a.Recovery = &vault.RecoveryStatus{Kind: kind, State: state, Left: left, Total: 3, Saved: saved, Revision: 2}
	return a
}

func totp() vault.Account {
	a := account("12345678901234567890")
	a.ID = "aaaa"
	return a
}

func codesOnly() vault.Account {
	a := account("")
	a.ID = "aaaa"
	return a
}

// holds is a copy of the account as it is, with codes from the set in force.
func holds(a vault.Account, secret bool, codes int) kit.Held {
	h := kit.Held{ID: a.ID, Secret: secret, Print: kit.Print(a), Codes: codes}
	if codes > 0 {
		h.Revision, h.Saved = 2, saved
	}
	return h
}

func placed(h ...kit.Held) kit.Copy {
	return kit.Copy{ID: "k1", Kind: kit.CopyKit, Place: "USB stick", Created: made, Held: h}
}

func here(h ...kit.Held) kit.Copy {
	return kit.Copy{ID: "k2", Kind: kit.CopyKit, Created: made.Add(time.Hour), Held: h}
}

func TestReadiness(t *testing.T) {
	live := with(totp(), vault.RecoveryList, vault.RecoveryLive, 3)
	codes := with(codesOnly(), vault.RecoveryList, vault.RecoveryLive, 3)
	old := func(h kit.Held) kit.Held { h.Revision--; return h }
	rolledBack := func(h kit.Held) kit.Held { h.Saved = h.Saved.Add(time.Hour); return h }
	enrolled := func(h kit.Held) kit.Held { h.Print = "another"; return h }
	gone := func(c kit.Copy) kit.Copy { c.Removed = made; return c }
	replaced := func(c kit.Copy) kit.Copy { c.Replaced = made; return c }
	other := vault.Account{ID: "zzzz"}
	hotp := totp()
	hotp.Type, hotp.Period, hotp.Counter = vault.TypeHOTP, 0, 7
	hotpLater := hotp
	hotpLater.Counter = 900

	for name, tt := range map[string]struct {
		account vault.Account
		copies  []kit.Copy
		state   kit.State
		why     kit.Why
		next    kit.Next
		copy    string
	}{
		"no copy at all":             {live, nil, kit.StateLost, kit.WhyNoCopy, kit.NextMake, ""},
		"a copy of something else":   {live, []kit.Copy{placed(holds(other, true, 3))}, kit.StateLost, kit.WhyNoCopy, kit.NextMake, ""},
		"only its name on a sheet":   {live, []kit.Copy{placed(holds(live, false, 0))}, kit.StateLost, kit.WhyNoCopy, kit.NextMake, ""},
		"everything, elsewhere":      {live, []kit.Copy{placed(holds(live, true, 3))}, kit.StateReady, "", "", ""},
		"everything, only here":      {live, []kit.Copy{here(holds(live, true, 3))}, kit.StateLost, kit.WhyNoPlace, kit.NextPlace, "k2"},
		"everything, but gone":       {live, []kit.Copy{gone(placed(holds(live, true, 3)))}, kit.StateLost, kit.WhyNoCopy, kit.NextMake, ""},
		"everything, but replaced":   {live, []kit.Copy{replaced(placed(holds(live, true, 3)))}, kit.StateLost, kit.WhyNoCopy, kit.NextMake, ""},
		"codes ticked off since":     {with(totp(), vault.RecoveryList, vault.RecoveryLive, 1), []kit.Copy{placed(holds(live, true, 3))}, kit.StateReady, "", "", ""},
		"codes replaced since":       {live, []kit.Copy{placed(old(holds(live, true, 3)))}, kit.StateStale, kit.WhyOldCodes, kit.NextRenew, "k1"},
		"codes from a rolled-back":   {live, []kit.Copy{placed(rolledBack(holds(live, true, 3)))}, kit.StateStale, kit.WhyOldCodes, kit.NextRenew, "k1"},
		"enrolled again since":       {live, []kit.Copy{placed(enrolled(holds(live, true, 3)))}, kit.StateRecovery, kit.WhyOldSecret, kit.NextRenew, "k1"},
		"both old":                   {live, []kit.Copy{placed(enrolled(old(holds(live, true, 3))))}, kit.StateStale, kit.WhyOldSecret, kit.NextRenew, "k1"},
		"without the codes":          {live, []kit.Copy{placed(holds(live, true, 0))}, kit.StateStale, kit.WhyNoCodes, kit.NextRenew, "k1"},
		"without the secret":         {live, []kit.Copy{placed(holds(live, false, 3))}, kit.StateRecovery, kit.WhyNoSecret, kit.NextMake, "k1"},
		"old elsewhere, new here":    {live, []kit.Copy{placed(old(holds(live, true, 3))), here(holds(live, true, 3))}, kit.StateStale, kit.WhyNoPlace, kit.NextPlace, "k2"},
		"new elsewhere, new here":    {live, []kit.Copy{placed(holds(live, true, 3)), here(holds(live, true, 3))}, kit.StateReady, "", "", ""},
		"old elsewhere, older here":  {live, []kit.Copy{placed(old(holds(live, true, 3))), here(old(holds(live, true, 3)))}, kit.StateStale, kit.WhyOldCodes, kit.NextRenew, "k1"},
		"half here, half there":      {live, []kit.Copy{placed(holds(live, true, 0)), {ID: "k3", Kind: kit.CopySheet, Place: "drawer", Held: []kit.Held{holds(live, false, 3)}}}, kit.StateRecovery, kit.WhyNoSecret, kit.NextMake, "k3"},
		"kit and sheet, both old":    {live, []kit.Copy{placed(old(holds(live, true, 3))), {ID: "k3", Kind: kit.CopySheet, Place: "drawer", Held: []kit.Held{old(holds(live, false, 3))}}}, kit.StateStale, kit.WhyOldCodes, kit.NextRenew, "k1"},
		"no codes ever":              {totp(), []kit.Copy{placed(holds(totp(), true, 0))}, kit.StateReady, "", "", ""},
		"no codes ever, no secret":   {codesOnly(), []kit.Copy{placed(holds(codesOnly(), false, 0))}, kit.StateLost, kit.WhySpent, kit.NextNewCodes, ""},
		"codes only":                 {codes, []kit.Copy{placed(holds(codes, false, 3))}, kit.StateReady, "", "", ""},
		"codes only, old":            {codes, []kit.Copy{placed(old(holds(codes, false, 3)))}, kit.StateStale, kit.WhyOldCodes, kit.NextRenew, "k1"},
		"codes only, all used":       {with(codesOnly(), vault.RecoveryList, vault.RecoverySpent, 0), []kit.Copy{placed(holds(codes, false, 3))}, kit.StateStale, kit.WhySpent, kit.NextNewCodes, "k1"},
		"codes only, the last fails": {with(codesOnly(), vault.RecoveryList, vault.RecoverySuspect, 1), []kit.Copy{placed(holds(codes, false, 1))}, kit.StateStale, kit.WhySuspect, kit.NextNewCodes, "k1"},
		"codes only, one fails":      {with(codesOnly(), vault.RecoveryList, vault.RecoverySuspect, 2), []kit.Copy{placed(holds(codes, false, 2))}, kit.StateReady, "", "", ""},
		"all codes used":             {with(totp(), vault.RecoveryList, vault.RecoverySpent, 0), []kit.Copy{placed(holds(live, true, 3))}, kit.StateReady, "", "", ""},
		"codes only, all fail":       {failed(with(codesOnly(), vault.RecoveryList, vault.RecoverySuspect, 2), 2), []kit.Copy{placed(holds(codes, false, 2))}, kit.StateStale, kit.WhySuspect, kit.NextNewCodes, "k1"},
		"the code fails":             {with(totp(), vault.RecoveryRotating, vault.RecoverySuspect, 1), []kit.Copy{placed(holds(live, true, 1))}, kit.StateReady, "", "", ""},
		"the code fails, no secret":  {with(totp(), vault.RecoveryRotating, vault.RecoverySuspect, 1), []kit.Copy{placed(holds(live, false, 1))}, kit.StateStale, kit.WhyNoSecret, kit.NextMake, "k1"},
		"open rotation":              {with(totp(), vault.RecoveryRotating, vault.RecoveryOpen, 0), []kit.Copy{placed(holds(live, true, 1))}, kit.StateStale, kit.WhyOpen, kit.NextSave, "k1"},
		"open rotation, no copy":     {with(totp(), vault.RecoveryRotating, vault.RecoveryOpen, 0), nil, kit.StateLost, kit.WhyOpen, kit.NextSave, ""},
		"removal code":               {with(totp(), vault.RecoveryRemoval, vault.RecoveryLive, 1), []kit.Copy{placed(enrolled(holds(live, true, 1)))}, kit.StateRecovery, kit.WhyOldSecret, kit.NextRenew, "k1"},
		"removal code used":          {with(totp(), vault.RecoveryRemoval, vault.RecoverySpent, 0), []kit.Copy{placed(holds(live, true, 1))}, kit.StateReady, "", "", ""},
		"unreadable, on the copy":    {with(totp(), vault.RecoveryList, vault.RecoveryUnknown, 0), []kit.Copy{placed(holds(live, true, 3))}, kit.StateReady, "", "", ""},
		"unreadable, on no copy":     {with(totp(), vault.RecoveryList, vault.RecoveryUnknown, 0), []kit.Copy{placed(holds(live, true, 0))}, kit.StateStale, kit.WhyUnread, kit.NextNewCodes, "k1"},
		"counter moved on":           {hotpLater, []kit.Copy{placed(holds(hotp, true, 0))}, kit.StateReady, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			report := kit.Register{Copies: tt.copies}.Readiness([]vault.Account{tt.account})
			got := report.Accounts[0]
			if got.State != tt.state || got.Why != tt.why || got.Next != tt.next || got.Copy != tt.copy {
				t.Errorf("%s because %q, next %q at %q; want %s because %q, next %q at %q",
					got.State, got.Why, got.Next, got.Copy, tt.state, tt.why, tt.next, tt.copy)
			}
		})
	}
}

// The shortest way comes first, and what is ready last.
func TestReadinessOrder(t *testing.T) {
	named := func(id string, a vault.Account) vault.Account { a.ID = id; return a }
	accounts := []vault.Account{
		named("ready", totp()),
		named("no copy", totp()),
		named("no codes left", codesOnly()),
		named("old codes", with(totp(), vault.RecoveryList, vault.RecoveryLive, 3)),
		named("open", with(totp(), vault.RecoveryRotating, vault.RecoveryOpen, 0)),
		named("only here", totp()),
	}
	register := kit.Register{Copies: []kit.Copy{
		placed(holds(accounts[0], true, 0), holds(accounts[3], true, 0)),
		here(holds(accounts[5], true, 0)),
	}}
	report := register.Readiness(accounts)
	var order []string
	for _, r := range report.Accounts {
		order = append(order, r.Account.ID)
	}
	want := []string{"only here", "open", "old codes", "no copy", "no codes left", "ready"}
	if !slices.Equal(order, want) || report.Lost != 4 || report.Stale != 1 {
		t.Errorf("order %q, %d lost, %d stale; want %q, 4 lost, 1 stale", order, report.Lost, report.Stale, want)
	}
}

// failed is the account after so many of its codes did not work.
func failed(a vault.Account, n int) vault.Account {
	a.Recovery.Failed = n
	return a
}
