package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// doctorOptions are the flags of "deskfob doctor".
type doctorOptions struct{ json bool }

func doctorCommand() command {
	return command{
		name:    "doctor",
		summary: "look at the place the vault lives in, and say what is wrong",
		help: `Changes nothing and never asks. Goes through the layers one by one (session
bus, keyring service, collection, vault) and stops at the first that is not well.

Exit code 0: all is well. 4: something is not.`,
		options: &doctorOptions{},
	}
}

func (o *doctorOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.json, "json", false, "print JSON")
}

func (o *doctorOptions) run(ctx context.Context, s *session, _ []string) error {
	location, err := s.chooseVault()
	if err != nil {
		return err
	}
	dir, err := s.DataDir()
	if err != nil {
		return fail(ExitUnavailable, noDataFolder)
	}
	quiet := *s
	quiet.Terminal = nil
	findings := s.Examine(ctx, location, vault.Options{
		Dir: dir, Passphrase: quiet.passphrase, MustExist: true, Now: s.Now,
	})
	if err := o.print(s, findings); err != nil {
		return err
	}
	for _, finding := range findings {
		if !finding.OK {
			return fail(ExitUnavailable, "")
		}
	}
	return nil
}

func (o *doctorOptions) print(s *session, findings []vault.Finding) error {
	if o.json {
		return s.printJSON(findings)
	}
	for _, f := range findings {
		mark := "ok"
		if !f.OK {
			mark = "NOT OK"
		}
		text := line(mark, f.ID, f.What) + "\n"
		if f.Do != "" {
			text += line("", "", f.Do) + "\n"
		}
		if err := s.print(text); err != nil {
			return err
		}
	}
	return nil
}
