package vault_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

var recoveryTexts = []struct {
	name, text string
	want       []string
}{
	{"rotating code", "K6LGLV3RSH3VERMKET8L7QKU", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"rotating code with space around", "\r\n  K6LGLV3RSH3VERMKET8L7QKU \n", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"rotating code with dashes", "K6LG-LV3R-SH3V-ERMK-ET8L-7QKU", []string{"K6LG-LV3R-SH3V-ERMK-ET8L-7QKU"}},
	{"rotating code in groups", "K6LG LV3R SH3V ERMK ET8L 7QKU", []string{"K6LG LV3R SH3V ERMK ET8L 7QKU"}},
	{"two groups", "K6LG LV3R", []string{"K6LG LV3R"}},
	{"code without a digit", "KLGLVRSHVERMKETLQKUABCDE", []string{"KLGLVRSHVERMKETLQKUABCDE"}},
	{"code after its heading", "Recovery code: K6LGLV3RSH3VERMKET8L7QKU", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"code below its heading", "Your recovery code\n\nK6LGLV3RSH3VERMKET8L7QKU\n\nKeep it somewhere safe.", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"code within a sentence", "Your recovery code is K6LGLV3RSH3VERMKET8L7QKU.", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"JSON answer", `{"recovery_code":"K6LGLV3RSH3VERMKET8L7QKU"}`, []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"zero-width characters", "K6LG\u200bLV3RSH3VERMK\ufeffET8L7QKU", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"lines", "12345678\n87654321\r\n11112222\r33334444", []string{"12345678", "87654321", "11112222", "33334444"}},
	{"commas", "1a2b3c4d, 5e6f7a8b,9c0d1e2f", []string{"1a2b3c4d", "5e6f7a8b", "9c0d1e2f"}},
	{"JSON list", `["1a2b3c4d","5e6f7a8b"]`, []string{"1a2b3c4d", "5e6f7a8b"}},
	{"numbered with dots", "1. abcde-12345\n2. fghij-67890\n10. klmno-13579", []string{"abcde-12345", "fghij-67890", "klmno-13579"}},
	{"numbered with brackets", "1) abcde-12345\n(2) fghij-67890\n[3] klmno-13579", []string{"abcde-12345", "fghij-67890", "klmno-13579"}},
	{"numbered without a sign", "1 abcde-12345\n2 fghij-67890", []string{"abcde-12345", "fghij-67890"}},
	{"numbered in two columns", "1. abcde-12345 3. klmno-13579\n2: fghij-67890  4: pqrst-24680", []string{"abcde-12345", "klmno-13579", "fghij-67890", "pqrst-24680"}},
	{"bullets", "- abcde-12345\n* fghij-67890\n• klmno-13579\n☐ pqrst-24680", []string{"abcde-12345", "fghij-67890", "klmno-13579", "pqrst-24680"}},
	{"two columns of groups", "1234 5678    2012 3456\n8765 4321\t1357 2468", []string{"1234 5678", "2012 3456", "8765 4321", "1357 2468"}},
	{"two columns, one space", "12345678 87654321\n11223344 44332211", []string{"12345678", "87654321", "11223344", "44332211"}},
	{"one code of a list has no digit", "abcde-fghij\nabcd1-efgh2", []string{"abcde-fghij", "abcd1-efgh2"}},
	{"heading and prose around a list", "Example Recovery Codes\n\nSave these codes. Each works once:\n\nabcde-12345\nfghij-67890\n\nGenerated on 2026-11-24 for alice99@example.com\nSee https://example.com/help12345", []string{"abcde-12345", "fghij-67890"}},
	{"date after a heading", "abcde-12345\nDate: Nov 24, 2026\nTime: 12:30", []string{"abcde-12345"}},
	{"one twice", "abcde-12345\nabcde-12345", []string{"abcde-12345"}},
	{"words, one a line", "apple-river-stone\ngreen-lamp-fish", []string{"apple-river-stone", "green-lamp-fish"}},
	{"JSON list with states", `{"codes": [{"code": "abcde-12345", "used": false}, {"code": "fghij-67890", "used": true}]}`, []string{"abcde-12345"}},
	{"table with states", "Code\tState\nabcde-12345\tUnused\nfghij-67890\tUsed", []string{"abcde-12345"}},
	{"telephone number", "Order no. 2026-4471\nTel. 030 1234567\nCode 7KQ2XM9V", []string{"7KQ2XM9V"}},
	{"account number before", "Account: 1234-5678-9012\nRecovery code: 99ABCD-77XYZ1", []string{"99ABCD-77XYZ1"}},
	{"broken after a dash", "Your key is:\nH7QK-2MXP-9RTD-\n4VWL-8NZC-Y5BJ", []string{"H7QK-2MXP-9RTD-4VWL-8NZC-Y5BJ"}},
	{"codes within a sentence", "Your codes are 8f3kq-29dmx, 7s2lp-11qwe, and x8d2m-00plk.", []string{"8f3kq-29dmx", "7s2lp-11qwe", "x8d2m-00plk"}},
	{"few numbered words", "1. apple\n2. plum\n3. cherry", []string{"apple", "plum", "cherry"}},
	{"phrase of numbered words", "1. apple\n2. plum\n3. cherry\n4. date\n5. elder\n6. fig\n7. grape\n8. hazel\n9. iris\n10. jade\n11. kiwi\n12. lemon", []string{"apple plum cherry date elder fig grape hazel iris jade kiwi lemon"}},
	{"phrase", "correct horse battery staple", []string{"correct horse battery staple"}},
	{"phrase after a heading", "Recovery phrase: correct horse battery staple", []string{"correct horse battery staple"}},
	{"phrase with a tab", "correct\thorse battery staple", []string{"correct horse battery staple"}},
	{"phrase below a heading", "Your recovery phrase:\ncorrect horse battery staple", []string{"correct horse battery staple"}},
}

