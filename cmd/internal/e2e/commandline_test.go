//go:build e2e && linux

package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// deskfob runs a sub-command, which sees the same vault as the window, and
// returns what it printed. It has to succeed.
func (d *desktop) deskfob(args ...string) string {
	d.tb.Helper()
	p := d.start(deskfobPath(d), args...)
	d.until("deskfob "+args[0]+" has ended", p.ended)
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		d.tb.Fatalf("deskfob %s ended with %d: %s", args[0], code, p.output())
	}
	return strings.TrimSpace(p.output())
}

// works reports whether a sub-command succeeds.
func (d *desktop) works(args ...string) bool {
	d.tb.Helper()
	p := d.start(deskfobPath(d), args...)
	d.until("deskfob "+args[0]+" has ended", p.ended)
	return p.cmd.ProcessState.ExitCode() == 0
}

// mustHave checks that the command line finds e in the vault, with the right code.
func (d *desktop) mustHave(e enrolment) {
	d.tb.Helper()
	code := d.deskfob("code", e.issuer)
	if want := d.codesNow(e); !slices.Contains(want, code) {
		d.tb.Fatalf("deskfob code printed %s for %s, oathtool says %v", code, e.issuer, want)
	}
}

// lists reports whether the command line finds e in the vault.
func (d *desktop) lists(e enrolment, flags ...string) bool {
	d.tb.Helper()
	return strings.Contains(d.deskfob(append([]string{"list"}, flags...)...), e.name)
}

// settingsNameFile reports whether the window has kept the choice of a file.
func (d *desktop) settingsNameFile() bool {
	text, err := os.ReadFile(filepath.Join(d.home, ".config", "deskfob", "settings.json"))
	return err == nil && strings.Contains(string(text), "file:")
}
