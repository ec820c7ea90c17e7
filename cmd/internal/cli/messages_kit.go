package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// The sentences about kits, sheets and the register of copies.

const (
	kitPassphraseUnreadable = "The file with the kit's passphrase cannot be read. Check the path in --kit-passphrase-file."
	kitPassphraseNeeded     = "The kit has a passphrase, and there is no terminal to ask on. Put it in a file and name that with --kit-passphrase-file."
	kitPassphraseForever    = "The kit gets a passphrase of its own. Nobody can reset it: without it the kit is worth nothing."
	askKitWords             = "Press Enter to take the six words, or type a passphrase of your own: "
	askWordsAgain           = "Write the six words on paper now, then type them from there: "
	otherWords              = "Those are not the six words. Nothing was made; try again, with words of your own if you like."
	untypeable              = "The passphrase has a line break or another character that nobody can type. Nothing was made; take words with spaces between."
	passphraseShort         = "That passphrase is short. Whoever finds the kit can try as many as they like; six words are safe."

	kitWhere         = "Say where to write the kit: -o FILE."
	sheetOverKit     = "The kit and its sheet need files of their own."
	sheetFlagsAlone  = "--paper and --sheet-secrets say how to print a sheet. Add --sheet PDF."
	badPaper         = "--paper takes A4 or Letter."
	nothingForKit    = "There is no account to put into a kit. deskfob add makes one."
	placeTooLong     = "The text about the place is too long. Nothing was changed; a few words are enough."
	registerDamaged  = "Warning: a part of the register of copies cannot be read. Accounts may be better off than told here; make a new kit to be sure."
	noSuchCopy       = "There is no kit or sheet with that id. deskfob kit list shows all ids."
	copyIsGone       = "That copy was replaced or is gone, so nothing was changed. deskfob kit list shows those that are there."
	dateNotNoted     = "The date of this could not be noted in the register."
	kitNotRegistered = "This kit is not in the vault's register, so readiness does not rely on it. deskfob kit restore enters it."

	restoreNeedsYes     = "There is no terminal to ask on. Add --yes to restore without a question, or --dry-run to see what it would do."
	askRestore          = "Restore this? Type yes: "
	notRestored         = "Nothing was restored. Type yes in full to restore the kit."
	previewWithoutVault = "There is no vault here yet. This is what restoring into an empty one would do."
)

// kitMessages is the table for the errors of package kit about a file that was
// read. The first that fits counts.
func kitMessages() []message {
	return []message{
		{kit.ErrNoPassphrase, ExitUsage, "An empty passphrase opens no kit. Type the one that the kit was made with."},
		{kit.ErrPassphrase, ExitUnavailable, "The passphrase does not open the kit. Try again; the first lines of the file may also be damaged."},
		{kit.ErrNewer, ExitRefused, "A newer Deskfob wrote this kit. Update this one."},
		{kit.ErrDamaged, ExitRefused, "The kit is damaged: it was changed or cut off after it was written. Take another copy."},
		{kit.ErrTooLarge, ExitRefused, "The kit is larger than one may be, or made so that opening it takes too long."},
		{kit.ErrNotKit, ExitRefused, "This file is no kit that a passphrase opens."},
		{kit.ErrInvalid, ExitRefused, "Something in it cannot be kept in a kit as it is."},
		{kit.ErrExists, ExitRefused, "There is another file already, which is no kit or sheet of this vault. Choose another name, or replace it with --force."},
		{kit.ErrHasMore, ExitRefused, "The kit that is there has something that the new one would not have. Bring it back with deskfob kit restore, choose another name, or replace it with --force."},
		{kit.ErrNotSaved, ExitUnexpected, "The file that was written reads back as something else. Write it to another disk."},
		{kit.ErrNoCopy, ExitNothing, noSuchCopy},
		{fs.ErrNotExist, ExitRefused, "There is no such file."},
		{vault.ErrDenied, ExitRefused, "Access to the file was refused."},
		{fs.ErrPermission, ExitRefused, "Access to the file was refused."},
	}
}

// kitFailure gives an error about a kit that is read its text.
func kitFailure(path string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	for _, row := range kitMessages() {
		if errors.Is(err, row.err) {
			return fail(row.code, oneLine(path)+": "+row.text)
		}
	}
	return fail(ExitUnexpected, oneLine(path)+": This file could not be read. ("+oneLine(err.Error())+")")
}

