package vault_test

import (
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

const key = "JBSWY3DPEHPK3PXP"

// keyURIs are key URIs as services and programs write them. What is left zero
// in want is as in the plain one: TOTP, SHA1, 6 digits, 30 seconds.
var keyURIs = []struct {
	name, uri string
	want      vault.Account
}{
	{"plain", "otpauth://totp/Example:alice?secret=" + key + "&issuer=Example", vault.Account{Issuer: "Example", Name: "alice"}},
	{"all parameters", "otpauth://totp/X:bob?secret=" + key + "&issuer=X&algorithm=SHA512&digits=8&period=60", vault.Account{Issuer: "X", Name: "bob", Algorithm: vault.SHA512, Digits: 8, Period: 60}},
	{"upper case", "OTPAUTH://TOTP/X:BOB?SECRET=" + key + "&ISSUER=X", vault.Account{Issuer: "X", Name: "BOB"}},
	{"space around", " \totpauth://totp/X:bob?secret=" + key + "\r\n\u200b", vault.Account{Issuer: "X", Name: "bob"}},
	{"Apple's scheme", "apple-otpauth://totp/X:bob?secret=" + key, vault.Account{Issuer: "X", Name: "bob"}},
	{"secret in lower case with spaces", "otpauth://totp/bob?secret=jbsw%20y3dp+ehpk-3pxp", vault.Account{Name: "bob"}},
	{"no label", "otpauth://totp?secret=" + key, vault.Account{}},
	{"issuer with a colon", "otpauth://totp/Foo:Bar:bob?secret=" + key + "&issuer=Foo%3ABar", vault.Account{Issuer: "Foo:Bar", Name: "bob"}},
	{"issuer differs in case", "otpauth://totp/GitHub%3Abob?secret=" + key + "&issuer=github", vault.Account{Issuer: "github", Name: "bob"}},
	{"other issuer, literal colon", "otpauth://totp/A:bob?secret=" + key + "&issuer=B", vault.Account{Issuer: "B", Name: "bob"}},
	{"other issuer, encoded colon", "otpauth://totp/A%3Abob?secret=" + key + "&issuer=B", vault.Account{Issuer: "B", Name: "A:bob"}},
	{"space before the colon", "otpauth://totp/A%20%3A%20bob?secret=" + key + "&issuer=A", vault.Account{Issuer: "A", Name: "bob"}},
	{"form-encoded label", "otpauth://totp/Big+Company%3Abob?secret=" + key + "&issuer=Big+Company", vault.Account{Issuer: "Big Company", Name: "bob"}},
	{"plus in a name", "otpauth://totp/X:bob+work@example.com?secret=" + key, vault.Account{Issuer: "X", Name: "bob+work@example.com"}},
	{"plus that is a plus", "otpauth://totp/Disney%2b%3Akid?secret=" + key + "&issuer=Disney+", vault.Account{Issuer: "Disney+", Name: "kid"}},
	{"raw # and spaces", "otpauth://totp/Mongo Atlas:Acc !@#444?secret=" + key + "&issuer=Mongo Atlas", vault.Account{Issuer: "Mongo Atlas", Name: "Acc !@#444"}},
	{"broken escape", "otpauth://totp/100%:b%4?secret=" + key, vault.Account{Issuer: "100%", Name: "b%4"}},
	{"not UTF-8", "otpauth://totp/%FF%FEbob?secret=" + key, vault.Account{Name: "\ufffd\ufffdbob"}},
	{"line breaks and escapes", "otpauth://totp/a%0Ab%1B[31m:c%0D%0Ad?secret=" + key, vault.Account{Issuer: "a b[31m", Name: "c  d"}},
	{"text direction", "otpauth://totp/%E2%80%AEbuHtiG:bob?secret=" + key + "&issuer=%E2%80%AEbuHtiG", vault.Account{Issuer: "buHtiG", Name: "bob"}},
	{"image, icon and unknown parameters", "otpauth://totp/bob?image=http%3A%2F%2Fx&icon=x&foo=bar&secret=" + key, vault.Account{Name: "bob"}},
	{"bare parameters", "otpauth://totp/bob?issuer&&secret=" + key + "&", vault.Account{Name: "bob"}},
	{"copied from a page's source", "otpauth://totp/X:bob?secret=" + key + "&amp;issuer=X&amp;digits=8", vault.Account{Issuer: "X", Name: "bob", Digits: 8}},
	{"first of two", "otpauth://totp/bob?secret=" + key + "&secret=GEZDGNBVGY3TQOJQ", vault.Account{Name: "bob"}},
	{"nulls", "otpauth://totp/bob?secret=" + key + "&algorithm=null&digits=null&period=null&encoder=null", vault.Account{Name: "bob"}},
	{"counter of a TOTP", "otpauth://totp/bob?secret=" + key + "&counter=x", vault.Account{Name: "bob"}},
	{"HMAC-SHA1", "otpauth://totp/bob?secret=" + key + "&algorithm=HMAC-SHA1", vault.Account{Name: "bob"}},
	{"Algorithm.sha256", "otpauth://totp/bob?secret=" + key + "&algorithm=Algorithm.sha256", vault.Account{Name: "bob", Algorithm: vault.SHA256}},
	{"longest period", "otpauth://totp/bob?secret=" + key + "&period=2147483", vault.Account{Name: "bob", Period: 2147483}},
	{"HOTP", "otpauth://hotp/bob?secret=" + key + "&counter=9223372036854775807&period=x", vault.Account{Type: vault.TypeHOTP, Name: "bob", Counter: 1<<63 - 1}},
	{"HOTP without counter", "otpauth://hotp/bob?secret=" + key, vault.Account{Type: vault.TypeHOTP, Name: "bob"}},
	{"Steam's type", "otpauth://steam/Steam:bob?secret=" + key + "&digits=6", vault.Account{Type: vault.TypeSteam, Issuer: "Steam", Name: "bob"}},
	{"encoder=steam", "otpauth://totp/X:bob?secret=" + key + "&encoder=Steam", vault.Account{Type: vault.TypeSteam, Issuer: "X", Name: "bob"}},
	{"bare steam", "otpauth://totp/X:bob?secret=" + key + "&steam", vault.Account{Type: vault.TypeSteam, Issuer: "X", Name: "bob"}},
	{"issuer steam", "otpauth://totp/bob?secret=" + key + "&issuer=steam", vault.Account{Type: vault.TypeSteam, Issuer: "steam", Name: "bob"}},
	{"issuer Steam with 6 digits", "otpauth://totp/Steam:bob?secret=" + key + "&digits=6", vault.Account{Issuer: "Steam", Name: "bob"}},
	{"issuer Steam with SHA256", "otpauth://totp/Steam:bob?secret=" + key + "&algorithm=SHA256", vault.Account{Issuer: "Steam", Name: "bob", Algorithm: vault.SHA256}},
	{"steam scheme", "steam://" + key, vault.Account{Type: vault.TypeSteam, Issuer: "Steam"}},
	{"longest names", "otpauth://totp/" + strings.Repeat("i", 256) + ":" + strings.Repeat("n", 256) + "?secret=" + key, vault.Account{Issuer: strings.Repeat("i", 256), Name: strings.Repeat("n", 256)}},
}

func TestParseKeyURI(t *testing.T) {
	for _, c := range keyURIs {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			want.Secret = mustSecret(t, key)
			if want.Type == "" {
				want.Type = vault.TypeTOTP
			}
			if want.Algorithm == "" {
				want.Algorithm = vault.SHA1
			}
			if want.Digits == 0 && want.Type == vault.TypeSteam {
				want.Digits = vault.SteamDigits
			} else if want.Digits == 0 {
				want.Digits = vault.DefaultDigits
			}
			if want.Period == 0 && want.Type != vault.TypeHOTP {
				want.Period = vault.DefaultPeriod
			}
			got, err := vault.ParseKeyURI(c.uri)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestParseKeyURIRefuses(t *testing.T) {
	const uri = "otpauth://totp/X:bob?secret=" + key
	for _, c := range []struct {
		name, uri string
		param     vault.Param
		reason    vault.Reason
	}{
		{"no type", "otpauth:///bob?secret=" + key, vault.ParamType, vault.ReasonUnknown},
		{"foreign type", "otpauth://test/bob?secret=" + key, vault.ParamType, vault.ReasonUnknown},
		{"type none", "otpauth://none/bob?secret=" + key, vault.ParamType, vault.ReasonUnknown},
		{"yaotp", "otpauth://yaotp/bob?secret=LA2V6KMCGYMWWVEW64RNP3JA3I", vault.ParamType, vault.ReasonUnsupported},
		{"motp", "motp://X:bob?secret=30edcc8edae50a60", vault.ParamType, vault.ReasonUnsupported},
		{"no parameters", "otpauth://totp", vault.ParamSecret, vault.ReasonMissing},
		{"no secret", "otpauth://totp/X:bob?issuer=X", vault.ParamSecret, vault.ReasonMissing},
		{"empty secret", "otpauth://totp/X:bob?secret=&issuer=X", vault.ParamSecret, vault.ReasonMissing},
		{"secret null", "otpauth://totp/X:bob?secret=null", vault.ParamSecret, vault.ReasonMissing},
		{"secret not base32", uri + "1", vault.ParamSecret, vault.ReasonNotBase32},
		{"long secret", uri + strings.Repeat("A", 900), vault.ParamSecret, vault.ReasonTooLong},
		{"SHA224", uri + "&algorithm=SHA224", vault.ParamAlgorithm, vault.ReasonUnknown},
		{"MD5", uri + "&algorithm=MD5", vault.ParamAlgorithm, vault.ReasonUnknown},
		{"SHA3-512", uri + "&algorithm=SHA3-512", vault.ParamAlgorithm, vault.ReasonUnknown},
		{"only dashes", uri + "&algorithm=--", vault.ParamAlgorithm, vault.ReasonUnknown},
		{"digits 0", uri + "&digits=0", vault.ParamDigits, vault.ReasonRange},
		{"digits 11", uri + "&digits=11", vault.ParamDigits, vault.ReasonRange},
		{"digits past 64 bits", uri + "&digits=99999999999999999999", vault.ParamDigits, vault.ReasonRange},
		{"digits in words", uri + "&digits=six", vault.ParamDigits, vault.ReasonNotNumber},
		{"digits with a sign", uri + "&digits=%2B6", vault.ParamDigits, vault.ReasonNotNumber},
		{"digits in other digits", uri + "&digits=６", vault.ParamDigits, vault.ReasonNotNumber},
		{"period 0", uri + "&period=0", vault.ParamPeriod, vault.ReasonRange},
		{"period too long", uri + "&period=2147484", vault.ParamPeriod, vault.ReasonRange},
		{"negative period", uri + "&period=-30", vault.ParamPeriod, vault.ReasonNotNumber},
		{"broken period", uri + "&period=30.0", vault.ParamPeriod, vault.ReasonNotNumber},
		{"counter past 63 bits", "otpauth://hotp/bob?secret=" + key + "&counter=9223372036854775808", vault.ParamCounter, vault.ReasonRange},
		{"negative counter", "otpauth://hotp/bob?secret=" + key + "&counter=-1", vault.ParamCounter, vault.ReasonNotNumber},
		{"foreign encoder", uri + "&encoder=foo", vault.ParamEncoder, vault.ReasonUnknown},
		{"HOTP as Steam", "otpauth://hotp/bob?secret=" + key + "&encoder=steam", vault.ParamEncoder, vault.ReasonUnused},
		{"Steam with SHA256", "otpauth://steam/bob?secret=" + key + "&algorithm=SHA256", vault.ParamAlgorithm, vault.ReasonUnused},
		{"Steam with a period", "otpauth://steam/bob?secret=" + key + "&period=60", vault.ParamPeriod, vault.ReasonUnused},
		{"long issuer", uri + "&issuer=" + strings.Repeat("i", 257), vault.ParamIssuer, vault.ReasonTooLong},
		{"long prefix", "otpauth://totp/" + strings.Repeat("i", 257) + ":bob?secret=" + key, vault.ParamIssuer, vault.ReasonTooLong},
		{"long name", "otpauth://totp/" + strings.Repeat("é", 129) + "?secret=" + key, vault.ParamName, vault.ReasonTooLong},
		{"two on a line", uri + "&period=3otpauth://totp/Y?secret=" + key, vault.ParamKeyURI, vault.ReasonTwoURIs},
		{"endless", "otpauth://totp/" + strings.Repeat("x", 1<<17), vault.ParamKeyURI, vault.ReasonTooLong},
		{"Steam's other links", "steam://run/440", vault.ParamSecret, vault.ReasonNotBase32},
		{"steam scheme alone", "steam://", vault.ParamSecret, vault.ReasonMissing},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := vault.ParseKeyURI(c.uri)
			var pe *vault.ParamError
			if !errors.As(err, &pe) || pe.Param != c.param || pe.Reason != c.reason {
				t.Errorf("got %v, want %q %q", err, c.param, c.reason)
			}
		})
	}
}

func TestParseKeyURIOtherText(t *testing.T) {
	for uri, want := range map[string]error{
		"":                                     vault.ErrNotKeyURI,
		"definitely not valid":                 vault.ErrNotKeyURI,
		"https://totp/x?secret=" + key:         vault.ErrNotKeyURI,
		"notauth://totp/x?secret=" + key:       vault.ErrNotKeyURI,
		"see otpauth://totp/x?secret=" + key:   vault.ErrNotKeyURI,
		"WIFI:S:x;P:y;;":                       vault.ErrNotKeyURI,
		"otpauth-migration://offline?data=CgA": vault.ErrMigration,
	} {
		if _, err := vault.ParseKeyURI(uri); err != want {
			t.Errorf("%q: got %v, want %v", uri, err, want)
		}
	}
}

// Steam writes its secrets in base64; all of them must be told from base32.
func TestParseKeyURISteamBase64(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		secret := make([]byte, 20)
		for i := range secret {
			secret[i] = byte(random.Uint32())
		}
		for _, text := range []string{base64.StdEncoding.EncodeToString(secret), base64.RawStdEncoding.EncodeToString(secret)} {
			a, err := vault.ParseKeyURI("steam://" + text)
			if err != nil || !a.Secret.Equal(vault.NewSecret(secret)) {
				t.Fatalf("%s: %v", text, err)
			}
		}
		for _, text := range []string{base32Text(vault.NewSecret(secret)), strings.ToLower(base32Text(vault.NewSecret(secret)))} {
			a, err := vault.ParseKeyURI("steam://" + text)
			if err != nil || !a.Secret.Equal(vault.NewSecret(secret)) {
				t.Fatalf("%s: %v", text, err)
			}
		}
	}
}

