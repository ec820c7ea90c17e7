package vault_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// service is how one service shows its recovery codes. The shapes are theirs,
// the words and the characters are ours.
type service struct {
	name   string
	code   func(*rand.Rand) string
	count  int
	kind   vault.RecoveryKind
	page   string // as copied from the page; {codes} stands for them, a line each
	told   bool   // the page's words or the number of codes tell the kind
	spaced bool   // codes have spaces, so one space cannot part them
}

const (
	digits      = "0123456789"
	hexLower    = "0123456789abcdef"
	base32Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	mixed       = lowerAlnum + upperAlnum
)

// groups makes codes of groups of random characters.
func groups(alphabet, between string, lengths ...int) func(*rand.Rand) string {
	return func(random *rand.Rand) string {
		parts := make([]string, len(lengths))
		for i, n := range lengths {
			parts[i] = randomText(random, alphabet, n)
		}
		return strings.Join(parts, between)
	}
}

func repeated(n, times int) []int { return slices.Repeat([]int{n}, times) }

var recoveryServices = []service{
	{"GitHub", groups(hexLower, "-", 5, 5), 16, vault.RecoveryList, "Two-factor recovery codes\nRecovery codes can be used to get into your account when you lose access to your device. Keep them as safe as your password.\n{codes}\nDownload\nPrint\nCopy\nGenerate new recovery codes", true, false},
	{"Google", groups(digits, " ", 4, 4), 10, vault.RecoveryList, "SAVE YOUR BACKUP CODES\nKeep these 10 backup codes somewhere safe but easy to reach.\n\n{codes}\n\n(alice@example.com)\n\n* You can only use each backup code once.\n* Need more? Go to https://g.example/2sv\n* These codes were made on: Nov 24, 2026.", true, true},
	{"Microsoft", groups("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", "-", 5, 5, 5, 5, 5), 1, vault.RecoveryRotating, "Recovery code\nPrint it and keep it in a safe place. You will get a new code when you have used this one.\n{codes}\nPrint", true, false},
	{"Dropbox", groups(digits, " ", 4, 4), 10, vault.RecoveryList, "Emergency backup codes\nIf you lose your phone, use one of these 8-digit codes.\n{codes}\nPrint\nDone", true, true},
	{"Discord", groups(lowerAlnum, "-", 4, 4), 10, vault.RecoveryList, "These are your Discord backup codes for the account alice99@example.com. Keep them safe!\n\n{codes}", true, false},
	{"GitLab", groups(hexLower, "", 16), 10, vault.RecoveryList, "Please copy, download, or print your recovery codes before proceeding.\nEach code can be used only once.\n{codes}\nCopy codes\nDownload codes\nProceed", true, false},
	{"Auth0", groups(upperAlnum, "", 24), 1, vault.RecoveryRotating, "Almost there!\nCopy this recovery code and keep it somewhere safe. You'll need it if you ever need to log in without your device.\n{codes}\nCopy code\n☐ I have safely recorded this code\nContinue", false, false},
	{"the story", groups(upperAlnum, "", 24), 1, vault.RecoveryRotating, "This code is mandatory in case you need to recover your account. A new one will be generated after use; always save the most recent one.\n\n{codes}", true, false},
	{"Slack", groups(digits, "", 6), 10, vault.RecoveryList, "Backup codes\nThese ten codes let you sign in when you do not have your phone. Each one works once.\n{codes}\nPrint", true, false},
	{"Facebook", groups(digits, " ", 4, 4), 10, vault.RecoveryList, "Recovery codes\nYou can use each code once.\n{codes}\nGet new codes", true, true},
	{"MediaWiki", groups(base32Signs, " ", 4, 4, 4, 4), 10, vault.RecoveryList, "The list below is one-time recovery codes. They can only ever be used once, and are for emergency use. Write them down or keep them in a safe place, when you lose your phone they help you with this wiki.\n\n{codes}\n\nThese will not be shown ever again.", true, true},
	{"npm", groups(hexLower, "", 64), 5, vault.RecoveryList, "Recovery codes\nSave these codes: they are the only way in when the other device is lost.\n{codes}\nI have saved my codes", true, false},
	{"PyPI", groups(hexLower, "", 16), 8, vault.RecoveryList, "Recovery codes\nIf you lose access to your authentication application or security key(s), you'll need to use one of these recovery codes to log into your PyPI account. Each code can only be used once.\n\n{codes}\n\nThese codes should only be used for account recovery, not for typical logins.", true, false},
	{"AWS-style", groups(upperAlnum, "-", 8, 4, 4, 4, 12), 1, vault.RecoveryRotating, "Backup code for account 123456789012\n{codes}", false, false},
	{"Apple", groups(upperAlnum, "-", repeated(4, 7)...), 1, vault.RecoveryRotating, "Recovery Key\nPrint a copy of it, or write it down.\n{codes}\nBack\nContinue", false, false},
	{"Proton", groups(lowerAlnum, "", 8), 16, vault.RecoveryList, "Recovery codes\nEach code can only be used once. If you lose your device you can use them to sign in.\n{codes}\nDownload", true, false},
	{"Bitwarden", groups(upperAlnum, " ", repeated(4, 8)...), 1, vault.RecoveryRemoval, "Your two-step login recovery code:\n{codes}\nIf you cannot reach your account through your usual way, your recovery code turns off two-step login.\nClose", true, true},
	{"1Password-like", func(random *rand.Rand) string {
		return "A3-" + groups(upperAlnum, "-", 6, 6, 5, 5, 5, 5)(random)
	}, 1, vault.RecoveryRotating, "Secret Key\n{codes}\nCopy", false, false},
	{"Steam", func(random *rand.Rand) string { return "R" + randomText(random, digits, 5) }, 1, vault.RecoveryRemoval, "Recovery code\nWrite it down. You need it when you lose your phone.\n{codes}\nDone", true, false},
	{"Twitch", groups(upperAlnum, "", 10), 1, vault.RecoveryRotating, "Your backup code\n{codes}\nDone", false, false},
	{"Reddit", groups(digits, "", 6), 10, vault.RecoveryList, "Generate backup codes\nThese can be used instead of the six digit code of the app.\n{codes}\nu/alice99", true, false},
	{"Instagram", groups(digits, " ", 4, 4), 5, vault.RecoveryList, "Backup codes\nUse these codes to log in when you cannot receive a code by text message.\n{codes}\nGet new codes\nCopy codes", true, true},
	{"LinkedIn", groups(digits, "", 8), 10, vault.RecoveryList, "Recovery codes\nStore them. Each can be used one time.\n{codes}\nCopy codes", true, false},
	{"Amazon", groups(upperAlnum, "-", 4, 4, 4), 8, vault.RecoveryList, "Backup codes\n{codes}", true, false},
	{"Cloudflare", groups(lowerAlnum, "-", 4, 4, 4), 10, vault.RecoveryList, "Backup codes\nEach of the codes can be used only once. Account: alice99@example.com\n{codes}\nDownload\nPrint\nNext", true, false},
	{"Stripe", groups(lowerAlnum, "-", repeated(4, 6)...), 1, vault.RecoveryRotating, "Emergency backup code\nSave this code. You need it to sign in when you lose your phone.\n{codes}\nCopy", false, false},
	{"Heroku", groups(hexLower, "", 16), 10, vault.RecoveryList, "Recovery codes\n{codes}\nI have saved these", true, false},
	{"DigitalOcean", groups(digits, "", 6), 8, vault.RecoveryList, "Backup codes\nPlease keep these in a secure place.\n{codes}", true, false},
	{"Okta", groups(mixed, "", 12), 1, vault.RecoveryRotating, "Temporary access code\n{codes}", false, false},
	{"Duo", groups(digits, "", 9), 10, vault.RecoveryList, "Bypass codes for alice99\nEach may be used once. They end after 30 days.\n{codes}", true, false},
	{"Duo in groups", groups(digits, " ", 3, 3, 3), 10, vault.RecoveryList, "Bypass codes\n{codes}", true, true},
	{"Nextcloud", groups(mixed, "", 16), 10, vault.RecoveryList, "These are your backup codes. Please save and/or print them as you will not be able to read the codes again later.\n{codes}\nSave backup codes\nPrint backup codes", true, false},
	{"Mastodon", groups(hexLower, "", 10), 10, vault.RecoveryList, "Recovery codes successfully made\nIf you ever lose access to your phone, you can use one of the recovery codes below to regain access to your account.\n{codes}", true, false},
	{"WordPress", groups(digits, "", 8), 10, vault.RecoveryList, "Backup verification codes\nWrite these down! Once you navigate away from this page, you cannot view them again.\n{codes}\nDownload codes", true, false},
	{"Ubisoft", groups(upperAlnum, " ", 4, 4), 10, vault.RecoveryList, "Recovery codes\n{codes}", true, true},
	{"Epic", groups(upperAlnum, "", 8), 10, vault.RecoveryList, "BACKUP CODES\nPRINT THEM OR WRITE THEM DOWN\n{codes}\nCOPY\nDOWNLOAD\nPRINT", true, false},
	{"lower-case groups of four", groups("abcdefghijklmnopqrstuvwxyz234567", " ", 4, 4, 4, 4), 10, vault.RecoveryList, "The list below is one-time codes.\nThey help you with this wiki, when you lose your phone.\n\n{codes}\n\nThese will not ever come back.", true, true},
	{"letters alone", groups("bcdfghjklmnpqrstvwxz", "-", 4, 4), 8, vault.RecoveryList, "Backup codes\nEach works once.\n{codes}\nDone", true, false},
	{"revocation code", groups(upperAlnum, "-", 5, 5), 1, vault.RecoveryRemoval, "Revocation code\n{codes}", true, false},
	{"removal code", groups(lowerAlnum, "", 12), 1, vault.RecoveryRemoval, "This code disables two-factor authentication of your account.\n{codes}", true, false},
}

