package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// newFirstPage is what stands in place of the list while there is no account:
// what to do, and the ways to do it.
func newFirstPage(u *UI) fyne.CanvasObject {
	return newPage(
		newGap(4),
		newHeading(lang.L("Set up your first account"),
			lang.L("On the service's page, choose to set up an authenticator app. When its QR code is on your screen, come back here.")),
		newWay(lang.L("Scan my screen"),
			lang.L("Deskfob hides for a moment, looks for the code and shows what it found. Nothing leaves this computer."),
			newPrimaryButton(lang.L("Scan screen"), u.scanScreen),
			newPlainButton(lang.L("Choose a part of the screen"), u.scanRegion)),
		newWay(lang.L("Use a picture"),
			lang.L("Drop screenshots here, paste a copied picture with Ctrl+V, or open a file."),
			newPlainButton(lang.L("Open picture"), u.openPicture), newPlainButton(lang.L("Paste"), u.paste)),
		newShortWay(lang.L("No QR code?"),
			lang.L("Paste the link with Ctrl+V, or type the secret that the service shows instead."),
			newPlainButton(lang.L("Type it in"), func() { u.openByHand(nil) })),
		newShortWay(lang.L("New computer?"),
			lang.L("Bring your accounts back from the recovery kit that you made on the old one."),
			newPlainButton(lang.L("Restore a kit"), func() { u.show(newRestoreView(u, "")) })),
	)
}
