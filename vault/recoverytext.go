package vault

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of recovery codes.
const (
	MaxRecoveryCodes = 64  // in a set
	MaxRecoveryCode  = 128 // bytes of one

	maxRecoveryText = 16 << 10
)

// RecoveryProposal is what ReadRecoveryText makes of a text. It is to be shown
// before it is saved.
type RecoveryProposal struct {
	Kind RecoveryKind
	// KindSure says that the text or the number of codes tells the kind; else
	// it is what most services do, and the person should be asked.
	KindSure bool
	Codes    []Secret // as they stand, in order, each once
	// CodesSure says that all codes look alike and stood apart from other
	// words. Else compare them with the page with care.
	CodesSure bool
	Used      int // codes left out because the text marks them as used
}

// ReadRecoveryText takes apart what a person pasted: one code, or several on
// lines, between commas or in columns, numbered or bulleted, among headings,
// sentences, dates and button words. Codes that the text marks as used are
// left out. Errors are ParamErrors and hold none of the text.
//
// Codes of one set look alike. So the pieces that stand apart (linePieces) vote
// for a pattern, such as "xxxxx-xxxxx" or "xxxx xxxx" (choosePattern), and what
// has the pattern that won are the codes, wherever it stands (matchPattern).
// Single spaces part codes or the groups of one code: groups of up to five
// characters are one code, longer ones are codes of their own. Words without a
// digit are codes only beside codes of the same pattern, or where nothing else
// could be one.
func ReadRecoveryText(text string) (RecoveryProposal, error) {
	text, err := decodeRecoveryText(text)
	if err != nil {
		return RecoveryProposal{}, err
	}
	lines := recoveryLines(text)
	if len(lines) == 0 {
		return RecoveryProposal{}, &ParamError{ParamRecoveryCode, ReasonMissing}
	}
	found := findRecoveryCodes(lines)
	if reason := found.refused(text); reason != "" {
		return RecoveryProposal{}, &ParamError{ParamRecoveryCode, reason}
	}
	p := RecoveryProposal{CodesSure: found.sure, Used: found.used}
	for _, c := range found.codes {
		p.Codes = append(p.Codes, NewSecret([]byte(c)))
	}
	p.Kind, p.KindSure = proposeRecoveryKind(text, found)
	return p, nil
}

// foundCodes are the codes of a text.
type foundCodes struct {
	codes []string
	sure  bool
	used  int // left out as used
}

// add keeps a code unless it is there already.
func (f *foundCodes) add(code string) {
	for _, c := range f.codes {
		if c == code {
			return
		}
	}
	f.codes = append(f.codes, code)
}

// refused says what keeps the codes from being a set; empty: nothing.
func (f foundCodes) refused(text string) Reason {
	switch {
	case len(f.codes) == 0 && f.used > 0:
		return ReasonUsed
	case len(f.codes) == 0 && !utf8.ValidString(text):
		return ReasonNotText
	case len(f.codes) == 0:
		return ReasonNotFound
	case len(f.codes) > MaxRecoveryCodes:
		return ReasonTooMany
	}
	for _, c := range f.codes {
		if len(c) > MaxRecoveryCode {
			return ReasonTooLong
		}
	}
	return ""
}

// findRecoveryCodes finds the codes on lines: by the pattern that most pieces
// have; else, where no piece can be told from a word, by what stands alone.
func findRecoveryCodes(lines []recoveryLine) foundCodes {
	pieces := linePieces(lines)
	if found := plainWords(lines); len(found.codes) > 0 {
		return found
	}
	if pattern := choosePattern(pieces); pattern != "" {
		return matchPattern(lines, pieces, pattern)
	}
	return pickWords(lines, pieces)
}

// plainWords finds codes in a text of nothing but words in small letters, each
// on a line or in a column of its own: a phrase written as a list, or a list of
// words.
func plainWords(lines []recoveryLine) foundCodes {
	var words []string
	var found foundCodes
	even := true
	for _, l := range lines {
		for _, t := range l.tokens {
			if !t.gap || len(t.text) < 3 || strings.Trim(t.text, "abcdefghijklmnopqrstuvwxyz") != "" {
				return foundCodes{}
			}
			words = append(words, t.text)
			even = even && len(t.text) == len(words[0])
			found.add(t.text)
		}
	}
	// Phrases have as many words as BIP 39 has them.
	if n := len(words); !even && n >= 12 && n <= 24 && n%3 == 0 {
		return foundCodes{codes: []string{strings.Join(words, " ")}}
	}
	return found
}

// pickWords finds codes without a digit where there is nothing but words: all
// of them when each stands apart; else the one line that is no heading and no
// sentence.
func pickWords(lines []recoveryLine, pieces []recoveryPiece) foundCodes {
	var found foundCodes
	apart := 0
	for _, p := range pieces {
		if p.apart && !p.inProse {
			found.add(p.text)
			apart += p.tokens
		}
	}
	tokens := 0
	for _, l := range lines {
		tokens += len(l.tokens)
	}
	if len(found.codes) > 0 && apart == tokens {
		return found
	}
	found = foundCodes{}
	for _, l := range lines {
		text := afterHeading(l.raw)
		if text != "" && !strings.ContainsAny(text[len(text)-1:], ":.!?") && !strings.ContainsRune(text, utf8.RuneError) {
			found.codes = append(found.codes, text)
		}
	}
	if len(found.codes) > 1 {
		return foundCodes{}
	}
	return found
}

// afterHeading drops a bullet, and what stands before a colon and a space.
func afterHeading(line string) string {
	line = strings.TrimLeftFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if _, after, ok := strings.Cut(line, ": "); ok {
		line = after
	}
	return strings.Join(strings.Fields(line), " ")
}
