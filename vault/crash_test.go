package vault_test

import (
	"context"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// A crash says where, and nothing of what was in memory. The test runs itself
// in another process, which crashes in the middle of each kind of change, and
// looks for everything secret in what that one says.
func TestCrashSaysNoSecret(t *testing.T) {
	if at := os.Getenv("DESKFOB_TEST_CRASH"); at != "" {
		crash(t, at)
		return
	}
	for _, at := range []string{"set", "get", "delete", "goroutine"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			c := exec.Command(os.Args[0], "-test.run=^TestCrashSaysNoSecret$")
			c.Env = append(os.Environ(), "DESKFOB_TEST_CRASH="+at, "GOTRACEBACK=system") // says the most
			out, err := c.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "goroutine ") || !strings.Contains(string(out), crashWord) {
				t.Fatalf("it did not crash: %v\n%s", err, out)
			}
			for what, secret := range crashSecrets() {
				if strings.Contains(strings.ToLower(string(out)), strings.ToLower(secret)) {
					t.Errorf("the crash tells the %s", what)
				}
			}
		})
	}
}

const (
	crashWord     = "the keyring fell over"
	crashKey      = "raw secret 0123456789"
	crashRecovery = "K6LGLV3RSH3VERMKET8L7QKU"
)

func crashSecrets() map[string]string {
	key := []byte(crashKey)
	return map[string]string{
		"secret": crashKey, "secret in hex": hex.EncodeToString(key),
		"secret in base32": base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(key),
		"secret in base64": base64.RawStdEncoding.EncodeToString(key),
		"recovery code":    crashRecovery, "recovery code in hex": hex.EncodeToString([]byte(crashRecovery)),
		"passphrase": passphrase, "passphrase in hex": hex.EncodeToString([]byte(passphrase)),
		"issuer": "Crashing Bank", "account name": "sam@crash.example",
	}
}

// crashing is a keyring that panics at one kind of call.
type crashing struct {
	vault.Keyring
	at string
}

func (c *crashing) Get(ctx context.Context, name string) (string, error) {
	c.fall("get")
	return c.Keyring.Get(ctx, name)
}

func (c *crashing) Set(ctx context.Context, name, value string) error {
	c.fall("set")
	return c.Keyring.Set(ctx, name, value)
}

func (c *crashing) Delete(ctx context.Context, name string) error {
	c.fall("delete")
	return c.Keyring.Delete(ctx, name)
}

func (c *crashing) fall(at string) {
	if c.at == at {
		panic(fmt.Errorf("%s of an item: %s", at, crashWord))
	}
}

// crash opens a vault with a passphrase, uses all that is secret in it, and
// falls over in the middle of a change.
func crash(t *testing.T, at string) {
	k := &crashing{Keyring: vault.NewMemoryKeyring()}
	ctx := context.Background()
	v, err := vault.Open(ctx, vault.Options{Keyring: k, RequirePassphrase: true, Passphrase: givePassphrase})
	if err != nil {
		t.Fatal(err)
	}
	a := loginAt("Crashing Bank", "sam@crash.example")
	a.Secret = vault.NewSecret([]byte(crashKey))
	added, err := v.Add(ctx, []vault.Account{a}, vault.DuplicateRefuse)
	if err != nil {
		t.Fatal(err)
	}
	id := added[0].ID
	if err := v.SetRecovery(ctx, id, vault.RecoverySet{Codes: recoveryCodes(crashRecovery)}); err != nil {
		t.Fatal(err)
	}
	codes, err := v.RecoveryCodes(ctx, id)
	if err != nil || len(codes) != 1 {
		t.Fatal(err)
	}
	if at == "goroutine" { // with the secrets in hand, elsewhere
		done := make(chan struct{})
		go func(a vault.Account, codes []vault.Secret) {
			defer close(done)
			var none *crashing
			panic(fmt.Sprintf("%s with %v and %v, %v", crashWord, a.Secret, codes, none == nil))
		}(added[0], codes)
		<-done
		return
	}
	k.at = at
	if err := v.UseRecovery(ctx, id, vault.RecoveryUse{New: recoveryCodes(crashRecovery + "2")}); err != nil {
		t.Fatal(err)
	}
}
