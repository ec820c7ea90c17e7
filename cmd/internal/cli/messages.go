package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// Every text for people is in this file or a messages_*.go beside it: what happened,
// then what to do.

const (
	outputLost    = "The output could not be written. What the command did before stays done."
	inputLost     = "Standard input could not be read. Nothing was changed."
	inputTooLong  = "The text on standard input is too long. Nothing was changed."
	stopped       = "Stopped."
	unexpectedEnd = "Something unexpected happened: "

	linkInArguments   = "A key URI or link is a secret and does not belong in the arguments, where other programs can read it. Use: deskfob add --uri - and give it on standard input."
	oneForTheWindow   = "The window opens with one picture at a time. To add several use: deskfob add PICTURE..."
	secondWordMissing = "This command needs a second word."
	unknownShell      = "There is no completion for that shell. Take bash, zsh or fish."

	settingsUnreadable = "The window's settings file, which says where the vault is, cannot be read. Say it with --vault keyring or --vault file:PATH."
	noDataFolder       = "There is no folder for data on this system. Set DESKFOB_DATA_DIR to one."

	askAccept   = "Go on with this vault as it is? What the other one held in addition is not in it. Type yes: "
	notAccepted = "Nothing was changed. Put the newer vault back, or type yes in full to go on with this one."

	askForget = "Saved accounts are gone from here. To start with none and stop looking for them, type yes: "

	askPassphrase            = "Passphrase of the vault: "
	askNewPassphrase         = "New passphrase: "
	askPassphraseAgain       = "The same again: "
	aboutPassphrases         = "There is no vault here yet. Choose a passphrase for the new one; without it nobody can open the vault, you included."
	passphraseEmpty          = "An empty passphrase protects nothing. Nothing was changed."
	nothingTyped             = "No passphrase was typed. Type the one that the vault has."
	passphrasesDiffer        = "The two passphrases differ. Nothing was changed."
	passphraseFileUnreadable = "The passphrase file cannot be read. Check the path in --vault-passphrase-file or DESKFOB_PASSPHRASE_FILE."

	newPassphraseUnreadable = "The file with the new passphrase cannot be read. Check the path in --new-passphrase-file."
	newPassphraseNeeded     = "A new passphrase is needed, and there is no terminal to ask on. Put it in a file and name that with --new-passphrase-file."
	hasPassphrase           = "The vault has a passphrase already, so nothing was changed. To give it another one use: deskfob passphrase change"
	hasNoPassphrase         = "The vault has no passphrase of its own, so nothing was changed. To give it one use: deskfob passphrase set"
	fileNeedsPassphrase     = "A vault in a file always has a passphrase: it has no other protection. To give it another one use: deskfob passphrase change"
	passphraseForever       = "Choose a passphrase. Nobody can reset it: if it is lost, nobody can open the vault, you included."
	passphraseIsSet         = "The vault has a passphrase now, and everything in it was encrypted anew."
	passphraseIsChanged     = "The vault has the new passphrase, and everything in it was encrypted anew. Copies from before still open with the old one."
	passphraseIsRemoved     = "The vault has no passphrase of its own any more. Whoever can use the unlocked keyring can read it."
	passphraseLost          = "Nobody can reset it. Keep the recovery codes of your accounts in a second place, one that opens without this passphrase."
	oldPassphraseInFile     = "If the file with the vault's passphrase still holds the old one, put the new one in it."

	emptyQuery      = "The query is empty. Give an id, or the beginning of an issuer or account name."
	noSuchAccount   = "No account answers the query. deskfob list shows all accounts."
	severalAccounts = "Several accounts answer the query:"
	takeAnID        = "Nothing was done. Use the id of the one you mean."

	scanWhat           = "There is no picture to scan. Name pictures, or use --screen, --region, --clipboard or --batch."
	batchAlone         = "--batch takes its pictures from standard input and prints lines. Leave out --json, --screen, --region, --clipboard and picture names."
	rawOrJSON          = "--raw and --json exclude each other. Choose one."
	picturesUnreadable = "Not every picture could be read. The codes of the others are shown."
	noCodeFound        = "No QR code was found. Try a sharper or larger picture, or the key URI with: deskfob add --uri -"
	screenUnsupported  = "The screen of this system cannot be read. Save a picture of the code and name it instead."
	screenMissing      = "There is no display that can be read. Save a picture of the code and name it instead."
	screenRefused      = "The desktop did not give the screen's picture. Allow it when asked, or save a picture of the code and name it."
	screenCancelled    = "Nothing was chosen, so nothing was read. Try again, or save a picture of the code and name it."
	regionMissing      = "This system has no way to choose a part of the screen. Use --screen, or copy a part with the system's own tool and use --clipboard."
	screenSilent       = "The desktop did not answer. Try again, or save a picture of the code and name it."
	screenFailed       = "The screen could not be read. Try again, or save a picture of the code and name it."

	clipboardMissing = "There is no clipboard that can be read here. Save a picture of the code and name it instead."
	clipboardSilent  = "The program that copied did not answer. Copy again, or save a picture of the code and name it."
	clipboardUseless = "The clipboard holds neither a picture nor a key URI. Copy the picture of the code, then try again."

	addWhat           = "There is nothing to add from. Name pictures, or use --screen, --region, --clipboard or --uri -"
	recoveryOnlyAlone = "--recovery-only makes an account without a secret. It needs --issuer or --account, and no picture, --screen, --region, --clipboard or --uri."
	replaceAlone      = "--replace keeps the account's names and gives it one new secret. Leave out --issuer, --account, --duplicate, --partial and --recovery-only."
	replaceOne        = "--replace takes one enrolment, and there are several. Nothing was changed."
	badDuplicate      = "--duplicate takes keep, replace or skip."
	namesForOne       = "--issuer and --account go with one enrolment, and there are several. Leave them out and rename the accounts afterwards."
	oneKeyURI         = "Standard input should hold one key URI on one line. Nothing was added."
	isNoEnrolment     = " is no enrolment"
	notWhole          = "The export is not whole. Nothing was added; give the pictures of all its codes, or add what there is with --partial."
	onlyOtherCodes    = "None of the codes enrols an account. Nothing was added."
	nothingAdded      = ". Nothing was added."
	nothingAddedAsk   = ". Nothing was added; --duplicate keep, replace or skip says what to do."
	hintKeyURI        = "Paste the key URI, then press Enter and Ctrl+D."

	badTime          = "--at takes Unix seconds or a time like 2026-11-24T03:42:57Z."
	copyOrJSON       = "--copy prints nothing, so --json has no place beside it. Choose one."
	counterHasNoTime = "This account's codes go by a counter, not by time. Leave out --at and --next."
	noClipboard      = "There is no clipboard to copy to. Leave out --copy to have the code printed."

	renameWhat     = "There is nothing to change. Give --issuer, --account or both."
	removeNeedsYes = "There is no terminal to ask on. Add --yes to delete the account without a question."
	notRemoved     = "Nothing was deleted. Type yes in full to delete the account."

	retireNeedsYes  = "There is no terminal to ask on. Add --yes to retire the account without a question."
	notRetired      = "Nothing was retired. Type yes in full to retire the account."
	nothingToRetire = "The account has neither a secret nor recovery codes, so there is nothing to retire."

	notInTrash     = "Nothing in the trash answers the query. deskfob trash shows all there is."
	severalTrashed = "Several things in the trash answer the query:"
	nothingToUndo  = "The trash is empty, so there is nothing to take back."
	trashIsEmpty   = "The trash is empty."
	emptyNeedsYes  = "There is no terminal to ask on. Add --yes to delete for good without a question."
	notEmptied     = "Nothing was deleted. Type yes in full to delete it for good."

	itemsNotKept = "What cannot be read could not be written to a file in the data folder, so nothing was repaired. Make room there, or set DESKFOB_DATA_DIR to another folder."

	moveWhere              = "Say where to move the vault: --to keyring or --to file:PATH."
	moveOntoItself         = "Both are the same place. Nothing was moved."
	moveDamaged            = "A part of the vault cannot be read, so nothing was moved. See: deskfob vault check"
	movedOutOfPassphrase   = "The vault has no passphrase of its own there. To give it one use: deskfob passphrase set"
	targetHasNoPassphrase  = "There is a vault already and it has no passphrase, so --to-passphrase-file opens nothing. Nothing was moved. Give it one with deskfob passphrase set, or leave the flag out."
	toPassphraseUnreadable = "The file with the new place's passphrase cannot be read. Check the path in --to-passphrase-file."
	toPassphraseNeeded     = "The vault at the new place needs a passphrase, and there is no terminal to ask on. Put it in a file and name that with --to-passphrase-file."
	aboutNewPlace          = "Choose a passphrase for the vault at the new place; without it nobody can open the vault, you included."
	askPassphraseThere     = "Passphrase of the vault at the new place: "

	eraseNeedsYes   = "There is no terminal to ask on. Add --yes to erase everything without a question."
	askErase        = "To erase all of it type the number of accounts, or erase: "
	askEraseMemory  = "To erase what is left type erase: "
	notErased       = "Nothing was erased."
	otherVaultStays = "Another vault was used on this computer. It stays, with the settings; name it with --vault to erase it too."
	settingsLeft    = "The vault is erased. The window's settings file could not be deleted."

	badKind          = "--kind takes rotating, list or removal."
	severalCodes     = "The text holds several codes, and a code of that kind stands alone. Nothing was changed; leave out --kind to save them as a list."
	noRecoveryText   = "The text holds no recovery code that can be saved. Nothing was changed."
	recoveryPicture  = "That is a picture, not text. Nothing was changed; select and copy the codes as text, or type them."
	recoveryAllUsed  = "All codes in the text are marked as used. Nothing was changed; make new ones at the service."
	compareCodes     = "The text held more than codes. Compare with the page: deskfob recovery show"
	perhapsRemoval   = "The text says that the code switches MFA off. If it does, save it again with --kind removal."
	oneUsedCode      = "One code is used at a time, and there are several. Nothing was changed."
	failedHasNoNew   = "--failed means that the code did not work, so there is no new one. Leave out --new; save new codes with: deskfob recovery set"
	hintRecoveryText = "Paste the recovery codes, then press Enter and Ctrl+D."
	hintUsedCode     = "Type the code that was used, then press Enter and Ctrl+D."
	hintNewCodes     = "Paste the new recovery codes, then press Enter and Ctrl+D."
	hintUsedAndNew   = "Type the code that was used on one line, the new codes on the next ones, then press Enter and Ctrl+D."
)

