package app

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// message is what a person reads about an error, in two sentences. It never
// holds a secret: the errors it is made from hold none.
type message struct {
	what string // what happened
	do   string // what to do
}

func (m message) String() string {
	if m.do == "" {
		return m.what
	}
	return m.what + " " + m.do
}

// messageOf chooses the sentences for an error.
func messageOf(err error) message {
	var param *vault.ParamError
	var foreign *foreignCode
	var file *fileError
	var entry *refusedEntry
	var format *scanner.FormatError
	switch {
	case errors.As(err, &foreign):
		return foreign.message()
	case errors.As(err, &file):
		m := messageOf(file.err)
		m.what = vault.CleanName(file.name) + ": " + m.what
		return m
	case errors.As(err, &entry):
		return entry.message()
	case errors.As(err, &format):
		return formatMessage(format)
	case errors.As(err, &param):
		return paramMessage(param)
	}
	for _, known := range knownMessages() {
		if errors.Is(err, known.err) {
			return known.message
		}
	}
	return message{
		lang.L("Something went wrong: {{.Error}}.", map[string]any{"Error": err.Error()}),
		lang.L("Try again; nothing was changed."),
	}
}

type knownMessage struct {
	err error
	message
}

// knownMessages is in the order of asking: an error may wrap several.
func knownMessages() []knownMessage {
	return slices.Concat(kitMessages(), vaultMessages(), pictureMessages())
}

func kitMessages() []knownMessage {
	return []knownMessage{
		{kit.ErrNotKit, message{lang.L("That file is no recovery kit."), lang.L("Choose the file that Deskfob wrote; its name ends in .kit unless you changed it.")}},
		{kit.ErrPassphrase, message{lang.L("That is not the passphrase of the kit."), lang.L("Check each word; capitals and dashes make no difference.")}},
		{kit.ErrNoPassphrase, message{lang.L("The kit has a passphrase."), lang.L("Type it to open the kit.")}},
		{kit.ErrDamaged, message{lang.L("The kit is damaged."), lang.L("Try another copy of it, or make a new kit while this computer lives.")}},
		{kit.ErrNewer, message{lang.L("A newer Deskfob wrote this kit."), lang.L("Update Deskfob, then open it.")}},
		{kit.ErrTooLarge, message{lang.L("That is too large for a recovery kit."), lang.L("Choose the file that Deskfob wrote.")}},
		{kit.ErrExists, message{lang.L("There is another file of that name."), lang.L("Choose a name of its own.")}},
		{kit.ErrNotSaved, message{lang.L("The file does not read back as it was written."), lang.L("Try another disk or stick.")}},
		{kit.ErrNoCopy, message{lang.L("That copy is not in the list any more."), lang.L("Go back and look at the list again.")}},
		{kit.ErrInvalid, message{lang.L("An account cannot be put into a kit as it is."), lang.L("Check its name and recovery codes.")}},
	}
}

