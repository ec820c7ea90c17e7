package vault_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// prose is what pages say around recovery codes, ours all of it.
var prose = []string{
	"Recovery codes", "BACKUP CODES", "Your 8 backup codes:", "Two-factor authentication (2FA)", "Step 3 of 4",
	"Store them in a password manager, or on paper; do not share them with anyone.",
	"If you lose your phone, enter one of them instead of the 6-digit code from the app.",
	"Once you have used a code, it won't work again.",
	"Last changed on 3 March 2026 by alice99.",
	"Need help? Write to help@example.com or call +1 555 010 9999.",
	"This browser: Firefox 145.0 on Windows 11",
	"Bewahren Sie diese Codes an einem sicheren Ort auf, zum Beispiel in Ihrem Passwort-Manager.",
	"Jeder Code kann genau einmal verwendet werden.",
	"Stand: 24.11.2026, 12:30 Uhr",
	"Gardez ces codes en lieu sûr : ils vous seront demandés si vous perdez votre téléphone.",
	"Vous avez encore 8 codes.",
	"Conserva estos códigos en un lugar seguro; los necesitarás si pierdes el móvil.",
	"Si necesitas ayuda, visita https://example.com/ayuda o escribe a ayuda@example.com",
	"バックアップコードは安全な場所に保管してください。",
	"各コードは1回のみ有効です（2026/11/24発行）。",
	"Conserva questi codici in un posto sicuro: ogni codice vale una volta sola.",
	"Guarde estes códigos num lugar seguro. Cada código funciona uma única vez.",
	"Bewaar deze codes op een veilige plek, want je ziet ze maar één keer.",
	"Przechowuj te kody w bezpiecznym miejscu. Każdy kod działa tylko raz.",
	"Сохраните эти коды в надёжном месте. Каждый код действует один раз.",
	"请将这些备用验证码保存在安全的地方。每个验证码只能使用一次。",
	"이 백업 코드를 안전한 곳에 보관하세요. 각 코드는 한 번만 사용할 수 있습니다.",
	"Download  Print  Copy", "I have saved my codes", "Generate new codes", "Done", "---", "***",
}

// randomShape makes a kind of code: one token, groups with dashes, or groups
// with spaces.
func randomShape(random *rand.Rand) (code func(*rand.Rand) string) {
	alphabets := []string{digits, hexLower, lowerAlnum, upperAlnum, base32Signs, mixed}
	alphabet := alphabets[random.IntN(6)]
	switch random.IntN(3) {
	case 0:
		return groups(alphabet, "", 6+random.IntN(27))
	case 1:
		return groups(alphabet, "-", repeated(4+random.IntN(5), 2+random.IntN(6))...)
	}
	// No service is known to part letters of both cases by spaces: each group
	// can be a word with a capital.
	return groups(alphabets[random.IntN(5)], " ", repeated(3+random.IntN(3), 2+random.IntN(5))...)
}

// randomLines lays codes out one a line or in columns, with or without
// numbers, bullets and marks for used ones.
func randomLines(random *rand.Rand, codes []string) (lines, left []string) {
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	before := pick("", "", "", "%d. ", "%d) ", "(%d) ", "#%d ", "%d: ", "%d\t", "- ", "* ", "• ", "☐ ", "Code %d: ", "  ", "\u200b")
	after := pick("", "", "", "", " ", "\t", ";", " Copy", "  2026-11-24", "\u00a0")
	used := pick("%s (used)", "%s used", "~~%s~~", "%s – used on 11/20/2026", "%s  [used]", "%s — already used", "%s (verwendet)", "%s, utilisé")
	columns, gap := 1, ""
	if random.IntN(4) == 0 {
		columns, gap = 2+random.IntN(2), pick("\t", "    ", " | ", "\u00a0\u00a0")
	}
	anyUsed := len(codes) > 2 && random.IntN(4) == 0
	var row []string
	for i, c := range codes {
		text := before + c + after
		if anyUsed && (i == 0 || random.IntN(4) == 0) {
			text = before + strings.ReplaceAll(used, "%s", c)
		} else {
			left = append(left, c)
		}
		row = append(row, strings.ReplaceAll(text, "%d", fmt.Sprint(i+1)))
		if len(row) == columns || i == len(codes)-1 {
			lines, row = append(lines, strings.Join(row, gap)), nil
		}
	}
	return lines, left
}

// TestReadRecoveryTextAtRandom lays random codes out at random. Of a few the
// text cannot tell whether they are words; then something may be amiss, but not
// often, and codes with a digit in each are always right.
func TestReadRecoveryTextAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	const texts = 10_000
	right, plain, plainRight := 0, 0, 0
	for range texts {
		code := randomShape(random)
		s := service{code: code, count: []int{1, 5, 8, 10, 16}[random.IntN(5)]}
		codes := s.codes(random)
		lines, want := randomLines(random, codes)
		for range random.IntN(4) {
			lines = append([]string{prose[random.IntN(len(prose))]}, lines...)
		}
		for range random.IntN(4) {
			lines = append(lines, prose[random.IntN(len(prose))])
		}
		end := []string{"\n", "\r\n", "\n\n"}[random.IntN(3)]
		text := strings.Join(lines, end)
		isPlain := !slices.ContainsFunc(codes, func(c string) bool { return !strings.ContainsAny(c, digits) })
		p, err := vault.ReadRecoveryText(text)
		ok := slices.Equal(exposed(p.Codes), want) && (err == nil || len(want) == 0 && isReason(err, vault.ReasonUsed))
		if ok {
			right++
		}
		if isPlain {
			plain++
			if ok {
				plainRight++
			}
		}
		if !ok {
			t.Logf("%q\ngave %q, %v\nwant %q", text, exposed(p.Codes), err, want)
		}
	}
	t.Logf("%d random texts: %d came apart rightly; with a digit in every code %d of %d", texts, right, plainRight, plain)
	if plainRight < plain {
		t.Errorf("%d texts with a digit in every code came apart wrongly", plain-plainRight)
	}
	if right < texts*995/1000 {
		t.Errorf("%d texts came apart wrongly", texts-right)
	}
}

func isReason(err error, reason vault.Reason) bool {
	var refused *vault.ParamError
	return errors.As(err, &refused) && refused.Reason == reason
}
