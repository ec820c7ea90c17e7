package kit

import (
	"time"

	"github.com/deskfob/deskfob/vault"
)

// Action says what restoring does with an account of a kit.
type Action string

// The actions.
const (
	ActionAdd    Action = "add"    // the vault does not have it
	ActionUpdate Action = "update" // the vault has it, and something of the kit's is newer
	ActionSame   Action = "same"   // nothing in the kit is newer
	ActionKeep   Action = "keep"   // the vault has something newer, which stays
)

// Step is what restoring does with one account.
type Step struct {
	Action  Action
	Entry   Entry
	Current vault.Account // of the vault; zero for ActionAdd

	// What is taken from the kit.
	Secret, Counter, Recovery bool
	// What is newer in the vault and stays.
	KeptSecret, KeptRecovery bool
}

// Plan is what restoring a kit into a vault does, a step an account, in the
// kit's order.
type Plan []Step

// MakePlan says what restoring a kit into a vault with those accounts would do.
// Nothing newer is overwritten, and nothing is overwritten without knowing that
// the kit's is newer:
//
//   - A secret, and a set of recovery codes, is taken when the vault has none, or
//     one that was saved earlier than the kit's. What was retired here, secret and
//     codes, stays retired unless the kit's is newer.
//   - Of two sets of one account the one counted lower is not newer, whatever its
//     date says, as a clock may have been set back; unless its secret is taken:
//     counting begins anew with a new enrolment.
//   - Of the same set the vault's codes stay: some may be ticked off. Where the
//     vault cannot read them, the kit's are taken.
//   - Of two HOTP counters the larger is right.
//   - Names stay as they are in the vault.
func MakePlan(k Kit, accounts []vault.Account) Plan {
	pairs := matchEntries(k.Entries, accounts)
	plan := make(Plan, 0, len(k.Entries))
	for i, e := range k.Entries {
		if pairs[i] < 0 {
			plan = append(plan, Step{Action: ActionAdd, Entry: e, Secret: e.HasSecret(), Recovery: e.Recovery != nil})
			continue
		}
		plan = append(plan, planOne(e, accounts[pairs[i]]))
	}
	return plan
}

func planOne(e Entry, current vault.Account) Step {
	s := Step{Action: ActionSame, Entry: e, Current: current}
	s.planSecret()
	s.planRecovery()
	switch {
	case s.Secret || s.Counter || s.Recovery:
		s.Action = ActionUpdate
	case s.KeptSecret || s.KeptRecovery:
		s.Action = ActionKeep
	}
	return s
}

func (s *Step) planSecret() {
	theirs, ours := s.Entry.Account, s.Current
	switch {
	case !s.Entry.HasSecret():
	case ours.SameCredential(theirs):
		s.Counter = theirs.Counter > ours.Counter
	case isNewer(s.Entry.Saved, credentialChanged(ours)):
		s.Secret = true
	default:
		s.KeptSecret = true
	}
}

func (s *Step) planRecovery() {
	theirs, ours := s.Entry.Recovery, s.Current.Recovery
	switch {
	case theirs == nil:
	case ours == nil:
		// None at all beside a credential that was changed: they were retired with
		// the one before, and the service takes older ones no more.
		s.Recovery = isNewer(theirs.Saved, toSecond(s.Current.Renewed))
		s.KeptRecovery = !s.Recovery
	case theirs.Revision == ours.Revision && theirs.Saved.Equal(toSecond(ours.Saved)):
		s.Recovery = ours.State == vault.RecoveryUnknown
	case isNewer(theirs.Saved, toSecond(ours.Saved)) && (theirs.Revision >= ours.Revision || s.Secret || s.Current.ID != s.Entry.Account.ID):
		s.Recovery = true
	default:
		s.KeptRecovery = true
	}
}

// isNewer reports whether something saved at theirs is newer than something
// that was changed here at ours; a zero ours is something that is not there.
func isNewer(theirs, ours time.Time) bool { return ours.IsZero() || theirs.After(ours) }

// credentialChanged is when an account got the credential it has, or lost the
// one it had; zero when it never had one.
func credentialChanged(a vault.Account) time.Time {
	if a.Type == vault.TypeNone {
		return toSecond(a.Renewed)
	}
	return secretSaved(a)
}
