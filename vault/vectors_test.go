package vault_test

import (
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// vectors are facts from the RFCs and from what other programs accept.
type vectors struct {
	RFC4226 struct {
		Secret  string `json:"secret_base32"`
		Vectors []struct {
			Counter uint64
			Code6   string
		}
	} `json:"rfc4226_appendix_d"`
	RFC6238 struct {
		Secrets map[vault.Algorithm]struct{ Base32 string }
		Vectors []struct {
			Time      int64
			Algorithm vault.Algorithm
			Code8     string
		}
	} `json:"rfc6238_appendix_b"`
	SixDigits []codeVector `json:"totp_6digit"`
	Steam     struct{ Vectors []codeVector }
	SteamURI  struct {
		Vectors []struct{ URI, Secret string }
	} `json:"steam_uri"`
	Base32 []struct {
		In    string
		Hex   string
		Valid bool
	}
	URIs []struct {
		URI       string
		Category  string
		Recommend struct {
			Error, Issuer, Account, Secret string
			Type                           vault.Type
			Algorithm                      vault.Algorithm
			Digits, Period                 int
			Counter                        uint64
		}
		Time int64
		Code string
	}
	Migration struct {
		Vectors []struct {
			URI    string
			Expect []expectedAccount
		}
	} `json:"google_migration"`
}

type codeVector struct {
	Secret, Code string
	Time         int64
}

// readVectors reads imports/vectors.json of the sample folder.
func readVectors(t *testing.T) vectors {
	t.Helper()
	dir := os.Getenv("DESKFOB_SAMPLES")
	if dir == "" {
		t.Skip("DESKFOB_SAMPLES is not set: 205 vectors skipped")
	}
	data, err := os.ReadFile(filepath.Join(dir, "imports", "vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVectorsKeyURIs(t *testing.T) {
	v := readVectors(t)
	read, refused, codes, other := 0, 0, 0, 0
	for _, c := range v.URIs {
		want := c.Recommend
		a, err := vault.ParseKeyURI(c.URI)
		switch {
		case want.Type == "motp" || want.Type == "yandex":
			other++
			if err == nil {
				t.Errorf("%s: accepted, and its codes would be wrong", c.URI)
			}
			continue
		case want.Error != "":
			refused++
			if err == nil {
				t.Errorf("%s: accepted; should be refused: %s", c.URI, want.Error)
			}
			continue
		case err != nil:
			t.Errorf("%s: %v", c.URI, err)
			continue
		}
		read++
		got := []any{a.Type, a.Issuer, a.Name, base32Text(a.Secret), a.Algorithm, a.Digits, a.Period, a.Counter}
		for i, w := range []any{want.Type, want.Issuer, want.Account, want.Secret, want.Algorithm, want.Digits, want.Period, want.Counter} {
			if got[i] != w {
				t.Errorf("%s: field %d is %q, want %q", c.URI, i, got[i], w)
			}
		}
		if c.Code != "" {
			codes++
			checkCodeAt(t, a, c.Time, c.Code)
		}
	}
	t.Logf("%d read, %d refused, %d codes agree; %d of types that are not supported", read, refused, codes, other)
	if read+refused+other != len(v.URIs) || read < 90 || codes < 10 {
		t.Errorf("only %d of %d were checked", read+refused+other, len(v.URIs))
	}
}

func TestVectorsOtherLinks(t *testing.T) {
	v := readVectors(t)
	for _, c := range v.SteamURI.Vectors {
		a, err := vault.ParseKeyURI(c.URI)
		if err != nil || a.Type != vault.TypeSteam || base32Text(a.Secret) != base32Text(mustSecret(t, c.Secret)) {
			t.Errorf("%s: type %s, error %v", c.URI, a.Type, err)
		}
	}
	for _, c := range v.Migration.Vectors {
		if _, err := vault.ParseKeyURI(c.URI); err != vault.ErrMigration {
			t.Errorf("migration link: %v", err)
		}
	}
	if len(v.SteamURI.Vectors) == 0 || len(v.Migration.Vectors) == 0 {
		t.Error("no vectors")
	}
}

func TestVectorsBase32(t *testing.T) {
	v := readVectors(t)
	for _, c := range v.Base32 {
		s, err := vault.ParseSecret(c.In)
		if (err == nil) != c.Valid || hex.EncodeToString(s.Expose()) != c.Hex {
			t.Errorf("%q: got %x and error %v, want %s, valid %v", c.In, s.Expose(), err, c.Hex, c.Valid)
		}
	}
	if len(v.Base32) == 0 {
		t.Error("no vectors")
	}
}

func TestVectorsCodes(t *testing.T) {
	v := readVectors(t)
	hotp := vault.Account{Type: vault.TypeHOTP, Secret: mustSecret(t, v.RFC4226.Secret), Algorithm: vault.SHA1, Digits: 6}
	for _, c := range v.RFC4226.Vectors {
		if got, err := vault.CodeForCounter(hotp, c.Counter); err != nil || got.Text != c.Code6 {
			t.Errorf("counter %d: got %s, %v; want %s", c.Counter, got.Text, err, c.Code6)
		}
	}
	for _, c := range v.RFC6238.Vectors {
		a := vault.Account{
			Type: vault.TypeTOTP, Secret: mustSecret(t, v.RFC6238.Secrets[c.Algorithm].Base32),
			Algorithm: c.Algorithm, Digits: 8, Period: 30,
		}
		checkCodeAt(t, a, c.Time, c.Code8)
	}
	for _, c := range v.SixDigits {
		checkCodeAt(t, totp(t, c.Secret), c.Time, c.Code)
	}
	for _, c := range v.Steam.Vectors {
		checkCodeAt(t, steam(t, c.Secret), c.Time, c.Code)
	}
	if n := len(v.RFC4226.Vectors) + len(v.RFC6238.Vectors) + len(v.SixDigits) + len(v.Steam.Vectors); n < 34 {
		t.Errorf("only %d vectors", n)
	}
}

// TestVectorsErrorsHoldNoSecret takes every vector, also damaged at its end,
// and looks for its secret in the error.
func TestVectorsErrorsHoldNoSecret(t *testing.T) {
	v := readVectors(t)
	refused := 0
	for _, c := range v.URIs {
		_, after, _ := strings.Cut(strings.ToLower(c.URI), "secret=")
		secret, _, _ := strings.Cut(after, "&")
		for _, uri := range []string{c.URI, c.URI + "&digits=x&period=x&counter=x", strings.ReplaceAll(c.URI, "ecret=", "ecret=1"), "x" + c.URI} {
			_, err := vault.ParseKeyURI(uri)
			if err == nil {
				continue
			}
			refused++
			// Some vectors' secret is the word itself, which is also the parameter's name.
			if len(secret) > 3 && secret != "secret" && strings.Contains(strings.ToLower(err.Error()), secret) {
				t.Errorf("the error for a %s case holds the secret", c.Category)
			}
		}
	}
	if refused < 200 {
		t.Errorf("only %d were refused", refused)
	}
}

func base32Text(s vault.Secret) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(s.Expose())
}

func mustSecret(t testing.TB, text string) vault.Secret {
	t.Helper()
	s, err := vault.ParseSecret(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func totp(t testing.TB, secret string) vault.Account {
	t.Helper()
	return vault.Account{Type: vault.TypeTOTP, Secret: mustSecret(t, secret), Algorithm: vault.SHA1, Digits: 6, Period: 30}
}

func steam(t testing.TB, secret string) vault.Account {
	t.Helper()
	return vault.Account{Type: vault.TypeSteam, Secret: mustSecret(t, secret), Algorithm: vault.SHA1, Digits: 5, Period: 30}
}

func checkCodeAt(t *testing.T, a vault.Account, unix int64, want string) {
	t.Helper()
	if got, err := vault.CodeAt(a, time.Unix(unix, 0)); err != nil || got.Text != want {
		t.Errorf("%s %s at %d: got %s, %v; want %s", a.Type, a.Algorithm, unix, got.Text, err, want)
	}
}
