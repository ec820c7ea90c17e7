// Package assets holds the bytes that Deskfob ships: icons, and made-up data
// for trying it out. It knows nothing of what they are used for.
package assets

import "embed"

//go:generate go run ./internal/draw .

//go:embed icon.png demo
var files embed.FS

// IconPNG is the application's icon, 512 pixels square.
func IconPNG() []byte { return read("icon.png") }

// EnrolmentPNG is the picture of a made-up service's page with the QR code of
// a made-up account.
func EnrolmentPNG() []byte { return read("demo/enrolment.png") }

// DemoAccounts is the text of demo/accounts.txt, which explains its own form.
func DemoAccounts() string { return string(read("demo/accounts.txt")) }

// read returns a file that the embed line above names; a test reads them all.
func read(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		return nil
	}
	return b
}
