package vault_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// RFC 4226, appendix D.
func TestCodeForCounterRFC4226(t *testing.T) {
	a := vault.Account{Type: vault.TypeHOTP, Secret: vault.NewSecret([]byte("12345678901234567890")), Algorithm: vault.SHA1, Digits: 6}
	for counter, want := range []string{
		"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
	} {
		code, err := vault.CodeForCounter(a, uint64(counter))
		if err != nil || code.Text != want {
			t.Errorf("counter %d: got %s, %v; want %s", counter, code.Text, err, want)
		}
		if !code.From.IsZero() || !code.Until.IsZero() || code.Remaining(time.Now()) != 0 {
			t.Errorf("counter %d: an HOTP code has no time", counter)
		}
	}
}

// RFC 6238, appendix B. Its text names one secret; the codes are those of
// secrets as long as the hash, as in its program.
func TestCodeAtRFC6238(t *testing.T) {
	for _, c := range []struct {
		unix                 int64
		sha1, sha256, sha512 string
	}{
		{59, "94287082", "46119246", "90693936"},
		{1111111109, "07081804", "68084774", "25091201"},
		{1111111111, "14050471", "67062674", "99943326"},
		{1234567890, "89005924", "91819424", "93441116"},
		{2000000000, "69279037", "90698825", "38618901"},
		{20000000000, "65353130", "77737706", "47863826"},
	} {
		for algorithm, hash := range map[vault.Algorithm]struct {
			size int
			want string
		}{vault.SHA1: {20, c.sha1}, vault.SHA256: {32, c.sha256}, vault.SHA512: {64, c.sha512}} {
			secret := strings.Repeat("1234567890", 7)[:hash.size]
			a := vault.Account{Type: vault.TypeTOTP, Secret: vault.NewSecret([]byte(secret)), Algorithm: algorithm, Digits: 8, Period: 30}
			checkCodeAt(t, a, c.unix, hash.want)
		}
	}
}

func TestCodeAtSteam(t *testing.T) {
	a := steam(t, "63BEDWCQZKTQWPESARIERL5DTTQFCJTK")
	checkCodeAt(t, a, 1511200518, "FR8RV")
	checkCodeAt(t, a, 1511200714, "9P3VP")
}

func TestCodeAtDigits(t *testing.T) {
	a := totp(t, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
	// The truncated value of RFC 4226's counter 1 is 1094287082.
	for digits, want := range []string{"", "2", "82", "082", "7082", "87082", "287082", "4287082", "94287082", "094287082", "1094287082"} {
		if digits == 0 {
			continue
		}
		a.Digits = digits
		checkCodeAt(t, a, 59, want)
	}
}

func TestCodeAtSpan(t *testing.T) {
	for _, c := range []struct {
		name              string
		period            int
		unix, from, until int64
	}{
		{"first second", 30, 60, 60, 90},
		{"last second", 30, 89, 60, 90},
		{"epoch", 30, 0, 0, 30},
		{"before 1970", 30, -1, -30, 0},
		{"on a step before 1970", 30, -30, -30, 0},
		{"one second", 1, 1234, 1234, 1235},
		{"longest period", vault.MaxPeriod, 1 << 31, 1000 * vault.MaxPeriod, 1001 * vault.MaxPeriod},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := totp(t, "JBSWY3DPEHPK3PXP")
			a.Period = c.period
			code, err := vault.CodeAt(a, time.Unix(c.unix, 999_999_999))
			if err != nil {
				t.Fatal(err)
			}
			if code.From.Unix() != c.from || code.Until.Unix() != c.until {
				t.Errorf("from %d until %d, want %d until %d", code.From.Unix(), code.Until.Unix(), c.from, c.until)
			}
			if last, _ := vault.CodeAt(a, code.Until.Add(-1)); last != code {
				t.Error("another code in the last nanosecond")
			}
			if next, _ := vault.CodeAt(a, code.Until); next.From != code.Until {
				t.Error("the next code does not begin where this one ends")
			}
		})
	}
}

