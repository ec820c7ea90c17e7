package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/diagnose"
	"github.com/spf13/pflag"
)

// diagnoseOptions are the flags of "deskfob diagnose".
type diagnoseOptions struct {
	code    string // "-": on standard input
	offline bool
}

func diagnoseCommand() command {
	return command{
		name: "diagnose", args: "QUERY", min: 1, max: 1,
		summary: "say why a code may have been rejected, and what to do",
		help: `Looks at the clock, the code that was rejected, the account's parameters and the
other accounts, and prints a line for each finding, its name and a sentence with
a tab between; the last line is the verdict.

It asks time servers on the internet (NTP) how far this computer's clock is off,
and says which; with --offline it asks none. DESKFOB_TIME_SERVERS names others,
with spaces between. The rejected code is asked for on the terminal, or read from
standard input with --code -. It is kept nowhere.

Exit code 0: there is a verdict. 3: no such account. 6: several accounts.`,
		options: &diagnoseOptions{},
	}
}

func (o *diagnoseOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.code, "code", "", "with `-`: read the rejected code from standard input")
	f.BoolVar(&o.offline, "offline", false, "ask no time servers")
}

func (o *diagnoseOptions) run(ctx context.Context, s *session, args []string) error {
	if err := onlyDash("diagnose", "--code", o.code); err != nil {
		return err
	}
	var typed string
	var err error
	if o.code != "" {
		if typed, err = s.readInput(ctx, hintRejectedCode); err != nil {
			return err
		}
	}
	v, account, err := s.account(ctx, args[0], toRead)
	if err != nil {
		return err
	}
	defer v.Close()
	if o.code == "" && s.Terminal != nil && account.Type != vault.TypeNone {
		if typed, err = s.Terminal.Line(ctx, askRejectedCode); err != nil {
			return err
		}
	}
	in := diagnose.Input{Account: account, Others: v.Accounts(), Typed: typed}
	// A damaged trash is no reason to say nothing of the account.
	if in.Trash, err = v.Trash(ctx); err != nil && !errors.Is(err, vault.ErrDamaged) {
		return err
	}
	if in.Clock, err = o.clock(ctx, s, account); err != nil {
		return err
	}
	in.Now = s.Now()
	report := diagnose.Run(in)
	if err := printReport(s, report); err != nil {
		return err
	}
	if report.Verdict == diagnose.AdvanceCounter && s.Terminal != nil {
		return advanceCounter(ctx, s, v, account, report.Cause.Counter+1)
	}
	return nil
}

// clock asks the time servers, unless the person does not want that or the
// account's codes do not go by time.
func (o *diagnoseOptions) clock(ctx context.Context, s *session, a vault.Account) (diagnose.Clock, error) {
	if o.offline || a.Type == vault.TypeHOTP || a.Type == vault.TypeNone {
		return diagnose.Clock{State: diagnose.ClockNotAsked}, nil
	}
	servers := clock.ParseServers(s.Getenv("DESKFOB_TIME_SERVERS"))
	if len(servers) == 0 {
		servers = clock.Servers()
	}
	s.tell(askingServers(servers))
	result, err := s.ClockOffset(ctx, servers)
	switch {
	case errors.Is(err, clock.ErrOffline):
		return diagnose.Clock{State: diagnose.ClockOffline}, nil
	case errors.Is(err, clock.ErrDoubtful):
		return diagnose.Clock{State: diagnose.ClockDoubtful}, nil
	}
	return diagnose.Clock{State: diagnose.ClockKnown, Offset: result.Offset}, err
}

func printReport(s *session, r diagnose.Report) error {
	for _, f := range r.Findings {
		if err := s.print(line(string(f.What), findingText(f)) + "\n"); err != nil {
			return err
		}
	}
	return s.print(line("verdict", string(r.Verdict), verdictText(r)) + "\n")
}

// advanceCounter moves the counter on if the person wants that.
func advanceCounter(ctx context.Context, s *session, v *vault.Vault, a vault.Account, counter uint64) error {
	answer, err := s.Terminal.Line(ctx, askAdvance(counter))
	if err != nil {
		return err
	}
	if !strings.EqualFold(answer, "yes") {
		return nil
	}
	if err := v.SetCounter(ctx, a.ID, counter); err != nil {
		return err
	}
	s.tell(counterAdvanced(a, counter))
	return nil
}
