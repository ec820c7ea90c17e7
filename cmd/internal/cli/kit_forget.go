package cli

import (
	"context"

	"github.com/spf13/pflag"
)

// kitForgetOptions are the flags of "deskfob kit forget": none.
type kitForgetOptions struct{}

func kitForgetCommand() command {
	return command{
		name: "kit forget", args: "ID", min: 1, max: 1,
		summary: "say that a kit or sheet is gone: lost, destroyed, thrown away",
		help: `ID is one that deskfob kit list shows. Readiness no longer relies on the copy. No
file is deleted. This cannot be taken back: should it turn up, make a new one.

Exit code 3: no such copy.`,
		options: &kitForgetOptions{},
	}
}

func (o *kitForgetOptions) flags(*pflag.FlagSet) {}

func (o *kitForgetOptions) run(ctx context.Context, s *session, args []string) error {
	v, register, found, err := s.copyOf(ctx, args[0])
	if err != nil {
		return err
	}
	defer v.Close()
	if !found.Removed.IsZero() {
		s.tell(forgotten(found))
		return nil
	}
	if register, err = register.Forget(found.ID, s.Now()); err != nil {
		return err
	}
	if err := saveRegister(ctx, v, register); err != nil {
		return err
	}
	s.tell(forgotten(found))
	s.tell(readinessSentence(register.Readiness(v.Accounts())))
	return nil
}