func vaultMessages() []knownMessage {
	return []knownMessage{
		{vault.ErrPassphrase, message{lang.L("That is not the passphrase."), lang.L("Check the keyboard layout and Caps Lock, and type it again.")}},
		{vault.ErrNoPassphrase, message{lang.L("The accounts are locked with a passphrase."), lang.L("Type it to open them.")}},
		{vault.ErrDismissed, message{lang.L("The keyring's question was closed without an answer."), lang.L("Try again, and type the password your desktop asks for.")}},
		{vault.ErrLocked, message{lang.L("Your keyring is locked."), lang.L("Try again, and type the password your desktop asks for.")}},
		{vault.ErrNoBus, message{lang.L("No keyring can be reached: this session has no D-Bus."), lang.L("Keep your accounts in a file with a passphrase instead.")}},
		{vault.ErrUnavailable, message{lang.L("This computer runs no keyring."), lang.L("Keep your accounts in a file with a passphrase instead.")}},
		{vault.ErrDenied, message{lang.L("Access to the accounts was refused."), lang.L("Allow Deskfob in your keyring or on the file, then try again.")}},
		{vault.ErrTimeout, message{lang.L("The keyring did not answer."), lang.L("Try again; if it stays silent, log out and in.")}},
		{vault.ErrNoRoom, message{lang.L("The disk is full, so nothing was saved."), lang.L("What was saved before is whole: make room, then try again.")}},
		{vault.ErrBusy, message{lang.L("Another Deskfob is changing the accounts."), lang.L("Wait a moment and try again.")}},
		{vault.ErrNotSaved, message{lang.L("The change was not saved: reading it back showed the old state."), lang.L("Try again, and answer what your desktop asks.")}},
		{vault.ErrTooLarge, message{lang.L("That is too large to store."), lang.L("Shorten the names and try again.")}},
		{vault.ErrVaultGone, message{lang.L("Accounts were saved on this computer, and they are no longer where they were."), lang.L("Deskfob puts nothing in their place: restore the keyring or the file from a backup, then try again.")}},
		{vault.ErrForeign, message{lang.L("The accounts were changed on another computer."), lang.L("Look at them, then choose whether to go on with them.")}},
		{vault.ErrOlder, message{lang.L("These accounts are older than the ones last seen on this computer."), lang.L("Look at them, then choose whether to go on with them.")}},
		{vault.ErrNewer, message{lang.L("A newer Deskfob wrote these accounts."), lang.L("Update Deskfob to open them; nothing was changed.")}},
		{vault.ErrDamaged, message{lang.L("Part of what was stored cannot be read."), lang.L("It is left as it is: restore the keyring or the file from a backup.")}},
		{vault.ErrNoVault, message{lang.L("There are no accounts in that place."), lang.L("Check that the disk it is on is there, or choose another place.")}},
		{vault.ErrDuplicate, message{lang.L("The account is there already."), lang.L("Keep both, or replace it.")}},
		{vault.ErrNoAccount, message{lang.L("The account is no longer there."), lang.L("It may have been removed in another window.")}},
		{vault.ErrNoRecovery, message{lang.L("There is no recovery code to use."), lang.L("Ask the service for a new one and save it here.")}},
	}
}

func pictureMessages() []knownMessage {
	return []knownMessage{
		{errNothingPasted, message{lang.L("What was copied is no picture, file, link or secret."), lang.L("Copy the picture of the code, or the link or secret on the service's page.")}},
		{errNothingCopied, message{lang.L("There is nothing to paste."), lang.L("Copy the picture of the code first, or the link or secret.")}},
		{errNothingDropped, message{lang.L("That is no file on this computer."), lang.L("Copy the picture and press Ctrl+V, or save it and drop the file.")}},
		{errNoCodeOnScreen, message{lang.L("No QR code was seen on the screen."), lang.L("Bring the page with the code to the front and make it larger, or choose the part of the screen where it is.")}},
		{errNoCodeInPart, message{lang.L("No QR code was seen in that part of the screen."), lang.L("Choose it again with a little of what is around the code, or make the code larger.")}},
		{errNoPictures, message{lang.L("There is no picture in the folder."), lang.L("Choose the folder with the pictures, or drop the pictures themselves.")}},
		{errNothingNew, message{lang.L("That brought nothing new."), lang.L("All of it is in the list already.")}},
		{vault.ErrOtherMigration, message{lang.L("One code belongs to another export than the ones before."), lang.L("Add one export first, then the other.")}},
		{errNoCodeFound, message{lang.L("There is no QR code in the picture."), lang.L("Make the code larger on the screen and try again, or use one of the other ways.")}},
		{scanner.ErrPassword, message{lang.L("The PDF asks for a password."), lang.L("Open it, and scan the screen while it shows the code.")}},
		{scanner.ErrNotImage, message{lang.L("The file is not a picture that can be read."), lang.L("Use PNG, JPEG, GIF, BMP, WebP, TIFF or PDF.")}},
		{scanner.ErrTooManyPixels, message{lang.L("The picture is too large to be read."), lang.L("Cut out the part with the QR code.")}},
		{scanner.ErrTooManyBytes, message{lang.L("The file is too large to be a picture of a QR code."), lang.L("Cut out the part with the code.")}},
		{scanner.ErrUnreadable, message{lang.L("The picture cannot be searched."), lang.L("Take a new screenshot, or use one of the other ways.")}},
		{scanner.ErrUnsupported, message{lang.L("The screen cannot be scanned on this system."), lang.L("Take a screenshot and open it as a picture.")}},
		{scanner.ErrNoDisplay, message{lang.L("There is no screen to scan."), lang.L("Open a picture of the code instead.")}},
		{scanner.ErrNoPortal, message{lang.L("Your desktop lets no program see the screen."), lang.L("Take a screenshot and open it as a picture.")}},
		{scanner.ErrPermission, message{lang.L("Your desktop refused to show the screen."), lang.L("Allow screenshots for Deskfob, or open a screenshot as a picture.")}},
		{scanner.ErrCancelled, message{lang.L("No screenshot was taken."), lang.L("Scan again, or use one of the other ways.")}},
		{scanner.ErrLeftBehind, message{lang.L("The desktop's screenshot could not be deleted."), lang.L("Look for it among your pictures and delete it: it shows the code.")}},
		{scanner.ErrCapture, message{lang.L("The screenshot failed."), lang.L("Scan again, or use one of the other ways.")}},
		{scanner.ErrRegion, message{lang.L("Choosing a part of the screen is not possible on this system."), lang.L("Scan the whole screen, or copy a part with the system's own tool and paste it.")}},
		{scanner.ErrNoClipboard, message{lang.L("The clipboard cannot be read here."), lang.L("Save the picture and open it, or scan the screen.")}},
		{scanner.ErrNoClipboardImage, message{lang.L("There is no picture on the clipboard."), lang.L("Copy the picture of the code and paste again, or scan the screen.")}},
		{scanner.ErrClipboardSilent, message{lang.L("The program that copied the picture did not answer."), lang.L("Copy it again, or scan the screen.")}},
		{scanner.ErrTimeout, message{lang.L("The desktop did not answer when asked for a screenshot."), lang.L("Scan again, or open a screenshot as a picture.")}},
		{fs.ErrNotExist, message{lang.L("The file is not there."), lang.L("Check its name and folder.")}},
		{fs.ErrPermission, message{lang.L("The file may not be read."), lang.L("Check its permissions.")}},
		{context.DeadlineExceeded, message{lang.L("It took too long."), lang.L("Try again.")}},
		{context.Canceled, message{lang.L("It was cancelled."), lang.L("Nothing was changed.")}},
	}
}