// usage is a failure of the command's form. It never repeats an argument: that
// could be a secret.
func usage(command, text string) error {
	see := "deskfob help"
	if command != "" {
		see += " " + command
	}
	return fail(ExitUsage, text+" ("+see+")")
}

// message is one row of the table from errors to people.
type message struct {
	err  error
	code int
	text string
}

const fileInDoctor = " Or keep the vault in a file instead: --vault file:PATH."

const fileInstead = " A vault in a file needs no keyring: --vault file:PATH"

// accessRefused is for the files of the vault and of the data folder alike.
const accessRefused = "Access to the vault, or to the data folder, was refused. Check who owns it and what its permissions are; deskfob doctor says which it is."

// vaultUnopened is for a vault of which nothing can be read.
const vaultUnopened = "The vault is damaged, or is no vault, and cannot be opened. Nothing was changed; deskfob doctor says more. Put back a copy if you have one."

// vaultMessages is the table for the vault's errors. The first that fits counts.
func vaultMessages() []message {
	return []message{
		{vault.ErrNoAccount, ExitNothing, "The account is no longer there. deskfob list shows all accounts."},
		{vault.ErrNoCode, ExitNothing, "This account makes no codes. Its recovery codes are shown by: deskfob recovery show"},
		{vault.ErrNoRecovery, ExitNothing, "The account has no such live recovery code. Save new ones with: deskfob recovery set"},
		{vault.ErrUsedCode, ExitRefused, "The new text holds the code that was used, which works no more. Nothing was changed."},
		{vault.ErrInvalid, ExitRefused, "The vault does not take this as it is. Nothing was changed."},
		{vault.ErrTooLarge, ExitRefused, "That is too large to store. Nothing was changed."},
		{vault.ErrNoPassphrase, ExitUsage, passphraseNeeded(false)},
		{vault.ErrPassphrase, ExitUnavailable, "The passphrase is wrong. Try again."},
		{vault.ErrNoVault, ExitUnavailable, "There is no vault here yet. deskfob add makes one, and deskfob kit restore brings one back."},
		{vault.ErrVaultGone, ExitUnavailable, "There was a vault here and it is gone. Put it back from a copy, name another place with --vault, or start anew with deskfob add or deskfob kit restore on a terminal."},
		{vault.ErrOlder, ExitUnavailable, "The vault is older than the one last seen on this computer, so nothing was changed. To accept it, change something on a terminal or open the window."},
		{vault.ErrForeign, ExitUnavailable, "The vault was changed on another computer, so nothing was changed here. To accept it, change something on a terminal or open the window."},
		{vault.ErrNewer, ExitUnavailable, "A newer Deskfob wrote this vault. Update this one; nothing was changed."},
		{vault.ErrDamaged, ExitUnavailable, "A part of the vault is damaged. Nothing was changed; deskfob vault check says more. Put back a copy if you have one."},
		{vault.ErrNoBus, ExitUnavailable, "There is no session bus here, so no keyring can be reached." + fileInstead},
		{vault.ErrUnavailable, ExitUnavailable, "No keyring can be reached." + fileInstead},
		{vault.ErrDismissed, ExitUnavailable, "The keyring's question was closed, or could not be shown. Unlock the keyring." + fileInstead},
		{vault.ErrLocked, ExitUnavailable, "The keyring is locked. Unlock it." + fileInstead},
		{vault.ErrTimeout, ExitUnavailable, "The keyring did not answer. Try again." + fileInstead},
		{vault.ErrDenied, ExitUnavailable, accessRefused},
		{vault.ErrNoRoom, ExitUnavailable, "The disk is full, so nothing was saved. What was saved before is whole; make room and try again."},
		{vault.ErrBusy, ExitUnavailable, "Another program is changing the vault. Try again in a moment."},
		{vault.ErrNotSaved, ExitUnavailable, "The vault said it had saved, and reading back showed it had not. Check with: deskfob doctor"},
		{fs.ErrPermission, ExitUnavailable, accessRefused},
	}
}