func TestReadRecoveryTextOfServices(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	tried, right := 0, 0
	for _, s := range recoveryServices {
		t.Run(s.name, func(t *testing.T) {
			for range 50 {
				codes := s.codes(random)
				text := strings.ReplaceAll(s.page, "{codes}", strings.Join(codes, "\n"))
				p, err := vault.ReadRecoveryText(text)
				tried++
				switch got := exposed(p.Codes); {
				case err != nil || !slices.Equal(got, codes):
					t.Errorf("%q\ngave %q, %v", text, got, err)
				case p.Kind != s.kind || p.KindSure != s.told:
					t.Errorf("%q\ngave kind %s, sure: %v", text, p.Kind, p.KindSure)
				default:
					right++
				}
			}
		})
	}
	t.Logf("pages of %d services: %d tried, %d came apart rightly with their kind", len(recoveryServices), tried, right)
}

// codes makes a set without doubles.
func (s service) codes(random *rand.Rand) []string {
	var codes []string
	for len(codes) < s.count {
		if c := s.code(random); !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	return codes
}

func exposed(secrets []vault.Secret) []string {
	var texts []string
	for _, s := range secrets {
		texts = append(texts, string(s.Expose()))
	}
	return texts
}

// layout lays codes out; what it returns beside the text are the codes that
// should come out of it.
type layout struct {
	name  string
	write func(s service, codes []string, random *rand.Rand) (string, []string)
}

// each writes every code into a line with verbs %d (its number) and %s.
func each(format, between string) func(service, []string, *rand.Rand) (string, []string) {
	return func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return eachLine(codes, format, between), codes
	}
}

