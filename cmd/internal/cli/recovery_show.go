package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// recoveryShowOptions are the flags of "deskfob recovery show".
type recoveryShowOptions struct{ json bool }

func recoveryShowCommand() command {
	return command{
		name: "recovery show", args: "QUERY", min: 1, max: 1,
		summary: "print an account's live recovery codes",
		help: `A line for each code, the one to use next first. A code that was used is never
printed.

Exit code 3: no such account, or no live code. 6: several accounts.`,
		options: &recoveryShowOptions{},
	}
}

func (o *recoveryShowOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.json, "json", false, "print kind, state, codes, left and saved")
}

// recoveryCodesJSON is an account's recovery codes.
type recoveryCodesJSON struct {
	Kind  string   `json:"kind"`
	State string   `json:"state"`
	Codes []string `json:"codes"`
	Left  int      `json:"left"`
	Saved string   `json:"saved"`
}

func (o *recoveryShowOptions) run(ctx context.Context, s *session, args []string) error {
	v, account, err := s.account(ctx, args[0], toRead)
	if err != nil {
		return err
	}
	defer v.Close()
	secrets, err := v.RecoveryCodes(ctx, account.ID)
	if err != nil {
		return err
	}
	if account.Recovery == nil || len(secrets) == 0 {
		return vault.ErrNoRecovery
	}
	codes := make([]string, len(secrets))
	for i, secret := range secrets {
		codes[i] = string(secret.Expose())
	}
	if o.json {
		status := account.Recovery
		return s.printJSON(recoveryCodesJSON{
			Kind: string(status.Kind), State: string(status.State),
			Codes: codes, Left: len(codes), Saved: stamp(status.Saved),
		})
	}
	for _, code := range codes {
		if err := s.print(oneLine(code) + "\n"); err != nil {
			return err
		}
	}
	return nil
}