// saveFailure gives an error about a kit or sheet that is written its text.
func saveFailure(path string, err error) error {
	const kept = " What was there before is as it was."
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail(ExitRefused, oneLine(path)+": The folder is not there. Plug the stick in, or make the folder.")
	case errors.Is(err, kit.ErrTooLarge):
		return fail(ExitRefused, oneLine(path)+": That is more than fits into one kit. Name fewer accounts.")
	case errors.Is(err, vault.ErrNoRoom):
		return fail(ExitUnexpected, oneLine(path)+": The disk is full. Make room there, or choose another place."+kept)
	case errors.Is(err, vault.ErrDenied), errors.Is(err, fs.ErrPermission):
		return fail(ExitRefused, oneLine(path)+": This cannot be written there. Choose another place."+kept)
	}
	for _, row := range kitMessages() {
		if errors.Is(err, row.err) {
			return fail(row.code, oneLine(path)+": "+row.text)
		}
	}
	return fail(ExitUnexpected, "The file could not be written: "+oneLine(err.Error())+"."+kept)
}

func askKitPassphrase(path string) string { return "Passphrase of the kit " + oneLine(path) + ": " }

func askKitPassphraseAgain(path string) string {
	return "Passphrase of the kit " + oneLine(path) + ", as before (Enter alone: a new one): "
}

func sixWords(words []byte) string {
	return "Six words were drawn for it:\n\n    " + string(words) + "\n"
}

func fileInUse(path string) string {
	return oneLine(path) + ": This file is the vault, or holds a passphrase. Choose another name."
}

// kitHasMore says what would be lost if the kit that is there were written over.
func kitHasMore(path string, more []kit.Held, accounts []vault.Account) string {
	here := slices.DeleteFunc(slices.Clone(accounts), func(a vault.Account) bool {
		return !slices.ContainsFunc(more, func(h kit.Held) bool { return h.ID == a.ID })
	})
	if unreadable := len(more) - len(here); unreadable > 0 {
		return oneLine(path) + ": The kit that is there has " + accountCount(unreadable) +
			" that the vault cannot read. Bring back what is on it with deskfob kit restore, choose another name, or replace it with --force."
	}
	return oneLine(path) + ": The kit that is there has more of " + titles(here) +
		" than the new one would. Choose another name, put all in, or replace it with --force."
}

// titles names a few accounts in a sentence.
func titles(accounts []vault.Account) string {
	const most = 3
	names := make([]string, 0, most)
	for _, a := range accounts[:min(len(accounts), most)] {
		names = append(names, accountTitle(a))
	}
	text := strings.Join(names, ", ")
	if rest := len(accounts) - len(names); rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}

func kitNotEntered(path string) string {
	return "The kit " + oneLine(path) + " is written, but could not be entered in the register. Make it again once the vault takes changes."
}

// holds says what is in a kit.
func holds(entries []kit.Entry) string {
	secrets, codes := 0, 0
	for _, e := range entries {
		if e.HasSecret() {
			secrets++
		}
		if e.Recovery != nil {
			codes += len(e.Recovery.Codes)
		}
	}
	return accountCount(len(entries)) + ", " + counted(secrets, "secret", "secrets") + ", " + counted(codes, "recovery code", "recovery codes")
}

func kitMade(k kit.Kit, path string) string {
	return "Wrote the kit " + oneLine(path) + " and read it back: " + holds(k.Entries) + "."
}

func kitHasNoPlace(id string) string {
	return "The kit is still only on this computer as far as the register knows, so it counts for nothing. Take it elsewhere, then say where it is: deskfob kit place " + id + " TEXT"
}

func takeItThere(where string) string {
	return "It is noted as kept here: " + where + ". If it is not there yet, take it there now."
}

func sheetMade(c kit.Copy) string {
	return "Wrote the sheet " + oneLine(c.File) + ". It is plain text: print it, then delete the file. Then say where the paper is: deskfob kit place " + c.ID + " TEXT"
}

func notPrintable(a vault.Account) string {
	return "The sheet has no letters for a recovery code of " + accountTitle(a) + ". Write that one on it by hand."
}

