//go:build e2e && linux

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// deskfob runs a sub-command, which sees the same vault as the window, and
// returns what it printed. It has to succeed.
func (d *desktop) deskfob(args ...string) string {
	d.tb.Helper()
	out, code := d.try(args...)
	if code != 0 {
		d.tb.Fatalf("deskfob %s ended with %d: %s", args[0], code, out)
	}
	return out
}

// try is deskfob where the exit code is of interest, too.
func (d *desktop) try(args ...string) (out string, code int) {
	d.tb.Helper()
	p := d.start(deskfobPath(d), args...)
	d.until("deskfob "+args[0]+" has ended", p.ended)
	return strings.TrimSpace(p.output()), p.cmd.ProcessState.ExitCode()
}

// mustStand checks what the command line says of the only account's readiness.
func (d *desktop) mustStand(state string) {
	d.tb.Helper()
	out, _ := d.try("readiness", "--json")
	var report struct{ Accounts []struct{ State string } }
	if err := json.Unmarshal([]byte(out), &report); err != nil || len(report.Accounts) != 1 {
		d.tb.Fatalf("readiness printed %v, %s", err, out)
	}
	if got := report.Accounts[0].State; got != state {
		d.tb.Errorf("the account is %s if this computer died now, want %s", got, state)
	}
}

// mustHave checks that the command line finds e in the vault, with the right code.
func (d *desktop) mustHave(e enrolment) {
	d.tb.Helper()
	code := d.deskfob("code", e.issuer)
	if want := d.codesNow(e); !slices.Contains(want, code) {
		d.tb.Fatalf("deskfob code printed %s for %s, oathtool says %v", code, e.issuer, want)
	}
}

// lists reports whether the command line finds e in the vault. A vault that is
// only being made does not list anything yet.
func (d *desktop) lists(e enrolment, flags ...string) bool {
	d.tb.Helper()
	out, code := d.try(append([]string{"list"}, flags...)...)
	return code == 0 && strings.Contains(out, e.name)
}

// settingsNameFile reports whether the window has kept the choice of a file.
func (d *desktop) settingsNameFile() bool {
	text, err := os.ReadFile(filepath.Join(d.home, ".config", "deskfob", "settings.json"))
	return err == nil && strings.Contains(string(text), "file:")
}
