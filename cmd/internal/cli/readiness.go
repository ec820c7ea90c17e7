package cli

import (
	"context"
	"slices"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
	"github.com/spf13/pflag"
)

// readinessOptions are the flags of "deskfob readiness".
type readinessOptions struct{ json bool }

func readinessCommand() command {
	return command{
		name:    "readiness",
		summary: "say which accounts you could not get back into if this computer died now",
		help: `Prints one sentence, then a line for each account, the worst first: its state,
id, issuer, account name and what to do, with tabs between. State is lost (it is on
no kit or sheet away from this computer), stale (on one, but out of date),
recovery-code (a live recovery code is on one) or ready.

Exit code 0: no account is stale or lost. 7: one is.`,
		options: &readinessOptions{},
	}
}

func (o *readinessOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.json, "json", false, "print JSON")
}

// reportJSON is what readiness --json prints.
type reportJSON struct {
	Lost     int             `json:"lost"`
	Stale    int             `json:"stale"`
	Accounts []readinessJSON `json:"accounts"`
}

type readinessJSON struct {
	ID      string `json:"id"`
	Issuer  string `json:"issuer"`
	Account string `json:"account"`
	State   string `json:"state"`
	Why     string `json:"why,omitempty"`
	Next    string `json:"next,omitempty"`
}

func (o *readinessOptions) run(ctx context.Context, s *session, _ []string) error {
	v, err := s.open(ctx, toRead)
	if err != nil {
		return err
	}
	defer v.Close()
	register := s.register(v)
	report := register.Readiness(v.Accounts())
	worstFirst(report.Accounts)
	if !v.Whole() {
		s.tell(accountsMayBeMissing)
	}
	if err := o.print(s, register, report); err != nil {
		return err
	}
	if report.Lost+report.Stale > 0 {
		return fail(ExitNotReady, "")
	}
	return nil
}

func (o *readinessOptions) print(s *session, register kit.Register, report kit.Report) error {
	if o.json {
		out := reportJSON{report.Lost, report.Stale, []readinessJSON{}}
		for _, r := range report.Accounts {
			out.Accounts = append(out.Accounts, readinessJSON{
				r.Account.ID, r.Account.Issuer, r.Account.Name, string(r.State), string(r.Why), string(r.Next),
			})
		}
		return s.printJSON(out)
	}
	if err := s.print(readinessSentence(report) + "\n"); err != nil {
		return err
	}
	for _, r := range report.Accounts {
		if err := s.print(line(string(r.State), r.Account.ID, r.Account.Issuer, r.Account.Name, whatToDo(r, register)) + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// worstFirst orders accounts by their state; in one state the shortest way to a
// better one stays first.
func worstFirst(accounts []kit.Readiness) {
	order := []kit.State{kit.StateLost, kit.StateStale, kit.StateRecovery, kit.StateReady}
	slices.SortStableFunc(accounts, func(a, b kit.Readiness) int {
		return slices.Index(order, a.State) - slices.Index(order, b.State)
	})
}

// readinessOf is how one account of the vault stands.
func (s *session) readinessOf(v *vault.Vault, a vault.Account) kit.Readiness {
	return s.register(v).Readiness([]vault.Account{a}).Accounts[0]
}
