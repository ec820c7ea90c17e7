package app

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// Codes up to this length stand two on a line.
const (
	shortRecoveryCode  = 14 // characters
	recoveryCodeColumn = 184
)

// newCodeLines shows recovery codes for reading, a line each.
func newCodeLines(codes []string) *fyne.Container {
	lines := newColumn(2)
	for _, code := range codes {
		lines.Add(newParagraph(code, styleCode(textSizeTitle, tintText)))
	}
	return lines
}

// newNumberedCodes shows the codes of a list with their numbers.
func newNumberedCodes(codes []string) *fyne.Container {
	short := true
	for _, code := range codes {
		short = short && utf8.RuneCountInString(code) <= shortRecoveryCode
	}
	lines := newColumn(2)
	for i := 0; i < len(codes); i++ {
		line := newNumberedCode(i, codes[i])
		if short && i+1 < len(codes) {
			i++
			line = newTwoColumns(recoveryCodeColumn, line, newNumberedCode(i, codes[i]))
		}
		lines.Add(line)
	}
	return lines
}

func newNumberedCode(i int, code string) *fyne.Container {
	return newTwoColumns(30, newLabel(strconv.Itoa(i+1), styleMuted()), newParagraph(code, styleCode(textSizeTitle, tintText)))
}

// groupsOfFour parts a code that has no parts of its own, so that it can be
// compared with another by eye.
func groupsOfFour(code string) string {
	if strings.ContainsAny(code, " -") {
		return code
	}
	var b strings.Builder
	for i, r := range []rune(code) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
