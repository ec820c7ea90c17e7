package cli

import (
	"context"
	"time"

	"github.com/deskfob/deskfob/vault/kit"
	"github.com/spf13/pflag"
)

// noting is a method of the register that notes a date beside a copy.
type noting func(r kit.Register, id string, now time.Time) (kit.Register, error)

// kitDrillOptions are the flags of "deskfob kit drill".
type kitDrillOptions struct {
	kitPassphrase
	json bool
}

func kitDrillCommand() command {
	return command{
		name: "kit drill", args: "FILE", min: 1, max: 1,
		summary: "prove that a kit can be restored, in an empty vault in memory",
		help: `Restores the kit as a new computer would, and compares names, codes and recovery
codes with what is in it. The vault and the kit are not changed; the date is noted
in the register. Prints what kit check prints.

Exit code 0: everything came back, and all accounts are complete. 4: wrong
passphrase. 5: no kit, a damaged one, or an account did not come back. 7: an
account is stale or missing.`,
		options: &kitDrillOptions{},
	}
}

func (o *kitDrillOptions) flags(f *pflag.FlagSet) {
	o.kitPassphrase.flags(f)
	f.BoolVar(&o.json, "json", false, "print JSON")
}

func (o *kitDrillOptions) run(ctx context.Context, s *session, args []string) error {
	opened, _, err := o.open(ctx, s, "kit drill", args[0])
	if err != nil {
		return err
	}
	proved, err := kit.Drill(ctx, opened)
	if err != nil {
		return kitFailure(args[0], err)
	}
	v, err := s.open(ctx, toRead)
	if err != nil {
		return err
	}
	defer v.Close()
	if len(proved.Failed) == 0 {
		s.noteOpened(ctx, v, opened, kit.Register.Drilled)
	}
	found := compare(opened, v)
	found.drill = &proved
	if err := found.print(s, o.json); err != nil {
		return err
	}
	for _, failed := range proved.Failed {
		s.tell(didNotComeBack(failed))
	}
	if len(proved.Failed) > 0 {
		return fail(ExitRefused, drillFailed(proved))
	}
	s.tell(drillWentWell(proved))
	return found.verdict(s, args[0])
}

// drillJSON is what a drill proved, as --json prints it.
type drillJSON struct {
	Accounts int         `json:"accounts"`
	Codes    int         `json:"codes"`
	Failed   []drillFail `json:"failed"`
}

type drillFail struct {
	ID      string `json:"id"`
	Issuer  string `json:"issuer"`
	Account string `json:"account"`
}

func (c comparison) drillJSON() *drillJSON {
	if c.drill == nil {
		return nil
	}
	out := &drillJSON{c.drill.Accounts, c.drill.Codes, []drillFail{}}
	for _, f := range c.drill.Failed {
		out.Failed = append(out.Failed, drillFail{f.Account.ID, f.Account.Issuer, f.Account.Name})
	}
	return out
}
