package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// retireOptions are the flags of "deskfob retire".
type retireOptions struct{ confirmation }

func retireCommand() command {
	return command{
		name: "retire", args: "QUERY", min: 1, max: 1,
		summary: "forget the secret and recovery codes of an account that the service has reset",
		help: `For when the service has reset the second factor, so that the old secret and the
old recovery codes are worth nothing. Both go to the trash together, and the
account waits for a new code: deskfob add --replace QUERY PICTURE. Asks on the
terminal first, unless --yes is given; deskfob undo takes it back.

Exit code 3: no such account. 5: the account has neither. 6: several accounts.`,
		options: &retireOptions{},
	}
}

func (o *retireOptions) flags(f *pflag.FlagSet) { o.confirmation.flags(f) }

func (o *retireOptions) run(ctx context.Context, s *session, args []string) error {
	if err := o.possible(s, "retire", retireNeedsYes); err != nil {
		return err
	}
	v, account, err := s.account(ctx, args[0], toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	if account.Type == vault.TypeNone && account.Recovery == nil {
		return fail(ExitRefused, nothingToRetire)
	}
	if err := o.ask(ctx, s, askRetire(account), notRetired, "yes"); err != nil {
		return err
	}
	if err := v.Retire(ctx, account.ID); err != nil {
		return err
	}
	s.tell(wasRetired(account, s.Now().Add(vault.TrashTime)))
	return nil
}
