package vault

import (
	"regexp"
	"strings"
	"unicode"
)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// The words that pages put beside recovery codes. They decide nothing but what
// is said of each table, so a language that is missing costs little.
var (
	// usedWords beside a code say that it was used.
	usedWords = wordSet("already used redeemed spent bereits verwendet benutzt gebraucht eingelöst déjà utilisé utilisée usado usada utilizado utilizada")
	notWords  = wordSet("false no never nein non")
	usedSigns = strings.NewReplacer("使用済み", " used ", "使用済", " used ", "已使用", " used ", "[x]", "☑ ", "[X]", "☑ ", "[ ]", "☐ ")

	// buttonWords stand on what can be clicked beside a code.
	buttonWords = wordSet("copy copied download print save close done show hide kopieren kopiert herunterladen drucken speichern schliessen schließen fertig copier copié télécharger imprimer enregistrer fermer copiar copiado descargar imprimir guardar cerrar")

	// aboutWords in a label say that what follows is no code, unless one of codeWords is there too.
	aboutWords = []string{
		"account", "user", "login", "name", "mail", "date", "time", "phone", "created", "generated", "version", "konto", "benutzer", "datum", "telefon", "erstellt",
		"compte", "utilisateur", "téléphone", "généré", "créé", "cuenta", "usuario", "fecha", "teléfono", "アカウント", "ユーザー", "日付", "日時", "メール",
	}
	codeWords = []string{"code", "key", "token", "schlüssel", "clé", "código", "clave", "コード", "キー"}
)

// isAboutAccount reports whether a label says that what follows is an account,
// a date or the like.
func isAboutAccount(label string) bool {
	label = strings.ToLower(label)
	return containsAny(label, aboutWords) && !containsAny(label, codeWords)
}

func containsAny(text string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// cutLabel cuts a field after its first colon when a word stands before it:
// "code:", "Code:K6LG".
func cutLabel(field string) (label, rest string, ok bool) {
	label, rest, ok = strings.Cut(field, ":")
	label = strings.TrimLeftFunc(label, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if !ok || strings.HasPrefix(rest, "//") || label == "" || hasDigit(label) && !isNumber(label, 2) {
		return "", field, false
	}
	if isNumber(label, 2) { // "1:" counts, "12:30" is a time
		return "", rest, len(rest) == 0 || len(rest) > 2 && !strings.Contains(rest, ":")
	}
	return label, rest, true
}

// cutButton takes off a button word that was copied together with the code
// before it ("K6LGLV3RCopy"), and gives nothing for one that stands alone.
func cutButton(text string) string {
	if buttonWords[strings.ToLower(text)] {
		return ""
	}
	for w := range buttonWords {
		title := strings.ToUpper(w[:1]) + w[1:]
		if rest, ok := strings.CutSuffix(text, title); ok && len(rest) > 2 && hasDigit(rest) {
			return rest
		}
	}
	return text
}

// cutNumber takes off a number that stands before a code without a space
// between them: "1.abcde-12345".
func cutNumber(text string) string {
	if number, rest, ok := strings.Cut(text, "."); ok && isNumber(number, 2) && len(rest) > 2 && !strings.Contains(rest, ".") {
		return rest
	}
	return text
}

// isNoise reports whether a field is an address, a link, a date, a time
// or a telephone number, which may stand between codes.
func isNoise(t string) bool {
	return strings.Contains(t, "@") || strings.Contains(t, "://") || isDate(t) ||
		strings.Contains(t, ":") && hasDigit(t) ||
		strings.Contains(t, ".") && strings.Trim(t, "0123456789.") == "" ||
		phoneSigns.MatchString(t)
}

// isDate reports whether a token is a date in digits. Codes of groups of
// digits have longer groups.
func isDate(t string) bool {
	groups := strings.FieldsFunc(t, func(r rune) bool { return r == '-' || r == '/' })
	years := 0
	for _, g := range groups {
		switch {
		case isYear(g):
			years++
		case !isNumber(g, 2):
			return false
		}
	}
	return len(groups) == 3 && years < 2 || len(groups) == 2 && years == 1
}

func isYear(t string) bool {
	return len(t) == 4 && isNumber(t, 4) && (strings.HasPrefix(t, "19") || strings.HasPrefix(t, "20"))
}

// isNumber reports whether t is a number of at most so many digits.
func isNumber(t string, most int) bool {
	return len(t) <= most && strings.Trim(t, "0123456789") == ""
}

func hasDigit(t string) bool { return strings.ContainsAny(t, "0123456789") }

var (
	codeSigns  = regexp.MustCompile(`^[A-Za-z0-9]+([-_/+]+[A-Za-z0-9]+)*=*$`)
	wordSigns  = regexp.MustCompile(`^([0-9]{1,2}-)?([A-Z]?[a-z]+-)*[A-Z][a-z]+(-[A-Z]?[a-z]+)*$|^[0-9]{1,2}-[A-Za-z]{3,}$|^[0-9]+-bit$|^[A-Za-z]+_[A-Za-z_]+$`)
	phoneSigns = regexp.MustCompile(`^([0-9]-)?[0-9]{3}-[0-9]{3}-[0-9]{4}$`)
	nameSigns  = regexp.MustCompile(`^[A-Za-z][a-z]{2,}[0-9]{1,4}$`)
)

// isCodeToken reports whether a token could be a code or a group of one: not a
// word with a capital, nor a number with a word ("16-digit").
func isCodeToken(t string) bool { return codeSigns.MatchString(t) && !wordSigns.MatchString(t) }

// isCapitalised reports whether a token is letters of which the first alone is
// a capital: a word, or by chance a group of a code in both cases.
func isCapitalised(t string) bool {
	return len(t) > 1 && t[0] >= 'A' && t[0] <= 'Z' && strings.Trim(t[1:], "abcdefghijklmnopqrstuvwxyz") == ""
}

// isUnlikeWords reports whether no word looks like a text: it has a digit, or
// capitals here and there.
func isUnlikeWords(text string) bool {
	rises := 0
	for i := 1; i < len(text); i++ {
		if text[i-1] >= 'a' && text[i-1] <= 'z' && text[i] >= 'A' && text[i] <= 'Z' {
			rises++
		}
	}
	return rises > 1 || hasDigit(text)
}

// isGrouped reports whether dashes part a token into groups of equal length.
func isGrouped(t string) bool {
	parts := strings.Split(t, "-")
	for _, p := range parts {
		if len(p) < 4 || len(p) != len(parts[0]) {
			return false
		}
	}
	return len(parts) > 1
}

// isNameLike reports whether a token looks like "alice99": a code may, but of
// all it might be that is the least likely.
func isNameLike(t string) bool { return nameSigns.MatchString(t) }
