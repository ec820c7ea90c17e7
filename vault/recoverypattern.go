package vault

import (
	"strings"
	"unicode"
)

// recoveryPiece is a piece of a line that may be a code.
type recoveryPiece struct {
	line, at, tokens int // where it stands: line, first token, how many
	text, pattern    string
	sure             bool // no words look like it; else it may be words
	apart            bool // nothing else stands between the gaps around it
	inProse          bool // its line has other words
	named            bool // the word "code" or the like stands before it
}

// linePieces gives what may be a code on the lines.
func linePieces(lines []recoveryLine) []recoveryPiece {
	var pieces []recoveryPiece
	for n, line := range lines {
		prose := line.words != ""
		for _, c := range cells(line.tokens) {
			found := cellPieces(line.tokens, c)
			if found == nil {
				found = insidePieces(line.tokens, c)
			}
			for _, p := range found {
				p.line, p.inProse = n, prose
				p.named = p.at > 0 && containsAny(strings.ToLower(line.tokens[p.at-1].text), codeWords)
				p.text = joinTokens(line.tokens[p.at : p.at+p.tokens])
				p.pattern = patternOf(p.text)
				pieces = append(pieces, p)
			}
		}
	}
	return pieces
}

// span is the tokens from, up to but without to.
type span struct{ from, to int }

// cells parts tokens at gaps and at words that say "used".
func cells(tokens []recoveryToken) []span {
	var all []span
	start := 0
	for i := 1; i <= len(tokens); i++ {
		if i < len(tokens) && !tokens[i].gap && tokens[i].kind != usedToken && tokens[i-1].kind != usedToken {
			continue
		}
		if tokens[start].kind != usedToken {
			all = append(all, span{start, i})
		}
		start = i
	}
	return all
}

// cellPieces says which codes a cell is that holds nothing else: none for
// words.
func cellPieces(tokens []recoveryToken, c span) []recoveryPiece {
	cell := tokens[c.from:c.to]
	sure, short, grouped := 0, false, true
	shortest, longest := len(cell[0].text), 0
	bothCases := hasBothCases(cell)
	for _, t := range cell {
		if t.kind != groupToken && !(bothCases && isCapitalised(t.text)) {
			return nil
		}
		if isUnlikeWords(t.text) {
			sure++
		}
		grouped = grouped && isGrouped(t.text)
		short = short || len(t.text) < 6
		shortest, longest = min(shortest, len(t.text)), max(longest, len(t.text))
	}
	switch {
	case len(cell) == 1 && len(cell[0].text) < 4:
		return nil
	case longest > shortest && sure < len(cell) && !grouped, longest > shortest+1 && short:
		return nil
	case len(cell) == 1, short:
		return []recoveryPiece{{at: c.from, tokens: len(cell), sure: isCodeLike(cell), apart: true}}
	}
	var pieces []recoveryPiece
	for i, t := range cell {
		pieces = append(pieces, recoveryPiece{at: c.from + i, tokens: 1, sure: isUnlikeWords(t.text), apart: true})
	}
	return pieces
}

// hasBothCases reports whether the tokens are short groups of one length of
// which some have capitals, some small letters and some digits; then a word
// with a capital may be one too.
func hasBothCases(cell []recoveryToken) bool {
	var sure, upper, lower bool
	for _, t := range cell {
		if len(t.text) != len(cell[0].text) || len(t.text) > 5 {
			return false
		}
		if t.kind == groupToken {
			u, l := lettersOf([]string{t.text})
			sure, upper, lower = sure || isStrong(t), upper || u, lower || l
		}
	}
	return sure && upper && lower
}

// isCodeLike reports whether no words look like the groups of a code: one has
// a digit and is no year, or all are numbers.
func isCodeLike(groups []recoveryToken) bool {
	numbers := 0
	for _, t := range groups {
		if isStrong(t) {
			return true
		}
		if isYear(t.text) {
			numbers++
		}
	}
	return numbers > 1 && numbers == len(groups)
}