// flagProblem says what is wrong with the flags, without any value of theirs.
func flagProblem(err error) string {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" && isPlainWord(unknown.GetSpecifiedName()):
		return "There is no flag --" + oneLine(unknown.GetSpecifiedName()) + "."
	case errors.As(err, &missing):
		return "The flag --" + missing.GetFlag().Name + " needs a value."
	case errors.As(err, &invalid):
		return "The flag --" + invalid.GetFlag().Name + " does not take that value."
	}
	return "There is no such flag."
}

// unknownCommand repeats what was typed only if it looks like a word.
func unknownCommand(name string) string {
	_, _, twoWords := strings.Cut(name, " ") // a picture is looked for where the first one stands
	switch {
	case !isPlainWord(name):
		return "There is no such command, and no such picture."
	case twoWords:
		return "There is no command \"" + name + "\"."
	}
	return "There is no command \"" + name + "\", and no such picture."
}

// isPlainWord tells whether text is a word as commands and flags are: what is
// longer, or has other characters, could be a secret and is not repeated.
func isPlainWord(text string) bool {
	const longest = 24
	return len(text) <= longest && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz- ") == ""
}

func wrongCount(cmd command) string {
	switch {
	case cmd.max == 0:
		return "This command takes no arguments."
	case strings.Contains(cmd.args, "QUERY"):
		return "This command takes one QUERY. Put a query of several words in quotes."
	}
	return "The number of arguments does not fit. Usage: " + synopsis(cmd)
}

