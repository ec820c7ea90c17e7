//go:build e2e && linux

package e2e

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// enrolment is what a service shows when a person sets MFA up.
type enrolment struct {
	issuer, name string
	secret       string // base32
}

// newEnrolment makes an enrolment with a secret of its own.
func newEnrolment(issuer, name string) enrolment {
	var secret [20]byte
	_, _ = rand.Read(secret[:]) // it never fails
	return enrolment{issuer, name, base32.StdEncoding.EncodeToString(secret[:])}
}

func (e enrolment) keyURI() string {
	label := url.PathEscape(e.issuer + ":" + e.name)
	return fmt.Sprintf("otpauth://totp/%s?secret=%s&issuer=%s", label, e.secret, url.QueryEscape(e.issuer))
}

// picture writes the enrolment's QR code as a PNG and returns its path.
func (d *desktop) picture(e enrolment) string {
	d.tb.Helper()
	return d.pictureOf(strings.ToLower(e.issuer)+".png", e.keyURI())
}

// pictureOf writes a text's QR code as a PNG of that name and returns its path.
func (d *desktop) pictureOf(name, text string) string {
	d.tb.Helper()
	code, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 300, 300, nil)
	if err != nil {
		d.tb.Fatal(err)
	}
	path := filepath.Join(d.home, name)
	f, err := os.Create(path)
	if err != nil {
		d.tb.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, code); err != nil {
		d.tb.Fatal(err)
	}
	return path
}

// exportPart is a part of Google Authenticator's export of some enrolments.
func exportPart(tb testing.TB, index, size int, enrolments ...enrolment) string {
	tb.Helper()
	var accounts []vault.Account
	for _, e := range enrolments {
		a, err := vault.ParseKeyURI(e.keyURI())
		if err != nil {
			tb.Fatal(err)
		}
		accounts = append(accounts, a)
	}
	return vaulttest.MigrationLink(20261125, index, size, accounts...)
}

// codesNow asks oathtool for the code of this time step and both its
// neighbours, since a step may end between two looks.
func (d *desktop) codesNow(e enrolment) []string {
	d.tb.Helper()
	const step = 30 * time.Second
	from := time.Now().Add(-step).UTC().Format("2006-01-02 15:04:05 UTC")
	out, err := d.command("", "oathtool", "--totp", "--base32", "--window=2", "--now="+from, e.secret)
	if err != nil {
		d.tb.Fatalf("oathtool: %v", err)
	}
	return strings.Fields(out)
}
