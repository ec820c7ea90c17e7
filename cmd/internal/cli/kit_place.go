package cli

import (
	"context"
	"strings"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
	"github.com/spf13/pflag"
)

// kitPlaceOptions are the flags of "deskfob kit place": none.
type kitPlaceOptions struct{}

func kitPlaceCommand() command {
	return command{
		name: "kit place", args: "ID TEXT", min: 2, max: manyArgs,
		summary: "say where a kit or sheet is kept",
		help: `ID is one that deskfob kit list shows. A copy counts once it is in a place other
than this computer: "USB stick in the desk", "printed, at home". With an empty
TEXT ('') it is on this computer only.

Exit code 3: no such copy. 5: it was replaced or is gone, or TEXT is too long.`,
		options: &kitPlaceOptions{},
	}
}

func (o *kitPlaceOptions) flags(*pflag.FlagSet) {}

func (o *kitPlaceOptions) run(ctx context.Context, s *session, args []string) error {
	where, err := placeText(strings.Join(args[1:], " "))
	if err != nil {
		return err
	}
	v, register, found, err := s.copyOf(ctx, args[0])
	if err != nil {
		return err
	}
	defer v.Close()
	if !found.Here() {
		return fail(ExitRefused, copyIsGone)
	}
	before := register
	if register, err = register.SetPlace(found.ID, where, s.Now()); err != nil {
		return err
	}
	if err := saveRegister(ctx, v, register); err != nil {
		return err
	}
	found.Place = where
	s.tell(placed(found))
	s.tellReplaced(before, register)
	s.tell(readinessSentence(register.Readiness(v.Accounts())))
	return nil
}

// placeText is where a copy is kept, as the register takes it.
func placeText(text string) (string, error) {
	text = vault.CleanName(text)
	if len(text) > kit.MaxPlace {
		return "", fail(ExitRefused, placeTooLong)
	}
	return text, nil
}

// tellReplaced names the copies elsewhere that a change has replaced: they are
// to be destroyed.
func (s *session) tellReplaced(before, after kit.Register) {
	for _, c := range after.Copies {
		was, ok := before.Find(c.ID)
		if ok && was.Counts() && !c.Replaced.IsZero() {
			s.tell(destroyOld(c))
		}
	}
}
