package cli

import (
	"context"
	"slices"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// doctorOptions are the flags of "deskfob doctor".
type doctorOptions struct{ json, try bool }

// tryWait is how long doctor --try waits for a person to answer the keyring.
const tryWait = 2 * time.Minute

func doctorCommand() command {
	return command{
		name:    "doctor",
		summary: "look at the place the vault lives in, and say what is wrong",
		help: `Changes nothing and never asks. Goes through the layers one by one (session
bus, keyring service, collection, vault, its items) and stops at the first that is
not well. With --try it also has the keyring ask for its password where it is
locked, for up to two minutes, and writes, reads and deletes an item.

Exit code 0: all is well. 4: something is not.`,
		options: &doctorOptions{},
	}
}

func (o *doctorOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.json, "json", false, "print JSON")
	f.BoolVar(&o.try, "try", false, "unlock the keyring and try to save something")
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
	findings := o.look(ctx, s, location, vault.Options{
		Dir: dir, Passphrase: quiet.passphrase, MustExist: true, Now: s.Now,
	})
	if err := o.print(s, findings); err != nil {
		return err
	}
	if !allWell(findings) {
		return fail(ExitUnavailable, "")
	}
	return nil
}

func allWell(findings []vault.Finding) bool {
	return !slices.ContainsFunc(findings, func(f vault.Finding) bool { return !f.OK })
}

// look examines, after trying if that is asked for: what became of the
// keyring's question belongs into what is found.
func (o *doctorOptions) look(ctx context.Context, s *session, l vault.Location, v vault.Options) []vault.Finding {
	var tried vault.Finding
	if o.try {
		limited, cancel := context.WithTimeout(ctx, tryWait)
		defer cancel()
		tried = s.Try(limited, l, v)
	}
	findings := s.Examine(ctx, l, v)
	// A trial that failed for what Examine says as well needs no second line.
	if o.try && (tried.ID == "try" || allWell(findings)) {
		findings = append(findings, tried)
	}
	for i, f := range findings {
		if f.InFile {
			findings[i].Do = f.Do + fileInDoctor
		}
	}
	return findings
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
