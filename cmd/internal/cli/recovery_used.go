package cli

import (
	"context"
	"strings"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// recoveryUsedOptions are the flags of "deskfob recovery used".
type recoveryUsedOptions struct {
	code, next string // "-": on standard input
	failed     bool
}

func recoveryUsedCommand() command {
	return command{
		name: "recovery used", args: "QUERY", min: 1, max: 1,
		summary: "record that a recovery code was used, and save its successor",
		help: `Without flags the first live code was used. With --code - the used one is read
from standard input, with --new - the one or those that the service showed
afterwards; with both, the first line is the used one and the rest the new.
A used code is forgotten. With --failed it did not work: it is kept and marked
suspect.

Exit code 3: no such account, or no such live code. 6: several accounts.`,
		options: &recoveryUsedOptions{},
	}
}

func (o *recoveryUsedOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.code, "code", "", "with `-`: read the used code from standard input")
	f.StringVar(&o.next, "new", "", "with `-`: read the new code or codes from standard input")
	f.BoolVar(&o.failed, "failed", false, "the code did not work")
}

func (o *recoveryUsedOptions) run(ctx context.Context, s *session, args []string) error {
	if err := onlyDash("recovery used", "--code", o.code); err != nil {
		return err
	}
	if err := onlyDash("recovery used", "--new", o.next); err != nil {
		return err
	}
	if o.failed && o.next != "" {
		return usage("recovery used", failedHasNoNew)
	}
	use, err := o.read(ctx, s)
	if err != nil {
		return err
	}
	v, account, err := s.account(ctx, args[0], toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	if err := v.UseRecovery(ctx, account.ID, use); err != nil {
		return err
	}
	after, err := v.Account(account.ID)
	if err != nil {
		return err
	}
	s.tell(recoveryUsed(after, o.failed))
	return nil
}

// read takes from standard input what the flags say is there.
func (o *recoveryUsedOptions) read(ctx context.Context, s *session) (vault.RecoveryUse, error) {
	use := vault.RecoveryUse{Failed: o.failed}
	if o.code == "" && o.next == "" {
		return use, nil
	}
	text, err := s.readInput(ctx, o.hint())
	if err != nil {
		return use, err
	}
	used, rest := text, text
	if o.code != "" && o.next != "" {
		used, rest, _ = strings.Cut(strings.TrimLeft(text, " \t\r\n"), "\n")
	}
	if o.code != "" {
		found, err := readRecovery(used)
		if err != nil {
			return use, err
		}
		if len(found.Codes) > 1 {
			return use, fail(ExitRefused, oneUsedCode)
		}
		use.Code = found.Codes[0]
	}
	if o.next != "" {
		found, err := readRecovery(rest)
		if err != nil {
			return use, err
		}
		use.New = found.Codes
	}
	return use, nil
}

func (o *recoveryUsedOptions) hint() string {
	switch {
	case o.next == "":
		return hintUsedCode
	case o.code == "":
		return hintNewCodes
	}
	return hintUsedAndNew
}