// formatMessage is for a picture in a format that is known and cannot be read.
func formatMessage(e *scanner.FormatError) message {
	what := lang.L("Pictures in the format {{.Format}} cannot be read.", map[string]any{"Format": e.Format})
	if e.Format == "SVG" {
		return message{what, lang.L("Open it, and scan the screen.")}
	}
	return message{what, lang.L("Open it and save it as PNG or JPEG, or let it show the code and scan the screen.")}
}

// paramMessage is for input that was refused; it names the part, not its value.
func paramMessage(e *vault.ParamError) message {
	switch e.Param {
	case vault.ParamSecret:
		switch e.Reason {
		case vault.ReasonMissing:
			return message{lang.L("The secret is missing."), lang.L("Copy it from the service's page.")}
		case vault.ReasonNotBase32:
			return message{lang.L("The secret has characters that no secret has."), lang.L("It is made of the letters A to Z and the digits 2 to 7.")}
		}
	case vault.ParamRecoveryCode:
		switch e.Reason {
		case vault.ReasonMissing:
			return message{what: lang.L("Type or paste the recovery code.")}
		case vault.ReasonNotFound:
			return message{lang.L("No recovery code can be made out in this text."), lang.L("Leave only the codes, one on each line.")}
		case vault.ReasonPicture:
			return message{lang.L("That is a picture, not text."), lang.L("Copy the codes themselves from the page, or type them.")}
		case vault.ReasonNotText:
			return message{lang.L("That is no plain text."), lang.L("Copy the codes themselves from the page, or type them.")}
		case vault.ReasonUsed:
			return message{lang.L("All codes in this text are marked as used."), lang.L("Ask the service for new ones.")}
		case vault.ReasonTooMany:
			return message{what: lang.L("These are more than {{.Most}} codes. Leave only those of this account.", map[string]any{"Most": vault.MaxRecoveryCodes})}
		}
	case vault.ParamMigration:
		return message{lang.L("One code of an export is damaged or cut off."), lang.L("Show it again in the other authenticator, and take a new picture.")}
	case vault.ParamDigits:
		return message{what: lang.L("A code has 1 to {{.Most}} digits.", map[string]any{"Most": vault.MaxDigits})}
	case vault.ParamPeriod:
		return message{what: lang.L("The period is a whole number of seconds, from 1 to {{.Most}}.", map[string]any{"Most": vault.MaxPeriod})}
	case vault.ParamCounter:
		return message{what: lang.L("The counter is a whole number from 0 up.")}
	}
	return message{
		lang.L("The {{.Part}} {{.Reason}}.", map[string]any{"Part": lang.L(string(e.Param)), "Reason": lang.L(string(e.Reason))}),
		lang.L("Correct it, or ask the service for a new QR code."),
	}
}