func TestReadRecoveryText(t *testing.T) {
	for _, c := range recoveryTexts {
		t.Run(c.name, func(t *testing.T) {
			p, err := vault.ReadRecoveryText(c.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, code := range p.Codes {
				got = append(got, string(code.Expose()))
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestReadRecoveryTextRefuses(t *testing.T) {
	var many strings.Builder
	for i := range vault.MaxRecoveryCodes + 1 {
		fmt.Fprintf(&many, "code-%04d\n", i)
	}
	for _, c := range []struct {
		name, text string
		want       vault.Reason
	}{
		{"nothing", " \r\n\t", vault.ReasonMissing},
		{"a link", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP", vault.ReasonMissing},
		{"sentences", "Keep this page safe.\nIt is the last one!", vault.ReasonNotFound},
		{"too many", many.String(), vault.ReasonTooMany},
		{"one too long", strings.Repeat("k6", vault.MaxRecoveryCode), vault.ReasonTooLong},
		{"text too long", strings.Repeat("abcde-12345\n", 10_000), vault.ReasonTooLong},
		{"not UTF-8", "abcd\xff1234", vault.ReasonNotText},
		{"bytes", "PK\x03\x04\x00\x00abcd1234", vault.ReasonNotText},
		{"a PDF", "%PDF-1.7\n1 0 obj abcd1234", vault.ReasonNotText},
		{"all used", "abcde-12345 (used)\nfghij-67890 (used)", vault.ReasonUsed},
		{"the bytes of a PNG", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", vault.ReasonPicture},
		{"the bytes of a JPEG", "\xff\xd8\xff\xe0\x00\x10JFIF", vault.ReasonPicture},
		{"the bytes of a BMP", "BM\x36\x03\x00\x00\x00\x00\x00\x00", vault.ReasonPicture},
		{"the bytes of a WebP", "RIFF\x24\x00\x00\x00WEBPVP8 ", vault.ReasonPicture},
		{"a large picture", "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 1<<20), vault.ReasonPicture},
		{"a data URL", "data:image/png;base64,iVBORw0KGgo=", vault.ReasonPicture},
		{"an HTML picture", "<img src=\"data:image/gif;base64,R0lGODlh\">", vault.ReasonPicture},
		{"a path", "/home/alice/Pictures/Screenshot 2026-11-24.png", vault.ReasonPicture},
		{"a path in quotes", "\"C:\\Users\\Alice\\codes.JPG\"\r\n", vault.ReasonPicture},
		{"a file URL", "file:///home/alice/codes.webp", vault.ReasonPicture},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := vault.ReadRecoveryText(c.text)
			var pe *vault.ParamError
			if !errors.As(err, &pe) || pe.Param != vault.ParamRecoveryCode || pe.Reason != c.want {
				t.Errorf("got %d codes and error %v, want %q", len(p.Codes), err, c.want)
			}
			if !errors.Is(err, vault.ErrInvalid) {
				t.Error("the error does not wrap ErrInvalid")
			}
		})
	}
}

func TestReadRecoveryTextFromOtherEncodings(t *testing.T) {
	utf16 := func(order string, text string) string {
		for _, r := range text {
			if strings.HasPrefix(order, "\xff\xfe") {
				order += string([]byte{byte(r), byte(r >> 8)})
			} else {
				order += string([]byte{byte(r >> 8), byte(r)})
			}
		}
		return order
	}
	for name, text := range map[string]string{
		"UTF-8 with its mark":      "\xef\xbb\xbfCode für dich: abcde-12345",
		"UTF-16, little end first": utf16("\xff\xfe", "Code für dich: abcde-12345\r\n"),
		"UTF-16, big end first":    utf16("\xfe\xff", "Code für dich: abcde-12345\r\n"),
		"Latin-1":                  "Code f\xfcr dich: abcde-12345",
	} {
		p, err := vault.ReadRecoveryText(text)
		if err != nil || !slices.Equal(exposed(p.Codes), []string{"abcde-12345"}) {
			t.Errorf("%s: got %q, %v", name, exposed(p.Codes), err)
		}
	}
}

func TestReadRecoveryTextProposesKind(t *testing.T) {
	for _, c := range []struct {
		text string
		kind vault.RecoveryKind
		sure bool
	}{
		{"K6LGLV3RSH3VERMKET8L7QKU", vault.RecoveryRotating, false},
		{"K6LGLV3RSH3VERMKET8L7QKU\nA new one will be generated after use.", vault.RecoveryRotating, true},
		{"Nach der Verwendung bekommst du einen neuen Code.\nK6LGLV3RSH3VERMKET8L7QKU", vault.RecoveryRotating, true},
		{"新しいコードが発行されます。\nK6LGLV3RSH3VERMKET8L7QKU", vault.RecoveryRotating, true},
		{"abcde-12345\nfghij-67890", vault.RecoveryList, true},
		{"abcde-12345 (used)\nfghij-67890", vault.RecoveryList, true},
		{"Use one of these codes to turn off two-factor authentication:\nabcde-12345\nfghij-67890", vault.RecoveryList, true},
		{"Revocation codes\nabcde-12345\nfghij-67890", vault.RecoveryList, false},
		{"R48213", vault.RecoveryRemoval, true},
		{"Your revocation code is K6LGLV3RSH3V.", vault.RecoveryRemoval, true},
		{"This code turns off two-step login: K6LG LV3R SH3V ERMK", vault.RecoveryRemoval, true},
		{"Mit diesem Code kannst du die Zwei-Faktor-Anmeldung deaktivieren.\nK6LGLV3RSH3V", vault.RecoveryRemoval, true},
		{"Ce code désactive la validation en deux étapes.\nK6LGLV3RSH3V", vault.RecoveryRemoval, true},
		{"Este código desactiva la verificación en dos pasos.\nK6LGLV3RSH3V", vault.RecoveryRemoval, true},
		{"このコードを使うと二段階認証が解除されます。\nK6LGLV3RSH3V", vault.RecoveryRemoval, true},
		{"K6LGLV3RSH3V\nDisable 2FA", vault.RecoveryRotating, false},
		{"If you remove your authenticator app, this code lets you in: K6LGLV3RSH3V", vault.RecoveryRotating, false},
		{"This code ends when you turn off two-factor authentication.\nK6LGLV3RSH3V", vault.RecoveryRotating, false},
		{"Enter your recovery code to disable 2FA.\nK6LGLV3RSH3V", vault.RecoveryRemoval, true},
		{"K6LGLV3RSH3V\nDisable notifications. Set up 2FA.", vault.RecoveryRotating, false},
	} {
		p, err := vault.ReadRecoveryText(c.text)
		if err != nil || p.Kind != c.kind || p.KindSure != c.sure {
			t.Errorf("%q: got %s, sure %v, %v; want %s, %v", c.text, p.Kind, p.KindSure, err, c.kind, c.sure)
		}
	}
}

func TestReadRecoveryTextSaysWhenUnsure(t *testing.T) {
	for _, c := range []struct {
		text string
		sure bool
		used int
	}{
		{"Recovery codes\nabcde-12345\nfghij-67890\nKeep them.", true, 0},
		{"1. abcde-12345 (used)\n2. fghij-67890", true, 1},
		{"Recovery code: K6LGLV3RSH3VERMKET8L7QKU", true, 0},
		{"Your recovery code is K6LGLV3RSH3VERMKET8L7QKU, keep it.", false, 0},
		{"abcde-12345\nfghij-67890\n48213", false, 0},
		{"correct horse battery staple", false, 0},
	} {
		p, err := vault.ReadRecoveryText(c.text)
		if err != nil || p.CodesSure != c.sure || p.Used != c.used {
			t.Errorf("%q: got %q, sure %v, used %d, %v", c.text, exposed(p.Codes), p.CodesSure, p.Used, err)
		}
	}
}

func FuzzReadRecoveryText(f *testing.F) {
	for _, c := range recoveryTexts {
		f.Add(c.text)
	}
	random := rand.New(rand.NewPCG(9, 10))
	for i, l := range recoveryLayouts {
		s := recoveryServices[i%len(recoveryServices)]
		text, _ := l.write(s, s.codes(random), random)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := vault.ReadRecoveryText(text)
		if (err == nil) != (len(p.Codes) > 0) || err == nil && p.Kind == "" {
			t.Fatalf("%d codes of kind %q and error %v", len(p.Codes), p.Kind, err)
		}
		if len(p.Codes) > vault.MaxRecoveryCodes {
			t.Fatalf("%d codes", len(p.Codes))
		}
		seen := make(map[string]bool)
		for _, code := range exposed(p.Codes) {
			if code == "" || len(code) > vault.MaxRecoveryCode || seen[code] || strings.ContainsAny(code, "\r\n\t") {
				t.Fatalf("code %q", code)
			}
			seen[code] = true
		}
	})
}

const (
	lowerAlnum = "abcdefghijklmnopqrstuvwxyz0123456789"
	upperAlnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

func randomText(random *rand.Rand, alphabet string, length int) string {
	b := make([]byte, length)
	for i := range b {
		b[i] = alphabet[random.IntN(len(alphabet))]
	}
	return string(b)
}