func valueInArguments(flag string) string {
	return flag + " takes - alone, and the text on standard input: secrets do not belong in the arguments."
}

func badLocation(source string) string {
	return "The vault named by " + source + " is neither keyring nor file:PATH."
}

func passphraseNeeded(create bool) string {
	what := "The vault has a passphrase"
	if create {
		what = "A new vault in a file needs a passphrase"
	}
	return what + ", and there is no terminal to ask on. Put it in a file and name that with --vault-passphrase-file or DESKFOB_PASSPHRASE_FILE."
}

func folderOpenToOthers(folder string) string {
	return "Warning: others can write in " + oneLine(folder) + " and put an older vault in place of yours. Take that right away, or keep the vault in a folder of your own."
}

func noticeText(n vault.Notice) string {
	const day = "2 January 2006 15:04"
	switch {
	case errors.Is(n.Err, vault.ErrOlder):
		return fmt.Sprintf("Warning: this vault was saved on %s, and a newer one was seen here on %s. Nothing can be changed until you accept it.",
			n.Saved.Local().Format(day), n.Seen.Local().Format(day))
	case errors.Is(n.Err, vault.ErrForeign):
		return "Warning: this vault was changed on another computer. Nothing can be changed until you accept it."
	}
	return "Warning: a part of the vault is damaged. Its accounts are missing here and are left untouched. deskfob vault check says more."
}

func isThere(a vault.Account) string {
	return "The account is there already, with id " + oneLine(a.ID) + ": " + accountTitle(a) + nothingAddedAsk
}

func sameTwice(a, b vault.Account) string {
	return "Two of the codes enrol the same account: " + accountTitle(a) + " and " + accountTitle(b) + nothingAddedAsk
}

