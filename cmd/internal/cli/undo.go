package cli

import (
	"context"

	"github.com/spf13/pflag"
)

// undoOptions are the flags of "deskfob undo": none.
type undoOptions struct{}

func undoCommand() command {
	return command{
		name:    "undo",
		summary: "take back the last deletion, replaced secret or retirement",
		help: `Takes the newest thing out of the trash, says what it was, and prints the
account's id, issuer and account name, with tabs between. An earlier secret
changes places with the one the account has now, so that a second undo takes the
first one back.

Exit code 3: the trash is empty.`,
		options: &undoOptions{},
	}
}

func (o *undoOptions) flags(*pflag.FlagSet) {}

func (o *undoOptions) run(ctx context.Context, s *session, _ []string) error {
	v, all, err := s.openTrash(ctx, toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	if len(all) == 0 {
		return fail(ExitNothing, nothingToUndo)
	}
	return s.restore(ctx, v, all[0])
}
