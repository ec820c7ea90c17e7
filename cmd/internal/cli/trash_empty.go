package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// trashEmptyOptions are the flags of "deskfob trash empty".
type trashEmptyOptions struct{ confirmation }

func trashEmptyCommand() command {
	return command{
		name: "trash empty", args: "[QUERY]", max: 1,
		summary: "delete for good what is in the trash, or one thing in it",
		help: `Asks on the terminal first, unless --yes is given. What is deleted here cannot
be taken back.

Exit code 3: no such thing in the trash. 6: several.`,
		options: &trashEmptyOptions{},
	}
}

func (o *trashEmptyOptions) flags(f *pflag.FlagSet) { o.confirmation.flags(f) }

func (o *trashEmptyOptions) run(ctx context.Context, s *session, args []string) error {
	if err := o.possible(s, "trash empty", emptyNeedsYes); err != nil {
		return err
	}
	v, things, err := o.chosen(ctx, s, args)
	if err != nil {
		return err
	}
	defer v.Close()
	if len(things) == 0 {
		s.tell(trashIsEmpty)
		return nil
	}
	if err := o.ask(ctx, s, askEmpty(things), notEmptied, "yes"); err != nil {
		return err
	}
	ids := make([]string, len(things)) // nothing that comes into the trash meanwhile
	for i, t := range things {
		ids[i] = t.ID
	}
	if err := v.EmptyTrash(ctx, ids...); err != nil {
		return err
	}
	s.tell(wasEmptied(things))
	return nil
}

// chosen finds the one thing that is asked for, or everything.
func (o *trashEmptyOptions) chosen(ctx context.Context, s *session, args []string) (*vault.Vault, []vault.Trashed, error) {
	if len(args) == 0 {
		return s.openTrash(ctx, toChange)
	}
	v, thing, err := s.inTrash(ctx, args[0])
	return v, []vault.Trashed{thing}, err
}
