package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// vaultCheckOptions are the flags of "deskfob vault check".
type vaultCheckOptions struct{ repair, json bool }

func vaultCheckCommand() command {
	return command{
		name:    "vault check",
		summary: "read the whole vault and say what is damaged; --repair sets that aside",
		help: `Prints a line for each problem: the part, the id of the account it belongs to
(empty where nobody can tell) and a sentence, with tabs between. Changes nothing.

--repair makes a sound vault of what can be read. What cannot be is first written
to a file in the data folder, sealed as it is, and kept in the vault's quarantine;
a later --repair takes it back if it can be read again.

Exit code 0: the vault is sound, or it is after the repair. 4: it is not.`,
		options: &vaultCheckOptions{},
	}
}

func (o *vaultCheckOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.repair, "repair", false, "set aside what cannot be read")
	f.BoolVar(&o.json, "json", false, "print JSON")
}

// healthJSON is what --json prints: what was found, and what --repair left.
type healthJSON struct {
	Accounts    int           `json:"accounts"`
	Items       int           `json:"items"`
	Quarantined int           `json:"quarantined"`
	Problems    []problemJSON `json:"problems"`
	Repaired    *repairJSON   `json:"repaired,omitempty"`
}

type problemJSON struct {
	Part    string `json:"part"`
	Account string `json:"account,omitempty"`
	What    string `json:"what"`
}

type repairJSON struct {
	Sound       bool   `json:"sound"`
	Quarantined int    `json:"quarantined"`
	File        string `json:"file,omitempty"`
}

func (o *vaultCheckOptions) run(ctx context.Context, s *session, _ []string) error {
	p := toRead
	if o.repair {
		p = toChange
	}
	v, err := s.open(ctx, p)
	if err != nil {
		return err
	}
	defer v.Close()
	found, err := v.Check(ctx)
	if err != nil {
		return err
	}
	if !o.json {
		if err := printProblems(s, v, found); err != nil {
			return err
		}
	}
	after, file := found, ""
	if o.repair {
		if after, file, err = repair(ctx, s, v, found); err != nil {
			return err
		}
	}
	if o.json {
		return o.printJSON(s, v, found, after, file)
	}
	if sound := len(after.Problems) == 0; sound {
		s.tell(vaultIsSound(after))
		return nil
	}
	return fail(ExitUnavailable, vaultIsUnsound(o.repair))
}

// repair keeps what cannot be read in a file, repairs, and looks again.
func repair(ctx context.Context, s *session, v *vault.Vault, found vault.Health) (after vault.Health, file string, err error) {
	if len(found.Problems) > 0 {
		items, err := v.SetAside(ctx)
		if err != nil {
			return after, "", err
		}
		if file, err = s.keepItems(items); err != nil {
			return after, "", fail(ExitUnavailable, itemsNotKept)
		}
		if file != "" {
			s.tell(itemsKept(file))
		}
	}
	if _, err := v.Repair(ctx); err != nil {
		return after, file, err
	}
	if after, err = v.Check(ctx); err != nil {
		return after, file, err
	}
	if back := found.Quarantined - after.Quarantined; back > 0 {
		s.tell(itemsTakenBack(back))
	} else if back < 0 {
		s.tell(itemsQuarantined(-back))
	}
	return after, file, nil
}

func printProblems(s *session, v *vault.Vault, found vault.Health) error {
	for _, p := range found.Problems {
		if err := s.print(line(string(p.Part), p.Account, problemText(v, p)) + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// printJSON prints findings whatever the exit code: they are what was asked for.
func (o *vaultCheckOptions) printJSON(s *session, v *vault.Vault, found, after vault.Health, file string) error {
	j := healthJSON{found.Accounts, found.Items, found.Quarantined, []problemJSON{}, nil}
	for _, p := range found.Problems {
		j.Problems = append(j.Problems, problemJSON{string(p.Part), p.Account, problemText(v, p)})
	}
	sound := len(after.Problems) == 0
	if o.repair {
		j.Repaired = &repairJSON{sound, after.Quarantined, file}
	}
	if err := s.printJSON(j); err != nil {
		return err
	}
	if !sound {
		return fail(ExitUnavailable, "")
	}
	return nil
}
