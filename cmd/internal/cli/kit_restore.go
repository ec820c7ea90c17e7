package cli

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
	"github.com/spf13/pflag"
)

// kitRestoreOptions are the flags of "deskfob kit restore".
type kitRestoreOptions struct {
	kitPassphrase
	confirmation
	dryRun bool
}

func kitRestoreCommand() command {
	return command{
		name: "kit restore", args: "FILE", min: 1, max: 1,
		summary: "bring the accounts of a kit into the vault",
		help: `Says what it would do and asks on the terminal, unless --yes is given. Nothing
newer in the vault is overwritten; a secret that is replaced goes to the trash. All
or nothing; the kit is not changed. A file vault that is not there is created. The
kit is entered in the register. Prints a line for each account of the kit: add,
update, same or keep (the vault has something newer), id, issuer, account name and
what is taken, with tabs between. --dry-run prints that and changes nothing.

Exit code 4: wrong passphrase. 5: no kit, or a damaged one.`,
		options: &kitRestoreOptions{},
	}
}

func (o *kitRestoreOptions) flags(f *pflag.FlagSet) {
	o.kitPassphrase.flags(f)
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would be done, and change nothing")
	o.confirmation.flags(f)
}

func (o *kitRestoreOptions) run(ctx context.Context, s *session, args []string) error {
	if !o.dryRun {
		if err := o.possible(s, "kit restore", restoreNeedsYes); err != nil {
			return err
		}
	}
	opened, sum, err := o.open(ctx, s, "kit restore", args[0])
	if err != nil {
		return err
	}
	for _, e := range opened.Entries {
		if e.Problem != nil {
			s.tell(entryNotWhole(e))
		}
	}
	if o.dryRun {
		return o.preview(ctx, s, opened)
	}
	v, err := s.open(ctx, toAdd)
	if err != nil {
		return err
	}
	defer v.Close()
	plan := kit.MakePlan(opened, v.Accounts())
	if changes(plan) > 0 {
		if plan, err = o.carryOut(ctx, s, v, opened, plan); err != nil {
			return err
		}
	}
	if err := enter(ctx, s, v, opened, args[0], sum); err != nil {
		return err
	}
	s.tell(restored(plan))
	return printPlan(s, plan)
}

// carryOut says what restoring would do, asks, and does it.
func (o *kitRestoreOptions) carryOut(ctx context.Context, s *session, v *vault.Vault, opened kit.Kit, plan kit.Plan) (kit.Plan, error) {
	s.tell(restorePlan(opened, plan))
	if !o.yes {
		for _, step := range plan {
			s.tell("  " + stepLine(step))
		}
	}
	if err := o.ask(ctx, s, askRestore, notRestored, "yes"); err != nil {
		return nil, err
	}
	return kit.Restore(ctx, v, opened, nil)
}

// preview says what restoring would do. Where there is no vault yet, that is
// what it would do with an empty one.
func (o *kitRestoreOptions) preview(ctx context.Context, s *session, opened kit.Kit) error {
	var accounts []vault.Account
	v, err := s.open(ctx, toRead)
	switch {
	case err == nil:
		defer v.Close()
		accounts = v.Accounts()
	case errors.Is(err, vault.ErrNoVault), errors.Is(err, vault.ErrVaultGone):
		s.tell(previewWithoutVault)
	default:
		return err
	}
	plan := kit.MakePlan(opened, accounts)
	s.tell(restorePlan(opened, plan))
	return printPlan(s, plan)
}

// enter enters a kit that is not there yet in the register: of a new computer
// that is its first copy.
func enter(ctx context.Context, s *session, v *vault.Vault, opened kit.Kit, path, sum string) error {
	register := s.register(v)
	if known, ok := register.Find(opened.ID); ok {
		if !known.Here() {
			s.tell(kitRegisteredGone(known))
		}
		return nil
	}
	if opened.ID == "" { // written by hand
		opened.ID = kit.NewID()
	}
	file, err := filepath.Abs(path)
	if err != nil {
		file = ""
	}
	if err := saveRegister(ctx, v, register.Add(opened.In(v.Accounts()).Copy(file, sum, ""))); err != nil {
		return err
	}
	s.tell(kitHasNoPlace(opened.ID))
	return nil
}

// changes counts what a plan changes.
func changes(plan kit.Plan) int {
	n := 0
	for _, step := range plan {
		if step.Action == kit.ActionAdd || step.Action == kit.ActionUpdate {
			n++
		}
	}
	return n
}

func printPlan(s *session, plan kit.Plan) error {
	for _, step := range plan {
		if err := s.print(stepLine(step) + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// stepLine is what restoring does with one account, under the names and the id
// that it has afterwards.
func stepLine(step kit.Step) string {
	a := step.Current
	if step.Action == kit.ActionAdd {
		a = step.Entry.Account
	}
	return line(string(step.Action), a.ID, a.Issuer, a.Name, stepDetails(step))
}
