//go:build e2e && linux

package e2e

import (
	"strings"
	"testing"
)

// TestEnrolment is the main job: a picture becomes an account whose code is
// right, whose secret is in the keyring, and which is there after a crash.
func TestEnrolment(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	e := newEnrolment("Northwind Traders", "ada@northwind.example")

	w := d.openDeskfob(d.picture(e))
	d.shot("confirm")
	w.pressUntil("Return", "the account is in the keyring", func() bool { return len(d.items()) > 0 })
	w.mustShow(1, e)
	d.shot("added")
	d.mustKeepSecret(e)

	w.kill()
	w = d.openDeskfob()
	w.mustShow(1, e)
	d.shot("after a crash")
}

// mustKeepSecret checks that no item in the keyring shows whose account it is,
// nor the secret itself.
func (d *desktop) mustKeepSecret(e enrolment) {
	d.tb.Helper()
	words := []string{e.issuer, e.name, e.secret, strings.Fields(e.issuer)[0]}
	for _, it := range d.items() {
		shown := it.label + "\n" + it.value
		for key, value := range it.attributes {
			shown += "\n" + key + "=" + value
		}
		for _, word := range words {
			if strings.Contains(strings.ToLower(shown), strings.ToLower(word)) {
				d.tb.Errorf("the keyring item %q shows %q", it.label, word)
			}
		}
		if it.attributes["service"] != "Deskfob" {
			d.tb.Errorf("the keyring item %q is not under the service Deskfob: %v", it.label, it.attributes)
		}
	}
}
