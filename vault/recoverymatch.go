package vault

import (
	"slices"
	"strings"
)

// codeMatch is a place where the chosen pattern fits.
type codeMatch struct {
	line   int
	text   string
	lead   string // the word before it
	sure   bool   // no words look like it
	apart  bool   // nothing else stands between the gaps around it
	used   bool   // a word or a line through it says so
	marked bool   // a tick or a cross stands at it
}

// matchPattern takes every code of the pattern, wherever it stands. What may be
// words counts only where it adjoins what cannot be.
func matchPattern(lines []recoveryLine, pieces []recoveryPiece, pattern string) foundCodes {
	m := matcher{groups: strings.Split(pattern, " "), apart: make(map[place]bool)}
	found := foundCodes{sure: true}
	var members []string
	for _, p := range pieces {
		if p.pattern == pattern && p.apart {
			m.apart[place{p.line, p.at}] = true
		}
		switch {
		case p.pattern == pattern && p.sure && p.apart:
			members = append(members, p.text)
		case p.pattern != pattern && p.sure && p.apart && !p.inProse:
			found.sure = false // something else may be a code too
		}
	}
	m.upper, m.lower = lettersOf(members)
	m.always = len(members) == 0
	var all []codeMatch
	section := false // below the heading "Used"
	for n, line := range lines {
		matches := m.line(n, line)
		if len(matches) == 0 {
			section = line.tokens[0].kind == usedToken && len(line.tokens) <= 3
		}
		for _, c := range matches {
			c.used = c.used || section
			all = append(all, c)
		}
	}
	all = adjoining(lines, all)
	some := markedSome(all)
	for _, c := range all {
		if c.used || some && c.marked {
			found.used++
			continue
		}
		found.sure = found.sure && c.apart
		found.add(c.text)
	}
	return found
}

// matcher finds codes of one pattern.
type matcher struct {
	groups       []string // the pattern of each token
	upper, lower bool     // letters that codes of the set have
	always       bool     // the letters are not known
	apart        map[place]bool
}

// place is where on the lines a token stands.
type place struct{ line, at int }

func lettersOf(texts []string) (upper, lower bool) {
	for _, t := range texts {
		upper = upper || strings.ToLower(t) != t
		lower = lower || strings.ToUpper(t) != t
	}
	return upper, lower
}

// line finds the codes on one line.
func (m matcher) line(n int, line recoveryLine) []codeMatch {
	var found []codeMatch
	taken := -1 // the word "used" that was counted
	prose := line.words != ""
	for i := 0; i+len(m.groups) <= len(line.tokens); i++ {
		c, ok := m.at(line.tokens, i)
		c.line, c.apart = n, c.apart || m.apart[place{n, i}]
		if !ok || !c.apart && (!c.sure || prose && isNameLike(c.text)) {
			continue
		}
		after := i + len(m.groups)
		switch {
		case after < len(line.tokens) && line.tokens[after].kind == usedToken:
			for taken = after; taken+1 < len(line.tokens) && line.tokens[taken+1].kind == usedToken && !line.tokens[taken+1].gap; {
				taken++
			}
			c.used = true
		case i > 0 && i-1 != taken && line.tokens[i-1].kind == usedToken && (line.tokens[i-1].gap || i > 1 && line.tokens[i-2].kind == usedToken):
			c.used, taken = true, i-1
		}
		found = append(found, c)
		i = after - 1
	}
	return found
}

// at reports whether the code at one token fits the pattern.
func (m matcher) at(tokens []recoveryToken, at int) (codeMatch, bool) {
	var c codeMatch
	end := at + len(m.groups)
	for i, group := range m.groups {
		t := tokens[at+i]
		isGroup := t.kind == groupToken || t.kind == proseToken && m.upper && m.lower && isCapitalised(t.text)
		if !isGroup || i > 0 && t.gap || patternOf(t.text) != group {
			return c, false
		}
		c.used = c.used || t.struck
		c.marked = c.marked || t.marked
	}
	c.text, c.sure = joinTokens(tokens[at:end]), isCodeLike(tokens[at:end])
	c.apart = tokens[at].gap && (end == len(tokens) || tokens[end].gap || tokens[end].kind == usedToken)
	if at > 0 && tokens[at-1].kind == proseToken {
		c.lead = tokens[at-1].text
	}
	upper, lower := lettersOf([]string{c.text})
	fits := m.always || (m.upper || !upper) && (m.lower || !lower) || !m.upper && !m.lower && c.sure && tokens[at].gap
	return c, fits && (c.sure || !slices.ContainsFunc(tokens[at:end], func(t recoveryToken) bool { return t.kind == proseToken }))
}

// adjoining keeps those that no words look like. The others must stand beside
// one of these: on its line, or on the next without other words; or behind the
// same word ("Code 3:"), or on a line with the same words. Where no match is
// sure, all count.
func adjoining(lines []recoveryLine, all []codeMatch) []codeMatch {
	if !slices.ContainsFunc(all, func(c codeMatch) bool { return c.sure }) {
		return all
	}
	leads, words := map[string]bool{}, map[string]bool{}
	for _, c := range all {
		if c.sure && c.apart {
			leads[c.lead], words[lines[c.line].words] = true, true
		}
	}
	near := make([]bool, len(all))
	for i, c := range all {
		on := lines[c.line].words
		near[i] = c.sure || c.lead != "" && leads[c.lead] || on != "" && words[on]
	}
	for _, step := range []int{1, -1} {
		last := -2
		for k := range all {
			i := k
			if step < 0 {
				i = len(all) - 1 - k
			}
			line := all[i].line
			beside := line == last || line == last+step && lines[line].words == ""
			if near[i] || beside {
				near[i], last = true, line
			}
		}
	}
	var kept []codeMatch
	for i, c := range all {
		if near[i] {
			kept = append(kept, c)
		}
	}
	return kept
}

// markedSome reports whether some codes are marked and others are not: then a
// mark means used, else it is a bullet.
func markedSome(all []codeMatch) bool {
	marked := 0
	for _, c := range all {
		if c.marked {
			marked++
		}
	}
	return marked > 0 && marked < len(all)
}