// insidePieces gives what may be a code among the words of a cell: what has a
// digit, with the groups of the same length beside it, if in all it is long.
func insidePieces(tokens []recoveryToken, c span) []recoveryPiece {
	const least = 6
	var pieces []recoveryPiece
	for i := c.from; i < c.to; i++ {
		if !isStrong(tokens[i]) {
			continue
		}
		length := len(tokens[i].text)
		from, to := i, i+1
		if length < 6 {
			for from > c.from && isGroupBeside(tokens[from-1], length) {
				from--
			}
			for to < c.to && (isGroupBeside(tokens[to], length) || isStrong(tokens[to]) && len(tokens[to].text) == length) {
				to++
			}
		}
		if length*(to-from) >= least {
			pieces = append(pieces, recoveryPiece{at: from, tokens: to - from, sure: true})
		}
		i = to - 1
	}
	return pieces
}

func isStrong(t recoveryToken) bool {
	return t.kind == groupToken && isUnlikeWords(t.text) && !isYear(t.text)
}

// isGroupBeside reports whether a token without a digit may be a group of the
// code beside it: no word, since words are hardly ever in capitals.
func isGroupBeside(t recoveryToken, length int) bool {
	return t.kind == groupToken && len(t.text) == length && strings.ToUpper(t.text) == t.text
}

func joinTokens(tokens []recoveryToken) string {
	texts := make([]string, len(tokens))
	for i, t := range tokens {
		texts[i] = t.text
	}
	return strings.Join(texts, " ")
}

// patternOf is what codes of one set have in common: where their signs and
// spaces stand.
func patternOf(code string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return 'x'
		}
		return r
	}, code)
}

// votes are what speaks for one pattern.
type votes struct {
	pattern     string
	texts       map[string]bool
	weight      int
	sure, words int // pieces with a digit that stand apart, pieces without
	inside      int // pieces within sentences
}

// choosePattern returns the pattern that most speaks for, empty when nothing
// does: how many pieces have it, the longer the better, those apart from other
// words twice.
func choosePattern(pieces []recoveryPiece) string {
	var all []*votes
	byPattern := make(map[string]*votes)
	for _, p := range pieces {
		v := byPattern[p.pattern]
		if v == nil {
			v = &votes{pattern: p.pattern, texts: make(map[string]bool)}
			byPattern[p.pattern] = v
			all = append(all, v)
		}
		if !v.texts[p.text] {
			v.texts[p.text] = true
			v.count(p)
		}
	}
	lone := lonePattern(pieces)
	best := &votes{}
	for _, v := range all {
		v.settle(lone)
		if v.weight > best.weight {
			best = v
		}
	}
	for _, v := range all {
		// Some lines hold one code of two groups, others two side by side.
		if v.sure > 0 && strings.Contains(v.pattern, " ") && best.pattern == v.pattern+" "+v.pattern {
			return v.pattern
		}
	}
	return best.pattern
}

func (v *votes) count(p recoveryPiece) {
	const longest = 16 // beyond that length says no more
	weight := 2 * min(longest, strings.Count(p.pattern, "x"))
	switch {
	case p.sure && isNameLike(p.text):
		weight = nameWeight
	case p.sure && p.named:
		weight += weight / 2
	case p.apart && p.sure:
	case p.apart && p.inProse && !isGrouped(p.text):
		weight = 0
	default:
		weight /= 2
	}
	v.weight += weight
	switch {
	case p.sure && p.apart:
		v.sure++
	case p.sure:
		v.inside++
	case !p.inProse || isGrouped(p.text):
		v.words++
	}
}

// The weights of what may be a code when nothing likelier is there.
const (
	nameWeight = 2
	loneWeight = 3
)

// lonePattern is the pattern of the one piece without a digit that is long
// enough for a code, empty when there are several or none.
func lonePattern(pieces []recoveryPiece) string {
	const least = 8
	pattern := ""
	for _, p := range pieces {
		if p.sure || p.inProse && strings.ToUpper(p.text) != p.text || strings.Count(p.pattern, "x") < least {
			continue
		}
		if pattern != "" {
			return ""
		}
		pattern = p.pattern
	}
	return pattern
}

// settle gives a pattern without a digit its weight: it takes three of the
// same, or one long one in capitals, or the only long one in the text.
func (v *votes) settle(lone string) {
	const many, long = 3, 16
	if v.sure+v.inside > 0 || v.words >= many {
		return
	}
	for text := range v.texts {
		capital := strings.ToUpper(text) == text
		switch {
		case capital && (strings.Count(v.pattern, "x") >= long || isGrouped(text)):
		case v.pattern == lone:
			v.weight = loneWeight
		default:
			v.weight = 0
		}
	}
}
