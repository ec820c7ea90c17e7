package vault

import (
	"strings"
	"unicode"
)

// recoveryLine is a line of pasted text that has something on it.
type recoveryLine struct {
	raw    string // without what cannot be seen
	tokens []recoveryToken
	words  string // those on the line that cannot be a code
}

func proseWords(tokens []recoveryToken) string {
	var words []string
	for _, t := range tokens {
		if t.kind == proseToken {
			words = append(words, t.text)
		}
	}
	return strings.Join(words, " ")
}

// recoveryToken is what stands between spaces, without the signs around it.
type recoveryToken struct {
	text string
	kind tokenKind
	// gap says that more than a space parts the token from the one before:
	// the line's start, a wide space, a comma, a number, a bullet.
	gap bool
	// marked is set for a tick or cross before the token, or a line through it.
	marked, struck bool
}

type tokenKind int

const (
	groupToken tokenKind = iota // could be a code, or a group of one
	proseToken                  // a word
	usedToken                   // a word that says: used
)

// recoveryLines takes text apart into lines of tokens. Links, button words,
// dates and addresses part tokens like a comma and are not among them.
func recoveryLines(text string) []recoveryLine {
	var lines []recoveryLine
	for raw := range strings.SplitSeq(joinBroken(visibleText(text)), "\n") {
		raw = strings.TrimSpace(raw)
		if strings.Trim(raw, "-–—_=*#. ") == "" {
			continue
		}
		tokens := lineTokens(raw)
		if len(tokens) == 0 {
			continue
		}
		lines = append(lines, recoveryLine{raw, tokens, proseWords(tokens)})
	}
	return lines
}

// visibleText drops what cannot be seen and writes alike what looks alike:
// spaces of all kinds, dashes that are no minus, full-width characters, line
// ends. A line drawn through characters becomes "~~" before them.
func visibleText(text string) string {
	var b strings.Builder
	for _, r := range strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text) {
		switch {
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r == '\u3000':
			b.WriteString("  ")
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		case r >= '\uff01' && r <= '\uff5e':
			b.WriteRune(r - 0xfee0)
		case r == '\u2010', r == '\u2011', r == '\u2212', r == '\u00ad':
			b.WriteByte('-')
		case r >= '\u0335' && r <= '\u0338':
			b.WriteRune(strike)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// strike stands for a line through the character before it.
const strike = '\u0336'

// joinBroken joins a code that was broken after one of its dashes.
func joinBroken(text string) string {
	lines := strings.Split(text, "\n")
	var b strings.Builder
	for i, line := range lines {
		b.WriteString(line)
		last := strings.TrimRight(line, " \t")
		if word := last[strings.LastIndexAny(last, " \t")+1:]; i+1 < len(lines) && len(word) > 4 &&
			strings.HasSuffix(word, "-") && hasDigit(word) && !strings.HasSuffix(word, "--") {
			lines[i+1] = strings.TrimLeft(lines[i+1], " \t")
			continue
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// lineTokens takes one line apart.
func lineTokens(line string) []recoveryToken {
	var parted strings.Builder
	before := ' '
	for _, r := range usedSigns.Replace(line) {
		switch {
		case strings.ContainsRune(",;|\"`()[]{}<>“”„«»、。・「」『』【】", r):
			parted.WriteByte('\t')
		case isUnspaced(r) != isUnspaced(before):
			parted.WriteByte(' ')
			parted.WriteRune(r)
		default:
			parted.WriteRune(r)
		}
		before = r
	}
	var s lineScanner
	for cell := range strings.SplitSeq(strings.ReplaceAll(parted.String(), "  ", "\t"), "\t") {
		s.gap, s.label, s.about = true, "", false
		for field := range strings.FieldsSeq(cell) {
			s.field(field)
		}
	}
	return dropNumbers(s.end())
}

// isUnspaced reports whether r is of a script that puts no spaces between words.
func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == 'ー'
}

// lineScanner makes tokens of the fields of one line.
type lineScanner struct {
	tokens []recoveryToken
	gap    bool   // the next token does not follow a single space
	mark   bool   // a tick or cross stands before the next token
	struck bool   // within "~~"
	label  string // the words of the cell so far
	phone  bool   // within a telephone number that begins with "+"
	about  bool   // the label says that what follows is an account, a date or the like
}

func (s *lineScanner) field(field string) {
	struck := s.struck || strings.ContainsRune(field, strike)
	if n := strings.Count(field, "~~"); n > 0 {
		struck = true
		s.struck = s.struck != (n%2 == 1)
	}
	field = strings.NewReplacer("~~", "", string(strike), "").Replace(field)
	label, rest, isLabel := cutLabel(field)
	if isLabel {
		s.word(label)
		s.about = isAboutAccount(s.label)
		s.gap = true
		if field = rest; field == "" {
			return
		}
	}
	s.phone = strings.HasPrefix(field, "+") || s.phone && strings.Trim(field, "0123456789-/().") == ""
	if s.phone {
		s.gap = true
		return
	}
	text := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '=' })
	front, back, _ := strings.Cut(field, text)
	if text == "" {
		front = field
	}
	s.mark = s.mark || strings.ContainsAny(front, "☑☒✓✔✗✘")
	s.gap = s.gap || front != ""
	if text = cutNumber(cutButton(text)); text == "" || isNoise(text) {
		s.gap = true
		return
	}
	t := recoveryToken{text: text, gap: s.gap, marked: s.mark, struck: struck}
	switch {
	case usedWords[strings.ToLower(text)]:
		t.kind = usedToken
	case s.about || !isCodeToken(text):
		t.kind = proseToken
	}
	s.label += " " + text
	s.tokens = append(s.tokens, t)
	s.gap, s.mark = back != "", strings.ContainsAny(back, "☑☒✓✔✗✘")
}

// word adds a token that is a word whatever it looks like.
func (s *lineScanner) word(text string) {
	if text == "" {
		return
	}
	s.label += " " + text
	kind := proseToken
	if usedWords[strings.ToLower(text)] {
		kind = usedToken
	}
	s.tokens = append(s.tokens, recoveryToken{text: text, kind: kind, gap: s.gap})
}

// end returns the tokens of the line. A tick or cross at its end belongs to
// the code before it.
func (s *lineScanner) end() []recoveryToken {
	if s.mark && len(s.tokens) > 0 {
		last := &s.tokens[len(s.tokens)-1]
		last.marked = true
	}
	for i := 1; i < len(s.tokens); i++ {
		// "used: false"
		if used := &s.tokens[i-1]; used.kind == usedToken && notWords[strings.ToLower(s.tokens[i].text)] {
			used.kind = proseToken
		}
	}
	return s.tokens
}

// dropNumbers takes out the numbers that count codes: no group of a code is
// that short beside longer ones.
func dropNumbers(tokens []recoveryToken) []recoveryToken {
	long := false
	for _, t := range tokens {
		long = long || t.kind == groupToken && len(t.text) > 2
	}
	if !long {
		return tokens
	}
	kept := tokens[:0]
	gap, mark := false, false
	for _, t := range tokens {
		if t.kind == groupToken && isNumber(t.text, 2) {
			gap, mark = true, mark || t.marked
			continue
		}
		t.gap, t.marked = t.gap || gap, t.marked || mark
		gap, mark = false, false
		kept = append(kept, t)
	}
	return kept
}
