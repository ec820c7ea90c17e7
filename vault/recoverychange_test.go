package vault_test

import (
	"context"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

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
		{"list, another used after one failed", vault.RecoverySet{Codes: list}, []vault.RecoveryUse{{Failed: true}, {}}, "live", "ccc aaa"},
		{"list, only a failed one left", vault.RecoverySet{Codes: list}, []vault.RecoveryUse{{Failed: true}, {}, {}}, "suspect", "aaa"},
		{"list, all failed, one works after all", vault.RecoverySet{Codes: list}, []vault.RecoveryUse{{Failed: true}, {Failed: true}, {Failed: true}, {}}, "suspect", "bbb ccc"},
		{"list, one failed and works after all", vault.RecoverySet{Codes: list}, []vault.RecoveryUse{{Failed: true}, {Code: list[0]}}, "live", "bbb ccc"},
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