func eachLine(codes []string, format, between string) string {
	var lines []string
	for i, c := range codes {
		line := strings.ReplaceAll(format, "%d", fmt.Sprint(i+1))
		lines = append(lines, strings.ReplaceAll(line, "%s", c))
	}
	return strings.Join(lines, between)
}

// around puts text before and after the codes.
func around(before, after string) func(service, []string, *rand.Rand) (string, []string) {
	return func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return before + strings.Join(codes, "\n") + after, codes
	}
}

// columns writes codes in columns, filled along the lines or down.
func columns(n int, down, numbered bool, between string) func(service, []string, *rand.Rand) (string, []string) {
	return func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		rows := (len(codes) + n - 1) / n
		var lines, order []string
		for row := range rows {
			var cells []string
			for column := range n {
				i := row*n + column
				if down {
					i = column*rows + row
				}
				if i >= len(codes) {
					continue
				}
				cell := codes[i]
				if numbered {
					cell = fmt.Sprintf("%d. %s", i+1, cell)
				}
				cells, order = append(cells, cell), append(order, codes[i])
			}
			lines = append(lines, strings.Join(cells, between))
		}
		return strings.Join(lines, "\n"), order
	}
}

// someUsed writes about every third code with a mark that says it was used.
// Of a single code nothing would be left, so that one is written plainly.
func someUsed(used, plain string) func(service, []string, *rand.Rand) (string, []string) {
	return func(_ service, codes []string, random *rand.Rand) (string, []string) {
		if len(codes) == 1 {
			return eachLine(codes, plain, "\n"), codes
		}
		var lines, left []string
		for i, c := range codes {
			format := plain
			if i == 1 || i > 1 && random.IntN(3) == 0 {
				format = used
			} else {
				left = append(left, c)
			}
			lines = append(lines, eachLine([]string{c}, format, ""))
		}
		return strings.Join(lines, "\n"), left
	}
}

