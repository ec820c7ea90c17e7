package cli

import (
	"context"
	"strings"

	"github.com/spf13/pflag"
)

// removeOptions are the flags of "deskfob remove".
type removeOptions struct{ yes bool }

func removeCommand() command {
	return command{
		name: "remove", args: "QUERY", min: 1, max: 1,
		summary: "delete an account with its secret and recovery codes",
		help: `Asks on the terminal first, unless --yes is given. Switch off the second factor
at the service before, or have another way in.

Exit code 3: no such account. 6: several accounts.`,
		options: &removeOptions{},
	}
}

func (o *removeOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.yes, "yes", false, "do not ask")
}

func (o *removeOptions) run(ctx context.Context, s *session, args []string) error {
	if !o.yes && s.Terminal == nil {
		return usage("remove", removeNeedsYes)
	}
	v, account, err := s.account(ctx, args[0], toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	if !o.yes {
		answer, err := s.Terminal.Line(ctx, askRemove(account))
		if err != nil {
			return err
		}
		if !strings.EqualFold(answer, "yes") {
			return fail(ExitUsage, notRemoved)
		}
	}
	if _, err := v.Delete(ctx, account.ID); err != nil {
		return err
	}
	s.tell(wasRemoved(account))
	return nil
}
