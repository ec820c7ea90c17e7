package cli

import (
	"context"

	"github.com/spf13/pflag"
)

// trashRestoreOptions are the flags of "deskfob trash restore": none.
type trashRestoreOptions struct{}

func trashRestoreCommand() command {
	return command{
		name: "trash restore", args: "QUERY", min: 1, max: 1,
		summary: "take something back out of the trash",
		help: `QUERY is an id that deskfob trash shows, or names the account. A deleted account
comes back as it was, with its recovery codes. An earlier secret changes places
with the one the account has now. Prints the account's id, issuer and account
name, with tabs between.

Exit code 3: no such thing in the trash. 6: several.`,
		options: &trashRestoreOptions{},
	}
}

func (o *trashRestoreOptions) flags(*pflag.FlagSet) {}

func (o *trashRestoreOptions) run(ctx context.Context, s *session, args []string) error {
	v, thing, err := s.inTrash(ctx, args[0])
	if err != nil {
		return err
	}
	defer v.Close()
	return s.restore(ctx, v, thing)
}