// pictureProblem says why a picture could not be read.
func pictureProblem(path string, err error) string {
	path = oneLine(path)
	var format *scanner.FormatError
	switch {
	case errors.Is(err, errFileLimit), errors.Is(err, context.DeadlineExceeded):
		return path + ": looking took too long; not all of its pages were looked at. Take a screenshot of the one with the code"
	case errors.Is(err, scanner.ErrPassword):
		return path + ": this PDF asks for a password. Open it and scan the screen (--screen)"
	case errors.As(err, &format) && format.Format == "PDF":
		return path + ": a PDF cannot be taken from here. Save it as a file and name that"
	case errors.As(err, &format) && format.Format == "SVG":
		return path + ": SVG drawings cannot be read. Open it and take a screenshot"
	case errors.As(err, &format):
		return path + ": " + format.Format + " pictures cannot be read. Save it as PNG or JPEG, or take a screenshot of it"
	case errors.Is(err, fs.ErrNotExist):
		return path + ": there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return path + ": this file may not be read"
	case errors.Is(err, scanner.ErrTooManyPixels):
		return path + ": the picture has too many pixels"
	case errors.Is(err, scanner.ErrTooManyBytes):
		return path + ": the file is too large for a picture"
	case errors.Is(err, scanner.ErrUnreadable):
		return path + ": the picture cannot be searched for codes"
	}
	return path + ": this is not a picture that can be read (PNG, JPEG, GIF, BMP, WebP or TIFF), nor a PDF"
}

func screenLeftBehind(err error) string {
	return "The desktop's picture of the screen could not be deleted: " + oneLine(err.Error()) + ". Delete it; it shows what was on your screen."
}

func noCodeIn(path string) string { return oneLine(path) + ": no QR code was found" }

// codePlace names a code for a person, who counts from one.
func codePlace(code foundCode) string {
	return fmt.Sprintf("%s, code %d", oneLine(code.picture), code.index+1)
}

func enrolmentRefused(code foundCode) string {
	return codePlace(code) + ": the enrolment cannot be used: " + oneLine(code.err.Error()) + nothingAdded
}

// partOf counts a part of a migration as the app does that writes it.
func partOf(p vault.MigrationPart) string {
	return fmt.Sprintf("part %d of %d", p.Index+1, p.Size)
}

func otherMigration(code foundCode) string {
	return codePlace(code) + ": " + partOf(code.part) + " does not belong to the same export as the others. Nothing was added; add one export at a time."
}

// partsMissing names the parts of a migration that no picture showed.
func partsMissing(missing []int, size int) string {
	if len(missing) == 1 {
		return fmt.Sprintf("Part %d of %d of the export is missing.", missing[0], size)
	}
	numbers := make([]string, len(missing))
	for i, n := range missing {
		numbers[i] = strconv.Itoa(n)
	}
	last := len(numbers) - 1
	return fmt.Sprintf("Parts %s and %s of %d of the export are missing.", strings.Join(numbers[:last], ", "), numbers[last], size)
}

func entryRefused(r vault.MigrationRefusal) string {
	return "An account of the export cannot be used: " + accountTitle(vault.Account{Issuer: r.Issuer, Name: r.Name}) + ": " + oneLine(r.Err.Error())
}

func wasRenamed(from, to vault.Account) string {
	return "Renamed " + accountTitle(from) + " to " + accountTitle(to) + "."
}

func recoverySaved(a vault.Account, n int) string {
	if n == 1 {
		return "Saved the recovery code of " + accountTitle(a) + "."
	}
	return fmt.Sprintf("Saved %d recovery codes of %s.", n, accountTitle(a))
}

func usedLeftOut(n int) string {
	if n == 1 {
		return "One code was marked as used and left out."
	}
	return fmt.Sprintf("%d codes were marked as used and left out.", n)
}

// recoveryUsed says how the account stands after a code was used.
func recoveryUsed(a vault.Account, failed bool) string {
	title := accountTitle(a)
	status := a.Recovery
	switch {
	case status == nil:
		return "Noted for " + title + "."
	case failed:
		return "Noted: the code of " + title + " did not work. It is kept and marked suspect."
	case status.State == vault.RecoveryOpen:
		return "Noted: the code of " + title + " was used. The service shows a new one now; save it with: deskfob recovery set"
	case status.State == vault.RecoverySpent:
		return "Noted: " + title + " has no recovery code left. Make new ones at the service and save them with: deskfob recovery set"
	}
	return fmt.Sprintf("Noted for %s. Live recovery codes: %d.", title, status.Left)
}

func demoTitle(a vault.Account) string {
	return fmt.Sprintf("Read from the sample picture: %s. Nothing is kept; the live code for %d seconds:\n", accountTitle(a), demoSeconds)
}
