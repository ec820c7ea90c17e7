package cli

import (
	"context"
	"errors"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// recoverySetOptions are the flags of "deskfob recovery set".
type recoverySetOptions struct{ kind string }

func recoverySetCommand() command {
	return command{
		name: "recovery set", args: "QUERY", min: 1, max: 1,
		summary: "save the recovery codes that a service shows",
		help: `Reads the text on standard input as you copied it from the page: one code, or
several on lines, numbered or not. Several codes are a list; one code is of the
account's kind so far, else rotating. What was saved before is replaced once the
new codes were read back from the vault.

Exit code 3: no such account. 5: no code in the text, or several of a kind that
stands alone. 6: several accounts.`,
		options: &recoverySetOptions{},
	}
}

func (o *recoverySetOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.kind, "kind", "", "the kind: `rotating|list|removal`")
}

func (o *recoverySetOptions) run(ctx context.Context, s *session, args []string) error {
	kind := vault.RecoveryKind(o.kind)
	switch kind {
	case "", vault.RecoveryRotating, vault.RecoveryList, vault.RecoveryRemoval:
	default:
		return usage("recovery set", badKind)
	}
	text, err := s.readInput(ctx, hintRecoveryText)
	if err != nil {
		return err
	}
	found, err := readRecovery(text)
	if err != nil {
		return err
	}
	if len(found.Codes) > 1 && kind != "" && kind != vault.RecoveryList {
		return fail(ExitRefused, severalCodes)
	}
	v, account, err := s.account(ctx, args[0], toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	if err := v.SetRecovery(ctx, account.ID, vault.RecoverySet{Kind: kind, Codes: found.Codes}); err != nil {
		return err
	}
	s.tell(recoverySaved(account, len(found.Codes)))
	if kind == "" && account.Recovery != nil {
		kind = account.Recovery.Kind
	}
	s.tellDoubts(found, kind)
	return nil
}

// tellDoubts tells what a person should look at: what was read from the text
// may not be what it meant, nor its kind the one that was given or was there.
func (s *session) tellDoubts(found vault.RecoveryProposal, kind vault.RecoveryKind) {
	if found.Used > 0 {
		s.tell(usedLeftOut(found.Used))
	}
	if !found.CodesSure {
		s.tell(compareCodes)
	}
	if found.Kind == vault.RecoveryRemoval && kind != vault.RecoveryRemoval {
		s.tell(perhapsRemoval)
	}
}

// readRecovery takes a pasted text apart; a text without a code is refused.
func readRecovery(text string) (vault.RecoveryProposal, error) {
	found, err := vault.ReadRecoveryText(text)
	var refused *vault.ParamError
	switch {
	case errors.As(err, &refused) && refused.Reason == vault.ReasonPicture:
		return found, fail(ExitRefused, recoveryPicture)
	case errors.As(err, &refused) && refused.Reason == vault.ReasonUsed:
		return found, fail(ExitRefused, recoveryAllUsed)
	case err != nil:
		return found, fail(ExitRefused, noRecoveryText)
	}
	return found, nil
}
