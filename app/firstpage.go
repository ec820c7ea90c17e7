package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// newFirstPage is what stands in place of the list while there is no account:
// what to do, and the ways to do it.
func newFirstPage(u *UI) fyne.CanvasObject {
	return newPage(
		newGap(16),
		newColumn(4,
			newLabel(lang.L("Set up your first account"), styleHeading()),
			newParagraph(lang.L("On the service's page, choose to set up an authenticator app. When its QR code is on your screen, come back here."), styleHint()),
		),
		newCard(
			newColumn(2,
				newLabel(lang.L("Scan my screen"), styleTitle()),
				newParagraph(lang.L("Deskfob hides for a moment, looks for the code and shows what it found. Nothing leaves this computer."), styleHint()),
			),
			newRow(newPrimaryButton(lang.L("Scan screen"), u.scanScreen)),
		),
		newCard(
			newColumn(2,
				newLabel(lang.L("Use a picture"), styleTitle()),
				newParagraph(lang.L("Drop a screenshot here, paste its path with Ctrl+V, or open a file."), styleHint()),
			),
			newRow(newPlainButton(lang.L("Open picture"), u.openPicture)),
		),
		newCard(
			newColumn(2,
				newLabel(lang.L("No QR code?"), styleTitle()),
				newParagraph(lang.L("Type or paste the secret, or the link, that the service shows instead."), styleHint()),
			),
			newRow(newPlainButton(lang.L("Enter by hand"), func() { u.openByHand(nil) })),
		),
	)
}
