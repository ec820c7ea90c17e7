package cli

import (
	"fmt"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// The sentences about what went to the trash and came back, and about the vault
// as a whole.

func askRemove(a vault.Account) string {
	return "The service goes on asking for codes: switch its second factor off there first, or have another way in.\n" +
		"Move " + accountTitle(a) + " with its secret and recovery codes to the trash? Type yes: "
}

// keptUntil ends a sentence about something that went to the trash.
func keptUntil(expires time.Time) string {
	return " to the trash, which keeps it until " + day(expires) + ". To take it back use: deskfob undo"
}

func wasRemoved(a vault.Account, expires time.Time) string {
	return "Moved " + accountTitle(a) + keptUntil(expires) +
		"\nIf the second factor is still on at the service, switch it off there before then."
}

func askRetire(a vault.Account) string {
	return "Forget the secret and the recovery codes of " + accountTitle(a) + ", because the service has reset them? Type yes: "
}

func wasRetired(a vault.Account, expires time.Time) string {
	return "Moved the secret and the recovery codes of " + accountTitle(a) + keptUntil(expires) +
		"\nWhen the service shows a new code use: deskfob add --replace " + a.ID + " PICTURE"
}

func wasReplaced(a vault.Account, hadSecret bool, expires time.Time) string {
	text := accountTitle(a) + " has the new secret."
	if hadSecret {
		text += " Moved the old one" + keptUntil(expires)
	}
	return text
}

func sameCredential(a vault.Account) string {
	return accountTitle(a) + " has this secret already. Nothing was changed."
}

func elsewhereAlready(a vault.Account) string {
	return "Another account has this secret already, with id " + oneLine(a.ID) + ": " + accountTitle(a) + ". Nothing was changed."
}

func otherNames(code, account vault.Account) string {
	return "The code is for " + accountTitle(code) + "; the account keeps its names, " + accountTitle(account) + "."
}

func sameNames(added, before vault.Account) string {
	return "There is another account with the same names, " + oneLine(before.ID) + ": " + accountTitle(before) +
		". If the new code takes its place: deskfob remove " + oneLine(added.ID) + ", then add it again with --replace " + oneLine(before.ID)
}

// wasRestored says what came out of the trash; there: its account had not gone.
func wasRestored(t vault.Trashed, a, before vault.Account) string {
	title := accountTitle(a)
	switch {
	case before.ID == "" || t.Reason == vault.TrashDeleted:
		return "Took " + title + " back from the trash."
	case t.Reason == vault.TrashReplaced && before.Type == vault.TypeNone:
		return title + " has its earlier secret back."
	case t.Reason == vault.TrashReplaced:
		return title + " has its earlier secret back. The one it had until now is in the trash."
	case before.Type == vault.TypeNone && before.Recovery == nil:
		return title + " has its earlier secret and recovery codes back."
	}
	return title + " has its earlier secret and recovery codes back. What it had since is in the trash."
}

func askEmpty(things []vault.Trashed) string {
	if len(things) == 1 {
		return "Delete " + accountTitle(things[0].Account) + " in the trash for good? Type yes: "
	}
	return fmt.Sprintf("Delete %d things in the trash for good? Type yes: ", len(things))
}

func wasEmptied(things []vault.Trashed) string {
	if len(things) == 1 {
		return "Deleted " + accountTitle(things[0].Account) + " from the trash for good."
	}
	return fmt.Sprintf("Deleted %d things from the trash for good.", len(things))
}

// counted is a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func accountCount(n int) string { return counted(n, "account", "accounts") }
func itemCount(n int) string    { return counted(n, "item", "items") }

// place names a vault's place in a sentence.
func place(l vault.Location) string {
	if l.File == "" {
		return "the keyring"
	}
	return oneLine(l.File)
}

// problemText says what is damaged and what that means.
func problemText(v *vault.Vault, p vault.Problem) string {
	switch p.Part {
	case vault.PartAccounts:
		return "A page of accounts cannot be read. They are missing from the list; nobody can tell which ones they are."
	case vault.PartCounters:
		return "A page of counters cannot be read. Accounts with a counter may show codes that were used before."
	case vault.PartRecovery:
		if a, err := v.Account(p.Account); err == nil {
			return "The recovery codes of " + accountTitle(a) + " cannot be read."
		}
		return "A page of recovery codes cannot be read."
	case vault.PartTrash:
		return "A page of the trash cannot be read."
	case vault.PartNotes:
		return "A page of notes cannot be read."
	case vault.PartListing:
		return "A list of pages cannot be read. What is on them is missing."
	case vault.PartOrphan:
		return "There are recovery codes that belong to no account."
	}
	return "Something cannot be read by this Deskfob. A newer one may be able to."
}

func vaultIsSound(h vault.Health) string {
	text := "The vault is sound: " + accountCount(h.Accounts) + ", " + itemCount(h.Items) + "."
	if h.Quarantined > 0 {
		text += " Set aside by a repair: " + itemCount(h.Quarantined) + "."
	}
	return text
}

func vaultIsUnsound(repaired bool) string {
	if repaired {
		return "The vault is still not sound. Put back a copy if you have one."
	}
	return "The vault is not sound. Put back a copy if you have one; else deskfob vault check --repair keeps what can be read and sets the rest aside."
}

func itemsKept(file string) string {
	return "What cannot be read is kept, encrypted as it is, in " + oneLine(file) + "."
}

func itemsQuarantined(n int) string { return "Set aside " + itemCount(n) + "." }
func itemsTakenBack(n int) string   { return "Took back " + itemCount(n) + " that can be read again." }

func wasMoved(n int, from, to vault.Location) string {
	return "Moved " + accountCount(n) + " with all that belongs to them from " + place(from) + " to " + place(to) +
		", and read everything back. Nothing is left in the old place."
}

func movedBefore(n int, from, to vault.Location) string {
	return "There is no vault in " + place(from) + " any more, and " + accountCount(n) + " in " + place(to) + "."
}

func windowUses(to vault.Location) string { return "The window uses " + place(to) + " from now on." }

func choiceNotSaved(to vault.Location) string {
	return "The vault is moved, and the window's settings could not be changed. Start it with: deskfob --vault " + oneLine(to.String())
}

func environmentNamesOld(to vault.Location) string {
	return "DESKFOB_VAULT still names the old place. Change it to " + oneLine(to.String())
}

func eraseCosts(n int) string {
	return "This erases " + accountCount(n) + " with secrets, recovery codes and trash for good. Services whose second factor is on will go on asking for codes."
}

func wasErased(l vault.Location) string { return "Erased the vault in " + place(l) + "." }

func eraseFinished(l vault.Location) string {
	return "The vault in " + place(l) + " was erased before; the rest of it is erased now."
}

func eraseGone(l vault.Location) string {
	return "The vault in " + place(l) + " is gone already. What this computer remembers of it is left."
}

func tracesLeft(dir string) string {
	return "The vault is erased. Something in " + oneLine(dir) + " could not be deleted."
}

func folderStays(dir string) string {
	return "The folder " + oneLine(dir) + " stays: there are files in it that Deskfob did not make."
}