// entryNotWhole says that a kit has less of an account than it should.
func entryNotWhole(e kit.Entry) string {
	if errors.Is(e.Problem, vault.ErrDamaged) {
		return "The vault cannot read the recovery codes of " + accountTitle(e.Account) + ", so they are not in the kit. Make new ones at the service."
	}
	return "The secret of " + accountTitle(e.Account) + " is of a kind that this Deskfob does not know. Update it; the rest of the account can be used."
}

// copyTitle names a copy in a sentence.
func copyTitle(c kit.Copy) string {
	text := "the " + string(c.Kind) + " of " + day(c.Created)
	if c.Place != "" {
		return text + " (" + oneLine(c.Place) + ")"
	}
	return text
}

func placed(c kit.Copy) string {
	if c.Place == "" {
		return "Noted: " + copyTitle(c) + " is on this computer only. It counts for nothing until it is elsewhere."
	}
	return "Noted: " + copyTitle(c) + "."
}

func destroyOld(c kit.Copy) string {
	return "It takes the place of " + copyTitle(c) + ". Destroy what is left of that one."
}

func forgotten(c kit.Copy) string { return "Noted: " + copyTitle(c) + " is gone." }

func kitRegisteredGone(c kit.Copy) string {
	return "The register says that " + copyTitle(c) + " was replaced or is gone, so readiness does not rely on it."
}

func kitIsComplete(c comparison) string {
	text := "The kit of " + day(c.kit.Created) + " has every account as it is now"
	if extra := c.count[kit.MatchExtra]; extra > 0 {
		text += ", and " + counted(extra, "account", "accounts") + " that the vault does not have"
	}
	return text + "."
}

func kitIsOld(c comparison, path string) string {
	var parts []string
	if n := c.count[kit.MatchStale]; n > 0 {
		parts = append(parts, counted(n, "account has changed since", "accounts have changed since"))
	}
	if n := c.count[kit.MatchMissing]; n > 0 {
		parts = append(parts, counted(n, "account is missing", "accounts are missing"))
	}
	return "The kit of " + day(c.kit.Created) + " is not complete: " + strings.Join(parts, " and ") +
		". Make it anew: deskfob kit create -o " + shellWord(path)
}

func drillWentWell(r kit.DrillResult) string {
	return "The drill went well: " + accountCount(r.Accounts) + " and " + counted(r.Codes, "recovery code", "recovery codes") + " came back as they are in the kit."
}

func didNotComeBack(f kit.DrillFail) string {
	return accountTitle(f.Account) + " did not come back as it is in the kit."
}

func drillFailed(r kit.DrillResult) string {
	return "The drill failed for " + accountCount(len(r.Failed)) + ". Make a new kit and hold the drill again."
}

// restorePlan says what restoring a kit means.
func restorePlan(k kit.Kit, plan kit.Plan) string {
	n := make(map[kit.Action]int)
	for _, step := range plan {
		n[step.Action]++
	}
	return fmt.Sprintf("The kit of %s has %s: %d to add, %d to update, %d the same here, %d newer here.",
		day(k.Created), holds(k.Entries), n[kit.ActionAdd], n[kit.ActionUpdate], n[kit.ActionSame], n[kit.ActionKeep])
}

func restored(plan kit.Plan) string {
	if n := changes(plan); n > 0 {
		return "Restored " + accountCount(n) + "."
	}
	return "Nothing in the kit is newer than in the vault, so nothing was changed."
}

// stepDetails says what is taken from the kit and what stays.
func stepDetails(s kit.Step) string {
	var parts []string
	for _, part := range []struct {
		is   bool
		text string
	}{
		{s.Secret, "secret"},
		{s.Counter, "counter"},
		{s.Recovery, "recovery codes"},
		{s.KeptSecret, "secret here is newer"},
		{s.KeptRecovery, "recovery codes here are newer"},
	} {
		if part.is {
			parts = append(parts, part.text)
		}
	}
	return strings.Join(parts, ", ")
}

// shellWord writes a path so that it can be pasted into a shell.
func shellWord(path string) string {
	path = oneLine(path)
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(`/\:._-+`, r)
	}
	if strings.TrimFunc(path, plain) == "" && path != "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