func TestCodeAtFarTimes(t *testing.T) {
	a := totp(t, "JBSWY3DPEHPK3PXP")
	for _, when := range []time.Time{
		{}, time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0), time.Unix(1<<62, 0), time.Unix(-1<<62, 0),
	} {
		if code, err := vault.CodeAt(a, when); err != nil || len(code.Text) != 6 {
			t.Errorf("at %d: %q, %v", when.Unix(), code.Text, err)
		}
	}
}

func TestRemaining(t *testing.T) {
	start := time.Unix(60, 0)
	code := vault.Code{From: start, Until: start.Add(30 * time.Second)}
	for _, c := range []struct{ after, want time.Duration }{
		{0, 30 * time.Second},
		{1, 30 * time.Second},
		{time.Second, 29 * time.Second},
		{28*time.Second + 1, 2 * time.Second},
		{29*time.Second + 999*time.Millisecond, time.Second},
		{30*time.Second - 1, time.Second},
		{30 * time.Second, 0},
		{time.Hour, 0},
		{-10 * time.Second, 40 * time.Second},
		{-10*time.Second + 1, 40 * time.Second},
	} {
		if got := code.Remaining(start.Add(c.after)); got != c.want {
			t.Errorf("%v after its start: %v remain, want %v", c.after, got, c.want)
		}
	}
}

// A monotonic reading must neither get into a code nor decide what remains:
// it stands still while the computer sleeps. Only Round can take it off.
func TestCodeHasNoMonotonicTime(t *testing.T) {
	now := time.Now()
	code, err := vault.CodeAt(totp(t, "JBSWY3DPEHPK3PXP"), now)
	if err != nil {
		t.Fatal(err)
	}
	for _, when := range []time.Time{code.From, code.Until} {
		if when != when.Round(0) {
			t.Errorf("%v has a monotonic reading", when)
		}
	}
	if code.From.After(now) || !code.Until.After(now.Round(0)) {
		t.Errorf("%v is not from %v until %v", now, code.From, code.Until)
	}
}

func TestCodesOfOtherTypes(t *testing.T) {
	hotp := totp(t, "JBSWY3DPEHPK3PXP")
	hotp.Type, hotp.Period = vault.TypeHOTP, 0
	none := vault.Account{Type: vault.TypeNone, Issuer: "X"}
	for _, a := range []vault.Account{hotp, none} {
		if _, err := vault.CodeAt(a, time.Unix(0, 0)); !errors.Is(err, vault.ErrNoCode) {
			t.Errorf("CodeAt of %s: %v", a.Type, err)
		}
	}
	for _, a := range []vault.Account{totp(t, "JBSWY3DPEHPK3PXP"), steam(t, "JBSWY3DPEHPK3PXP"), none} {
		if _, err := vault.CodeForCounter(a, 0); !errors.Is(err, vault.ErrNoCode) {
			t.Errorf("CodeForCounter of %s: %v", a.Type, err)
		}
	}
}

func TestCodesOfInvalidAccounts(t *testing.T) {
	for name, spoil := range invalidCredentials() {
		a := totp(t, "JBSWY3DPEHPK3PXP")
		spoil(&a)
		if code, err := vault.CodeAt(a, time.Unix(59, 0)); err == nil {
			t.Errorf("%s: CodeAt gave %s", name, code.Text)
		}
	}
}

func TestGroupCode(t *testing.T) {
	for code, want := range map[string]string{
		"": "", "1": "1", "1234": "1234", "12345": "12345", "FR8RV": "FR8RV", "123456": "123 456", "1234567": "123 4567",
		"12345678": "1234 5678", "123456789": "123 456 789", "1234567890": "123 456 7890",
	} {
		if got := vault.GroupCode(code); got != want {
			t.Errorf("GroupCode(%q) is %q, want %q", code, got, want)
		}
	}
}

func BenchmarkCodeAt(b *testing.B) {
	a := totp(b, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
	now := time.Unix(1234567890, 0)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vault.CodeAt(a, now); err != nil {
			b.Fatal(err)
		}
	}
}
