package cli

import (
	"context"

	"github.com/spf13/pflag"
)

// renameOptions are the flags of "deskfob rename".
type renameOptions struct{ issuer, account given }

func renameCommand() command {
	return command{
		name: "rename", args: "QUERY", min: 1, max: 1,
		summary: "change an account's issuer or account name",
		help: `What is not named stays as it is.

Exit code 3: no such account. 6: several accounts.`,
		options: &renameOptions{},
	}
}

func (o *renameOptions) flags(f *pflag.FlagSet) {
	f.Var(&o.issuer, "issuer", "the new issuer")
	f.Var(&o.account, "account", "the new account name")
}

func (o *renameOptions) run(ctx context.Context, s *session, args []string) error {
	if !o.issuer.set && !o.account.set {
		return usage("rename", renameWhat)
	}
	v, account, err := s.account(ctx, args[0], toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	renamed := account
	if o.issuer.set {
		renamed.Issuer = o.issuer.value
	}
	if o.account.set {
		renamed.Name = o.account.value
	}
	if err := v.Rename(ctx, account.ID, renamed.Issuer, renamed.Name); err != nil {
		return err
	}
	s.tell(wasRenamed(account, renamed))
	return nil
}
