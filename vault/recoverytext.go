package vault

import (
	"slices"
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

// ParseRecoveryText takes apart what a person pasted: one code, or several on
// lines, between commas or in columns, numbered or bulleted, among headings and
// sentences. Codes come back as they stand, in order, each once.
//
// Single spaces part codes or the groups of one code; the shape decides: groups
// of equal length up to five ("K6LG LV3R") are one code, longer ones are codes
// of their own. A word without a digit is a code only beside codes of the same
// shape, or where nothing else could be one. Errors are ParamErrors and hold
// none of the text.
func ParseRecoveryText(text string) ([]Secret, error) {
	switch {
	case len(text) > maxRecoveryText:
		return nil, &ParamError{ParamRecoveryCode, ReasonTooLong}
	case !utf8.ValidString(text):
		return nil, &ParamError{ParamRecoveryCode, ReasonNotText}
	}
	lines := recoveryLines(text)
	if len(lines) == 0 {
		return nil, &ParamError{ParamRecoveryCode, ReasonMissing}
	}
	found := pickCodes(lines)
	switch {
	case len(found) == 0:
		return nil, &ParamError{ParamRecoveryCode, ReasonNotFound}
	case len(found) > MaxRecoveryCodes:
		return nil, &ParamError{ParamRecoveryCode, ReasonTooMany}
	}
	codes := make([]Secret, 0, len(found))
	for _, c := range found {
		if len(c) > MaxRecoveryCode {
			return nil, &ParamError{ParamRecoveryCode, ReasonTooLong}
		}
		codes = append(codes, NewSecret([]byte(c)))
	}
	return codes, nil
}

// recoveryLines returns the lines that have something on them, without what
// cannot be seen, and without links: no recovery code is one.
func recoveryLines(text string) []string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r", "\n"), "\n") {
		line = strings.TrimSpace(strings.Map(func(r rune) rune {
			switch {
			case r == '\t':
				return r
			case unicode.IsSpace(r):
				return ' '
			case unicode.IsControl(r), r == '\u200b', r == '\ufeff', unicode.Is(unicode.Bidi_Control, r):
				return -1
			}
			return r
		}, line))
		if line != "" && !strings.Contains(line, "://") {
			lines = append(lines, line)
		}
	}
	return lines
}

// candidate is a piece of text that may be a recovery code.
type candidate struct {
	text string
	sure bool // it has a digit; else it may be a word
}

// pickCodes finds the codes on lines.
func pickCodes(lines []string) []string {
	var (
		all    []candidate
		prose  [][]string
		shapes = make(map[string]bool)
	)
	for _, line := range lines {
		for _, tokens := range linePieces(line) {
			found := pieceCodes(tokens)
			if found == nil {
				prose = append(prose, tokens)
			}
			for _, c := range found {
				all = append(all, c)
				if c.sure {
					shapes[codeShape(c.text)] = true
				}
			}
		}
	}
	if len(shapes) == 0 {
		return pickWords(lines, all, prose)
	}
	var codes []string
	for _, c := range all {
		if (c.sure || shapes[codeShape(c.text)]) && !slices.Contains(codes, c.text) {
			codes = append(codes, c.text)
		}
	}
	return codes
}

// pickWords finds codes where no piece is surely one: a code within a
// sentence; else the words, if there are only words; else the one line that is
// no heading and no sentence.
func pickWords(lines []string, words []candidate, prose [][]string) []string {
	var inside []string
	for _, tokens := range prose {
		for _, t := range tokens {
			if len(t) >= 8 && isCodeToken(t) && hasDigit(t) && !slices.Contains(inside, t) {
				inside = append(inside, t)
			}
		}
	}
	if len(inside) == 1 {
		return inside
	}
	if len(inside) == 0 && len(prose) == 0 && len(words) > 0 {
		var codes []string
		for _, w := range words {
			if !slices.Contains(codes, w.text) {
				codes = append(codes, w.text)
			}
		}
		return codes
	}
	rest := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return strings.ContainsAny(line[len(line)-1:], ":.!?")
	})
	if len(rest) == 1 {
		return []string{strings.Join(strings.Fields(afterHeading(rest[0])), " ")}
	}
	return nil
}

// afterHeading drops what stands before a colon and a space.
func afterHeading(line string) string {
	if _, after, ok := strings.Cut(line+" ", ": "); ok {
		return after
	}
	return line
}

