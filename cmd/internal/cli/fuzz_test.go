package cli

import (
	"strings"
	"testing"
)

// FuzzArguments gives Run any arguments: it must not panic, must answer a code
// of the table, and must leave standard output empty when --json fails.
func FuzzArguments(f *testing.F) {
	for _, line := range []string{
		"list --json", "code x --at 59", "--vault file:x list", "recovery used x --code - --new -",
		"add --uri -", "-- code --at", "help recovery show", "completion bash", "scan --batch", "--demo",
		"doctor --json", "rename x --issuer=", "remove x --yes=false", "-h", "list -hh", "--at",
		"kit list --all --json", "kit place a b c", "kit forget a", "readiness --json", "kit create -o", "kit restore x --dry-run",
		"trash --json", "trash empty x --yes", "undo", "retire x --yes", "add --uri - --replace x", "vault check --repair --json",
		"vault move --to file:x", "vault erase --yes", "passphrase set", "passphrase remove",
	} {
		f.Add(line, testURI)
	}
	f.Fuzz(func(t *testing.T, line, input string) {
		args := strings.Split(line, " ")
		for _, arg := range args {
			// Pictures are the scanner's affair, and reading a device has no end.
			if strings.ContainsAny(arg, "/\\.~") {
				t.Skip()
			}
		}
		w := newWorld(t)
		w.give(input)
		code := w.run(args...)
		if code < ExitOK || code > ExitNoWindow {
			t.Errorf("%q: exit code %d", args, code)
		}
		json := strings.Contains(" "+line+" ", " --json ")
		// What is not ready is what readiness was asked for.
		if json && code != ExitOK && code != ExitNotReady && w.out.Len() > 0 {
			t.Errorf("%q: exit code %d and output %q", args, code, w.out.String())
		}
	})
}
