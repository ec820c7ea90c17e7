package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// listOptions are the flags of "deskfob list".
type listOptions struct{ json bool }

func listCommand() command {
	return command{
		name:    "list",
		summary: "list the accounts, without secrets or codes",
		help: `Prints a line for each account: id, issuer, account name, type and the state of
its recovery codes (empty when none were saved), with tabs between.`,
		options: &listOptions{},
	}
}

func (o *listOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.json, "json", false, "print JSON")
}

func (o *listOptions) run(ctx context.Context, s *session, _ []string) error {
	v, err := s.open(ctx, toRead)
	if err != nil {
		return err
	}
	defer v.Close()
	accounts := v.Accounts()
	if o.json {
		return s.printAccounts(accounts)
	}
	for _, a := range accounts {
		if err := s.print(line(a.ID, a.Issuer, a.Name, string(a.Type), recoveryWord(a)) + "\n"); err != nil {
			return err
		}
	}
	return nil
}

func recoveryWord(a vault.Account) string {
	if a.Recovery == nil {
		return ""
	}
	return string(a.Recovery.State)
}
