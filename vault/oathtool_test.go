package vault_test

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// TestAgreesWithOathtool makes a thousand accounts from a fixed seed and
// compares their codes with those of another program: 10 codes of each HOTP
// account, and one of each TOTP account at a random time.
func TestAgreesWithOathtool(t *testing.T) {
	const accounts = 1000
	oathtool, err := exec.LookPath("oathtool")
	if err != nil {
		t.Skipf("oathtool is not installed: %d comparisons skipped", accounts)
	}
	random := rand.New(rand.NewPCG(4226, 6238))
	for range accounts {
		a := randomAccount(random)
		args := []string{"--base32", "--digits", strconv.Itoa(a.Digits)}
		var got []string
		if a.Type == vault.TypeHOTP {
			args = append(args, "--hotp", "--counter", strconv.FormatUint(a.Counter, 10), "--window", "9")
			for i := range uint64(10) {
				code, err := vault.CodeForCounter(a, a.Counter+i)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, code.Text)
			}
		} else {
			at := time.Unix(random.Int64N(4_000_000_000), 0).UTC()
			args = append(args, "--totp="+strings.ToLower(string(a.Algorithm)),
				"--time-step-size", fmt.Sprintf("%ds", a.Period), "--now", at.Format("2006-01-02 15:04:05 UTC"))
			code, err := vault.CodeAt(a, at)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, code.Text)
		}
		cmd := exec.Command(oathtool, append(args, "-")...)
		cmd.Stdin = strings.NewReader(base32Text(a.Secret) + "\n")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("oathtool %s: %v: %s", strings.Join(args, " "), err, out)
		}
		if want := strings.Fields(string(out)); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("oathtool %s: gave %v, we %v", strings.Join(args, " "), want, got)
		}
	}
}

// randomAccount makes an account of a kind that oathtool knows.
func randomAccount(random *rand.Rand) vault.Account {
	secret := make([]byte, 1+random.IntN(80))
	for i := range secret {
		secret[i] = byte(random.Uint32())
	}
	a := vault.Account{Secret: vault.NewSecret(secret), Digits: 6 + random.IntN(3)}
	if random.IntN(4) == 0 {
		a.Type, a.Algorithm, a.Counter = vault.TypeHOTP, vault.SHA1, random.Uint64()>>(1+random.UintN(62))
		return a
	}
	a.Type = vault.TypeTOTP
	a.Algorithm = []vault.Algorithm{vault.SHA1, vault.SHA256, vault.SHA512}[random.IntN(3)]
	a.Period = []int{30, 60, 1 + random.IntN(86400)}[random.IntN(3)]
	return a
}
