package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
	"github.com/spf13/pflag"
)

// kitCheckOptions are the flags of "deskfob kit check".
type kitCheckOptions struct {
	kitPassphrase
	json bool
}

func kitCheckCommand() command {
	return command{
		name: "kit check", args: "FILE", min: 1, max: 1,
		summary: "open a kit and say which accounts it has as they are now",
		help: `Prints a line for each account: complete, stale, missing or extra (only the kit
has it), id, issuer, account name, and for a stale one why, with tabs between. The
date is noted in the register. The kit is not changed.

Exit code 0: all accounts are complete. 4: wrong passphrase. 5: no kit, or a
damaged one. 7: an account is stale or missing.`,
		options: &kitCheckOptions{},
	}
}

func (o *kitCheckOptions) flags(f *pflag.FlagSet) {
	o.kitPassphrase.flags(f)
	f.BoolVar(&o.json, "json", false, "print JSON")
}

func (o *kitCheckOptions) run(ctx context.Context, s *session, args []string) error {
	opened, _, err := o.open(ctx, s, "kit check", args[0])
	if err != nil {
		return err
	}
	v, err := s.open(ctx, toRead)
	if err != nil {
		return err
	}
	defer v.Close()
	s.noteOpened(ctx, v, opened, kit.Register.Checked)
	found := compare(opened, v)
	if err := found.print(s, o.json); err != nil {
		return err
	}
	return found.verdict(s, args[0])
}

// comparison is how a kit and the vault differ.
type comparison struct {
	kit         kit.Kit
	differences []kit.Difference
	count       map[kit.Match]int
	drill       *kit.DrillResult // nil: none was held
}

func compare(k kit.Kit, v *vault.Vault) comparison {
	c := comparison{kit: k, differences: kit.Compare(k, v.Accounts()), count: make(map[kit.Match]int)}
	for _, d := range c.differences {
		c.count[d.Match]++
	}
	return c
}

// comparisonJSON is what kit check and kit drill print with --json.
type comparisonJSON struct {
	ID       string           `json:"id,omitempty"`
	Created  string           `json:"created"`
	Complete int              `json:"complete"`
	Stale    int              `json:"stale"`
	Missing  int              `json:"missing"`
	Extra    int              `json:"extra"`
	Accounts []differenceJSON `json:"accounts"`
	Drill    *drillJSON       `json:"drill,omitempty"`
}

type differenceJSON struct {
	ID      string `json:"id"`
	Issuer  string `json:"issuer"`
	Account string `json:"account"`
	State   string `json:"state"`
	Why     string `json:"why,omitempty"`
}

func (c comparison) print(s *session, json bool) error {
	out := comparisonJSON{
		ID: c.kit.ID, Created: stamp(c.kit.Created), Accounts: []differenceJSON{}, Drill: c.drillJSON(),
		Complete: c.count[kit.MatchComplete], Stale: c.count[kit.MatchStale],
		Missing: c.count[kit.MatchMissing], Extra: c.count[kit.MatchExtra],
	}
	for _, d := range c.differences {
		out.Accounts = append(out.Accounts, differenceJSON{d.Account.ID, d.Account.Issuer, d.Account.Name, string(d.Match), string(d.Why)})
		if json {
			continue
		}
		if err := s.print(line(string(d.Match), d.Account.ID, d.Account.Issuer, d.Account.Name, whyStale(d.Why)) + "\n"); err != nil {
			return err
		}
	}
	if json {
		return s.printJSON(out)
	}
	return nil
}

// verdict says it in a sentence, and fails when the kit should be made anew.
func (c comparison) verdict(s *session, path string) error {
	if c.count[kit.MatchStale]+c.count[kit.MatchMissing] > 0 {
		return fail(ExitNotReady, kitIsOld(c, path))
	}
	s.tell(kitIsComplete(c))
	return nil
}

// noteOpened notes in the register that the kit was opened, with one of the
// register's methods for that. A vault that takes no changes is no reason to
// keep the result back.
func (s *session) noteOpened(ctx context.Context, v *vault.Vault, k kit.Kit, note noting) {
	register := s.register(v)
	found, ok := register.Find(k.ID)
	switch {
	case !ok:
		s.tell(kitNotRegistered)
		return
	case !found.Here():
		s.tell(kitRegisteredGone(found))
		return
	}
	register, err := note(register, k.ID, s.Now())
	if err == nil {
		err = saveRegister(ctx, v, register)
	}
	if err != nil {
		s.tell(dateNotNoted)
		return
	}
	if !found.Counts() {
		s.tell(kitHasNoPlace(found.ID))
	}
}
