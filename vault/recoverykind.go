package vault

import (
	"regexp"
	"strings"
)

// The words that tell a kind, in lower case: to switch off is a matter of a
// verb and what is switched off in one sentence.
var (
	removalCode  = []string{"revocation code", "révocation", "revocación", "widerrufscode"}
	removalVerbs = []string{
		"turn off", "turns off", "turned off", "turning off", "switch off", "switches off", "switched off", "disable", "deactivat", "remove", "removal", "revok", "reset",
		"deaktiv", "abschalt", "ausschalt", "schaltet", "entfern", "désactiv", "supprim", "desactiv", "elimin", "解除", "無効", "オフ",
	}
	removalThings = []string{
		"two-factor", "two factor", "2fa", "two-step", "two step", "2-step", "mfa", "multi-factor", "multifactor", "authenticator",
		"zwei-faktor", "zweifaktor", "2-faktor", "zweistufig", "deux facteurs", "double authentification", "deux étapes", "dos factores", "dos pasos",
		"二段階", "2段階", "二要素", "2要素", "多要素",
	}
	whenWords     = []string{" when ", " if ", " once ", " after ", " until ", " wenn ", " falls ", " sobald ", " si ", " lorsque ", " quand ", " cuando ", "とき", "場合"}
	rotatingWords = []string{
		"new one", "new code", "new recovery code", "neuer code", "neuen code", "neuer wiederherstellungscode", "nouveau code", "nouvelle clé",
		"nuevo código", "nueva clave", "新しい",
	}
	// steamRevocation is the one shape that no other service is known to use.
	steamRevocation = regexp.MustCompile(`^R[0-9]{5}$`)
	sentenceEnd     = regexp.MustCompile(`[.!?。！？\n]`)
)

// proposeRecoveryKind says what kind codes are, and whether the text tells.
func proposeRecoveryKind(text string, found foundCodes) (kind RecoveryKind, sure bool) {
	text = strings.ToLower(text)
	several := len(found.codes)+found.used > 1
	switch {
	case len(found.codes) == 1 && steamRevocation.MatchString(found.codes[0]), containsAny(text, removalCode) && !several:
		return RecoveryRemoval, true
	case several:
		return RecoveryList, !containsAny(text, removalCode)
	}
	switch {
	case saysRemoval(text):
		return RecoveryRemoval, true
	case containsAny(text, rotatingWords):
		return RecoveryRotating, true
	}
	return RecoveryRotating, false
}

// saysRemoval reports whether a sentence says that the code switches MFA off:
// the code first, then that it does so, and no "when" between.
func saysRemoval(text string) bool {
	for _, sentence := range sentenceEnd.Split(text, -1) {
		if !containsAny(sentence, removalThings) {
			continue
		}
		for _, word := range codeWords {
			_, after, ok := strings.Cut(sentence, word)
			if at := firstOf(after, removalVerbs); ok && at >= 0 && !containsAny(after[:at], whenWords) {
				return true
			}
		}
	}
	return false
}

// firstOf is where the first of the parts stands in text, -1 when none does.
func firstOf(text string, parts []string) int {
	first := -1
	for _, p := range parts {
		if at := strings.Index(text, p); at >= 0 && (first < 0 || at < first) {
			first = at
		}
	}
	return first
}
