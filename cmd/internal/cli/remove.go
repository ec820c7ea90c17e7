package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// removeOptions are the flags of "deskfob remove".
type removeOptions struct{ confirmation }

func removeCommand() command {
	return command{
		name: "remove", args: "QUERY", min: 1, max: 1,
		summary: "move an account with its secret and recovery codes to the trash",
		help: `Asks on the terminal first, unless --yes is given. The trash keeps the account
for 30 days; deskfob undo takes it back. Switch off the second factor at the
service before, or have another way in.

Exit code 3: no such account. 6: several accounts.`,
		options: &removeOptions{},
	}
}

func (o *removeOptions) flags(f *pflag.FlagSet) { o.confirmation.flags(f) }

func (o *removeOptions) run(ctx context.Context, s *session, args []string) error {
	if err := o.possible(s, "remove", removeNeedsYes); err != nil {
		return err
	}
	v, account, err := s.account(ctx, args[0], toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	if text := removeReadiness(s.readinessOf(v, account)); text != "" {
		s.tell(text)
	}
	if err := o.ask(ctx, s, askRemove(account), notRemoved, "yes"); err != nil {
		return err
	}
	if _, err := v.Delete(ctx, account.ID); err != nil {
		return err
	}
	s.tell(wasRemoved(account, s.Now().Add(vault.TrashTime)))
	return nil
}
