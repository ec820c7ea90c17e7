package cli

import (
	"context"
	"strings"

	"github.com/spf13/pflag"
)

// confirmation is the question before what cannot simply be done again, and the
// flag that answers it.
type confirmation struct{ yes bool }

func (c *confirmation) flags(f *pflag.FlagSet) {
	f.BoolVar(&c.yes, "yes", false, "do not ask")
}

// possible fails where the question would have to be asked and nobody is there.
func (c *confirmation) possible(s *session, command, needsYes string) error {
	if !c.yes && s.Terminal == nil {
		return usage(command, needsYes)
	}
	return nil
}

// ask fails with the text refused unless the answer is one of those that mean yes.
func (c *confirmation) ask(ctx context.Context, s *session, question, refused string, meansYes ...string) error {
	if c.yes {
		return nil
	}
	answer, err := s.Terminal.Line(ctx, question)
	if err != nil {
		return err
	}
	for _, yes := range meansYes {
		if strings.EqualFold(answer, yes) {
			return nil
		}
	}
	return fail(ExitUsage, refused)
}