var recoveryLayouts = []layout{
	{"lines", each("%s", "\n")},
	{"Windows line ends", each("%s", "\r\n")},
	{"blank lines", each("%s", "\n\n")},
	{"old Mac line ends", each("%s", "\r")},
	{"numbered with dots", each("%d. %s", "\n")},
	{"numbered with brackets", each("%d) %s", "\r\n")},
	{"numbered in brackets", each("(%d) %s", "\n")},
	{"numbered in square brackets", each("[%d] %s", "\n")},
	{"numbered with signs", each("#%d %s", "\n")},
	{"numbered with colons", each("%d: %s", "\n")},
	{"numbered with dashes", each("%d - %s", "\n")},
	{"numbered without a sign", each("%d %s", "\n")},
	{"numbered with tabs", each("%d\t%s", "\n")},
	{"numbered with nought", each("0%d. %s", "\n")},
	{"numbered by word", each("Code %d: %s", "\n")},
	{"numbered without a space", each("%d.%s", "\n")},
	{"stars", each("* %s", "\n")},
	{"dashes", each("- %s", "\n")},
	{"bullets", each("• %s", "\n")},
	{"long dashes", each("– %s", "\n")},
	{"boxes", each("☐ %s", "\n")},
	{"Markdown boxes", each("- [ ] %s", "\n")},
	{"keys", each("🔑 %s", "\n")},
	{"ticks for bullets", each("✓ %s", "\n")},
	{"indented", each("      %s   ", "\n")},
	{"quoted mail", each("> %s", "\n")},
	{"commas", each("%s", ", ")},
	{"commas without spaces", each("%s", ",")},
	{"semicolons", each("%s", "; ")},
	{"bars", each("%s", " | ")},
	{"Japanese commas", each("%s", "、")},
	{"CSV", func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return "number,code,state\n" + eachLine(codes, "%d,%s,live", "\n"), codes
	}},
	{"JSON", func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return `{"user": "alice99", "recovery_codes": [` + eachLine(codes, `"%s"`, ", ") + `], "created": "2026-11-24T03:42:57Z"}`, codes
	}},
	{"JSON lines", func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return "[\n" + eachLine(codes, `  '%s'`, ",\n") + "\n]", codes
	}},
	{"HTML", func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return "<ul>\n" + eachLine(codes, "<li><code>%s</code></li>", "\n") + "\n</ul>", codes
	}},
	{"Markdown table", func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return "| No. | Code |\n| --- | --- |\n" + eachLine(codes, "| %d | `%s` |", "\n"), codes
	}},
	{"bold", each("**%s**", "\n")},
	{"two columns", columns(2, false, false, "    ")},
	{"two columns with tabs", columns(2, false, false, "\t")},
	{"two columns down", columns(2, true, false, "  ")},
	{"two columns down, numbered", columns(2, true, true, "     ")},
	{"two columns numbered, one space", columns(2, false, true, " ")},
	{"three columns", columns(3, false, false, "\t")},
	{"two columns with hard spaces", columns(2, false, false, "\u00a0\u00a0\u00a0")},
	{"two columns, one space", func(s service, codes []string, random *rand.Rand) (string, []string) {
		if s.spaced {
			return each("%s", "\n")(s, codes, random)
		}
		return columns(2, false, false, " ")(s, codes, random)
	}},
	{"hard spaces", func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return strings.ReplaceAll(eachLine(codes, "\u00a0%s\u00a0", "\n"), " ", "\u00a0"), codes
	}},
	{"zero-width characters", func(_ service, codes []string, random *rand.Rand) (string, []string) {
		var lines []string
		for _, c := range codes {
			at := random.IntN(len(c))
			lines = append(lines, "\u200b"+c[:at]+"\u200d\u2060"+c[at:]+"\u200e\ufeff")
		}
		return "\ufeff" + strings.Join(lines, "\n"), codes
	}},
	{"other dashes", func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return strings.ReplaceAll(strings.Join(codes, "\n"), "-", "\u2011"), codes
	}},
	{"full width", func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r <= '~' {
				return r + 0xfee0
			}
			return r
		}, strings.Join(codes, "\n")), codes
	}},
	{"button on the line", each("%s Copy", "\n")},
	{"button glued on", func(_ service, codes []string, random *rand.Rand) (string, []string) {
		for _, c := range codes {
			if !strings.ContainsAny(c[max(0, len(c)-4):], digits) { // a group of its own
				return each("%s Copy", "\n")(service{}, codes, random)
			}
		}
		return eachLine(codes, "%sCopy", "\n"), codes
	}},
	{"buttons around", around("Copy\tDownload\tPrint\n", "\nCopy  Download  Print\nclose")},
	{"capital buttons", around("", "\nCOPY\nDOWNLOAD\nPRINT\nDONE")},
	{"date on each line", each("%s  2026-11-24", "\n")},
	{"date in words on each line", each("%s (made 24 Nov 2026)", "\n")},
	{"downloaded file", around("Example Recovery Codes\r\n======================\r\n\r\nAccount: alice99\r\nUser: alice99@example.com\r\nCreated: 24.11.2026 03:42\r\n\r\n", "\r\n\r\nKeep this file safe.\r\n")},
	{"dates and addresses after", around("", "\n\nGenerated on Nov 24, 2026 at 3:42 PM\n2026-11-24T03:42:57Z\n24/11/2026\nalice99@example.com (alice99)\nhttps://example.com/help12345\nwww.example.com")},
	{"English", around("You have 10 recovery codes left. Keep these 10 codes safe: with them you get into your account when you lose access to your 2FA device.\nThis is step 2 of 3.\n", "\nEach of them works once. Call us if you need 24-hour help.")},
	{"German", around("Deine Wiederherstellungscodes für die Zwei-Faktor-Authentifizierung\nBewahre diese 10 Codes gut auf. Du kannst jeden nur einmal nutzen, und wenn du dein Handy verlierst, kommst du damit wieder hinein.\n\n", "\n\nErstellt am 24. November 2026 um 12:30 Uhr für alice99@example.com\nHerunterladen\nDrucken")},
	{"French", around("Codes de récupération\nConservez ces 10 codes dans un endroit sûr. Chaque code ne peut être utilisé qu’une fois, lorsque vous n’avez plus accès à l’application d'authentification.\n\n", "\n\nGénérés le 24 novembre 2026 pour alice99@example.com\nTélécharger\nImprimer")},
	{"Spanish", around("Códigos de recuperación\nGuarda estos 10 códigos en un lugar seguro. Cada código solo se puede usar una vez, cuando no tengas tu teléfono.\n\n", "\n\nCreados el 24 de noviembre de 2026 para alice99@example.com\n¿Necesitas más? Descargar\nImprimir")},
	{"Japanese", around("リカバリーコード\nこの10個のコードを安全な場所に保管してください。各コードは1回だけ使用できます。\nアカウント：alice99\n\n", "\n\n2026年11月24日に作成されました（alice99@example.com）。\nダウンロード\n印刷")},
	{"Japanese labels", each("コード%d：%s", "\n")},
	{"marked used", someUsed("%s (used)", "%s")},
	{"marked used in a word", someUsed("%s used", "%s")},
	{"marked used with a date", someUsed("%s - used on 2026-11-20", "%s")},
	{"marked used before", someUsed("used: %s", "%s")},
	{"marked already used", someUsed("%s already used", "%s")},
	{"marked used in capitals", someUsed("• %s  USED", "• %s")},
	{"marked verwendet", someUsed("%s (bereits verwendet)", "%s")},
	{"marked utilisé", someUsed("%s – utilisé le 20/11/2026", "%s")},
	{"marked usado", someUsed("%s (usado)", "%s")},
	{"marked in Japanese", someUsed("%s（使用済み）", "%s")},
	{"struck in Markdown", someUsed("~~%s~~", "%s")},
	{"struck bullets", someUsed("* ~~%s~~", "* %s")},
	{"struck through", func(s service, codes []string, random *rand.Rand) (string, []string) {
		text, left := someUsed("<%s>", "%s")(s, codes, random)
		var b strings.Builder
		struck := false
		for _, r := range text {
			switch {
			case r == '<' || r == '>':
				struck = r == '<'
				continue
			case struck:
				b.WriteString(string(r) + "\u0336")
				continue
			}
			b.WriteRune(r)
		}
		return b.String(), left
	}},
	{"ticked boxes", someUsed("☑ %s", "☐ %s")},
	{"ticked Markdown boxes", someUsed("- [x] %s", "- [ ] %s")},
	{"crossed", someUsed("✗ %s", "%s")},
	{"ticked after", someUsed("%s ✓", "%s")},
	{"used column", func(s service, codes []string, random *rand.Rand) (string, []string) {
		text, left := someUsed("| %s | used |", "| %s | |")(s, codes, random)
		return "| Code | State |\n|---|---|\n" + text, left
	}},
	{"used section", func(_ service, codes []string, _ *rand.Rand) (string, []string) {
		if len(codes) == 1 {
			return codes[0], codes
		}
		return "Remaining codes\n" + strings.Join(codes[2:], "\n") + "\n\nUsed codes\n" + strings.Join(codes[:2], "\n"), codes[2:]
	}},
}

// TestReadRecoveryTextLayouts lays the codes of every service out in every
// way. Of random letters some look like words ("hide"), and of a code without a
// digit nothing tells that it is none: that may happen once in a thousand.
func TestReadRecoveryTextLayouts(t *testing.T) {
	const sets = 10
	random := rand.New(rand.NewPCG(5, 6))
	tried, right := 0, 0
	for _, l := range recoveryLayouts {
		t.Run(l.name, func(t *testing.T) {
			for _, s := range recoveryServices {
				for range sets {
					text, want := l.write(s, s.codes(random), random)
					p, err := vault.ReadRecoveryText(text)
					tried++
					if got := exposed(p.Codes); err == nil && slices.Equal(got, want) {
						right++
					} else {
						t.Logf("%s: %q\ngave %q, %v\nwant %q", s.name, text, got, err, want)
					}
				}
			}
		})
	}
	if tried-right > tried/1000 {
		t.Errorf("%d of %d came apart wrongly", tried-right, tried)
	}
	t.Logf("%d services in %d layouts, %d texts: %d came apart rightly", len(recoveryServices), len(recoveryLayouts), tried, right)
}
