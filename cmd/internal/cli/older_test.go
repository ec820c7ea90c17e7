package cli

import (
	"context"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// A counter's code changes the vault, though the command is one that reads: a
// vault put back from a copy is asked about as before any other change.
func TestCounterOfAnOlderVault(t *testing.T) {
	for answer, want := range map[string]int{"yes": ExitOK, "no": ExitUnavailable} {
		w := newWorld(t)
		keyring, dir := vaulttest.NewFaulty(), t.TempDir()
		w.OpenVault = func(ctx context.Context, _ vault.Location, o vault.Options) (*vault.Vault, error) {
			o.Keyring, o.Dir = keyring, dir
			return vault.Open(ctx, o)
		}
		w.give("otpauth://hotp/Gate?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n")
		w.must(t, "add", "--uri", "-")
		older := keyring.Clone()
		w.must(t, "code", "gate")
		keyring = older

		person := &typist{answers: []string{answer}}
		w.Terminal = person
		code := w.run("code", "gate")
		if code != want || len(person.asked) != 1 {
			t.Errorf("%s: exit code %d after %d questions: %s", answer, code, len(person.asked), w.err.String())
		}
		if answer == "yes" && w.out.String() != "755224\n" {
			t.Errorf("printed %q", w.out.String())
		}
	}
}