// linePieces splits a line into pieces, and each piece at its single spaces.
// Pieces are parted by commas and the like, quotes and brackets, two spaces or
// more, numbers ("3.", "3)", "#3") and bullets.
func linePieces(line string) [][]string {
	line = afterHeading(line)
	var pieces [][]string
	line = strings.Map(func(r rune) rune {
		if strings.ContainsRune(",;|\"'`[]{}<>“”‘’", r) {
			return '\t'
		}
		return r
	}, strings.ReplaceAll(line, "  ", "\t"))
	for part := range strings.SplitSeq(line, "\t") {
		var piece []string
		for _, token := range strings.Fields(part) {
			token, separates := trimToken(token)
			if separates && len(piece) > 0 {
				pieces = append(pieces, piece)
				piece = nil
			}
			if token != "" {
				piece = append(piece, token)
			}
		}
		// A number before the code, without a sign that it is one.
		if len(piece) > 0 && isNumber(piece[0], 2) && (len(piece) == 1 || len(piece[1]) > 3) {
			piece = piece[1:]
		}
		if len(piece) > 0 {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

// trimToken takes a bullet or number off the front of a token and a sentence's
// end off its back, and reports whether there was a bullet or number.
func trimToken(token string) (trimmed string, separates bool) {
	trimmed = strings.TrimLeft(token, "(-–—*•·▪◦☐☑☒□✓✔")
	digits := strings.TrimLeft(strings.TrimPrefix(trimmed, "#"), "0123456789")
	switch n := len(trimmed) - len(digits); {
	case n == 0 || n > 3:
	case digits == ":" || digits != "" && strings.ContainsAny(digits[:1], ".)"):
		trimmed = digits[1:]
	case digits == "" && trimmed[0] == '#':
		trimmed = ""
	}
	return strings.TrimRight(trimmed, ".:!?)"), len(trimmed) < len(token)
}

// pieceCodes says which codes a piece is: none for prose.
func pieceCodes(tokens []string) []candidate {
	sure, short, even := 0, false, true
	for _, t := range tokens {
		if !isCodeToken(t) {
			return nil
		}
		if hasDigit(t) && !(len(tokens) == 1 && isYear(t)) {
			sure++
		}
		short = short || len(t) < 6
		even = even && len(t) == len(tokens[0])
	}
	switch {
	case len(tokens) == 1 && len(tokens[0]) < 4:
		return nil
	case !even && sure < len(tokens), len(tokens) > 1 && !short && sure == 0:
		return nil // words of a sentence
	case short:
		return []candidate{{strings.Join(tokens, " "), sure > 0}}
	}
	var codes []candidate
	for _, t := range tokens {
		codes = append(codes, candidate{t, hasDigit(t)})
	}
	return codes
}

// isCodeToken reports whether a token could be a code or a group of one: not a
// capitalised word, a date, a time, nor an address.
func isCodeToken(t string) bool {
	if strings.ContainsAny(t, "@.") || isDate(t) {
		return false
	}
	runes := []rune(t)
	capitalised := len(runes) > 1 && unicode.IsUpper(runes[0])
	for _, r := range runes[1:] {
		capitalised = capitalised && unicode.IsLower(r)
	}
	return !capitalised
}

// isDate reports whether a token is a date or a time of day in digits. Codes
// of three groups of digits have longer groups.
func isDate(t string) bool {
	groups := strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune("-/:", r) })
	for _, g := range groups {
		if !isNumber(g, 2) && !isYear(g) {
			return false
		}
	}
	return len(groups) == 3 || len(groups) == 2 && strings.Contains(t, ":")
}

func isYear(t string) bool {
	return len(t) == 4 && isNumber(t, 4) && (strings.HasPrefix(t, "19") || strings.HasPrefix(t, "20"))
}

// isNumber reports whether t is a number of at most so many digits.
func isNumber(t string, most int) bool {
	return len(t) <= most && strings.Trim(t, "0123456789") == ""
}

func hasDigit(t string) bool { return strings.ContainsFunc(t, unicode.IsDigit) }

// codeShape is what codes of one list have in common: where their signs stand,
// and the case of their letters.
func codeShape(code string) string {
	upper, lower := strings.ToUpper(code) == code, strings.ToLower(code) == code
	shape := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return 'x'
		}
		return r
	}, code)
	switch {
	case upper && !lower:
		return "A" + shape
	case lower && !upper:
		return "a" + shape
	}
	return "?" + shape
}
