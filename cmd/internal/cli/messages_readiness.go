package cli

import (
	"fmt"

	"github.com/deskfob/deskfob/vault/kit"
)

// The sentences about readiness.

// accountsMayBeMissing is for a vault of which a part cannot be read or was set
// aside: of what is on it nobody can tell how it stands.
const accountsMayBeMissing = "A part of the vault cannot be read or was set aside, so there may be accounts that are not counted here. " +
	"A kit may have them: deskfob kit check FILE shows them as extra, deskfob kit restore FILE brings them back."

// readinessSentence is the one sentence above all.
func readinessSentence(r kit.Report) string {
	const died = "If this computer died now, "
	all := len(r.Accounts)
	switch {
	case all == 0:
		return "There are no accounts yet."
	case r.Lost > 0 && r.Stale > 0:
		return died + fmt.Sprintf("%d of %s would be lost, and the copies of %d are out of date.", r.Lost, accountCount(all), r.Stale)
	case r.Lost > 0:
		return died + fmt.Sprintf("%d of %s would be lost.", r.Lost, accountCount(all))
	case r.Stale > 0:
		return died + fmt.Sprintf("the copies of %d of %s would be out of date.", r.Stale, accountCount(all))
	case all == 1:
		return died + "you could get back into your account."
	}
	return died + fmt.Sprintf("you could get back into all %d accounts.", all)
}

const makeKit = "Make a kit: deskfob kit create -o FILE --where TEXT"

// whatToDo says what keeps an account from being ready, and the shortest way out.
func whatToDo(r kit.Readiness, register kit.Register) string {
	c, _ := register.Find(r.Copy)
	title := copyTitle(c)
	id := oneLine(r.Account.ID)
	switch r.Why {
	case kit.WhyNoCopy:
		return "It is on no kit or sheet. " + makeKit
	case kit.WhyNoPlace:
		return "Only " + title + " has it as it is now, and that is still only on this computer. Take it elsewhere, then: deskfob kit place " + c.ID + " TEXT"
	case kit.WhyOldSecret:
		return "It was enrolled again since " + title + " was made. " + renew(c)
	case kit.WhyNoSecret:
		return "The secret is not on " + title + ". " + makeKit
	case kit.WhyOldCodes:
		return "Its recovery codes were replaced since " + title + " was made. " + renew(c)
	case kit.WhyNoCodes:
		return "Its recovery codes are not on " + title + ". " + renew(c)
	case kit.WhyOpen:
		return "Its recovery code was used, and the new one is not saved. Save it: deskfob recovery set " + id
	case kit.WhyUnread:
		return "The vault cannot read its recovery codes. Have the service show new ones, then: deskfob recovery set " + id
	case kit.WhySuspect:
		return "The only way in is a recovery code that did not work. Have the service show new ones, then: deskfob recovery set " + id
	case kit.WhySpent:
		return "It has no secret and no recovery code left. Have the service show new ones, then: deskfob recovery set " + id
	case kit.WhyEnrolment:
		return "Its enrolment was not finished. Go on with: deskfob add --replace " + id + " PICTURE"
	}
	return ""
}

// renew says how to make a copy anew.
func renew(c kit.Copy) string {
	switch {
	case c.Kind == kit.CopySheet:
		return "Print a new one: deskfob kit create -o FILE --sheet PDF"
	case c.File == "":
		return makeKit
	}
	text := "Make it anew: deskfob kit create -o " + shellWord(c.File)
	if c.Place != "" {
		text += " --where " + shellWord(c.Place)
	}
	return text
}

// whyStale says why an account in a kit is not as it is now.
func whyStale(why kit.Why) string {
	switch why {
	case kit.WhyOldSecret:
		return "it was enrolled again since"
	case kit.WhyNoSecret:
		return "its secret is not in the kit"
	case kit.WhyOldCodes:
		return "its recovery codes were replaced since"
	case kit.WhyNoCodes:
		return "its recovery codes are not in the kit"
	case kit.WhyOpen:
		return "its recovery code was used, and the new one is not saved"
	case kit.WhyUnread:
		return "the vault cannot read its recovery codes"
	}
	return string(why)
}

// eraseReadiness says what erasing the vault would cost beyond recall.
func eraseReadiness(r kit.Report) string {
	switch {
	case len(r.Accounts) == 0:
		return ""
	case r.Lost > 0 && r.Stale > 0:
		return fmt.Sprintf("Of them %d are on no kit or sheet away from this computer, and the copies of %d are out of date. deskfob readiness says which.", r.Lost, r.Stale)
	case r.Lost > 0:
		return fmt.Sprintf("Of them %d are on no kit or sheet away from this computer. deskfob readiness says which.", r.Lost)
	case r.Stale > 0:
		return fmt.Sprintf("The copies of %d of them are out of date. deskfob readiness says which.", r.Stale)
	}
	return "As far as the register of copies knows, you can get back into all of them."
}

// removeReadiness warns of deleting an account of which no good copy exists;
// empty: there is one.
func removeReadiness(r kit.Readiness) string {
	switch r.State {
	case kit.StateLost:
		return "No kit or sheet away from this computer has " + accountTitle(r.Account) + "."
	case kit.StateStale:
		return "What a kit or sheet has of " + accountTitle(r.Account) + " is out of date."
	}
	return ""
}