func TestKeyURI(t *testing.T) {
	a := totp(t, key)
	a.Issuer, a.Name = "Große Bank & Co: +1", "a b+c@example.com"
	const want = "otpauth://totp/Gro%C3%9Fe%20Bank%20%26%20Co%3A%20%2B1:a%20b%2Bc%40example.com?secret=" + key +
		"&issuer=Gro%C3%9Fe%20Bank%20%26%20Co%3A%20%2B1&algorithm=SHA1&digits=6&period=30"
	if got := vault.KeyURI(a); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := vault.KeyURI(vault.Account{Type: vault.TypeNone, Issuer: "X"}); got != "" {
		t.Errorf("an account without codes gave %s", got)
	}
}

func TestKeyURIRoundTrip(t *testing.T) {
	hotp := totp(t, key)
	hotp.Type, hotp.Period, hotp.Counter = vault.TypeHOTP, 0, vault.MaxCounter
	odd := totp(t, "AA")
	odd.Algorithm, odd.Digits, odd.Period = vault.SHA512, 10, vault.MaxPeriod
	names := []string{"", "X", "a:b", ":", "::", "a:", ":a", "a b", "+", "a+b", "%", "%41", "%3A", "#?&=/", "null", "Steam", "بنك", "Cafe\u0301", "\ufffd", "otpauth://totp/x", "🏳️‍🌈", strings.Repeat("é", 128)}
	for _, a := range []vault.Account{totp(t, key), hotp, odd, steam(t, key)} {
		for _, a.Issuer = range names {
			for _, a.Name = range names {
				uri := vault.KeyURI(a)
				got, err := vault.ParseKeyURI(uri)
				if err != nil || !reflect.DeepEqual(got, a) {
					t.Errorf("%s\nwas  %+v\ngave %+v, %v", uri, a, got, err)
				}
			}
		}
	}
}

func FuzzParseKeyURI(f *testing.F) {
	for _, c := range keyURIs {
		f.Add(c.uri)
	}
	f.Add("steam://" + base64.StdEncoding.EncodeToString(make([]byte, 20)))
	f.Fuzz(func(t *testing.T, uri string) {
		a, err := vault.ParseKeyURI(uri)
		if err != nil {
			var pe *vault.ParamError
			if !errors.As(err, &pe) && err != vault.ErrNotKeyURI && err != vault.ErrMigration {
				t.Fatalf("error %v", err)
			}
			return
		}
		if err := a.Validate(); err != nil {
			t.Fatalf("an account that is not valid: %v", err)
		}
		again, err := vault.ParseKeyURI(vault.KeyURI(a))
		if err != nil || !reflect.DeepEqual(again, a) {
			t.Fatalf("was %+v\nwritten as %s\nand read as %+v, %v", a, vault.KeyURI(a), again, err)
		}
	})
}

func BenchmarkParseKeyURI(b *testing.B) {
	const uri = "otpauth://totp/ACME%20Co:john.doe%40example.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30"
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vault.ParseKeyURI(uri); err != nil {
			b.Fatal(err)
		}
	}
}
