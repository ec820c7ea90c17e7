package kit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/deskfob/deskfob/vault"
)

// Measures of the codes, in mm.
const (
	codeRow   = 9.0 // from code to code
	boxSize   = 3.6
	codeStart = 11.0 // from the number to the code
	codeGap   = 8.0  // between columns
	groupGap  = 1.4  // between the groups of a code
)

// codeRows prints the codes of an account: numbered, with boxes to cross off
// for a list, in as many columns as fit.
func (p *pen) codeRows(e Entry) []row {
	codes := codesOf(e)
	if len(codes) == 0 {
		return nil
	}
	rows := []row{gap(1.5)}
	widest := 0.0
	lines := make([][]string, len(codes)) // of each code, its groups joined by a mark
	for i, code := range codes {
		text, whole := p.printable(mono, code)
		if !whole {
			p.noteUnprintable(e)
		}
		lines[i] = p.codeLines(text)
		for _, line := range lines[i] {
			widest = max(widest, p.groupsWidth(line))
		}
	}
	columns := max(1, min(4, int((p.width+codeGap)/(codeStart+widest+codeGap))))
	column := p.width / float64(columns)
	for from := 0; from < len(codes); from += columns {
		height := 0.0
		for i := from; i < min(from+columns, len(codes)); i++ {
			height = max(height, codeRow+float64(len(lines[i])-1)*codeStyle.line())
		}
		rows = append(rows, row{height, func(y float64) {
			for i := from; i < min(from+columns, len(codes)); i++ {
				p.drawCode(margin+float64(i-from)*column, y, i, e.isList(), lines[i])
			}
		}})
	}
	if e.Recovery.Kind == vault.RecoveryRotating {
		rows = append(rows, p.writeLine(p.text.NewCode), p.writeLine(p.text.NewCode))
	}
	return rows
}

func (p *pen) noteUnprintable(e Entry) {
	if n := len(p.unprintable); n == 0 || p.unprintable[n-1] != e.Account.ID {
		p.unprintable = append(p.unprintable, e.Account.ID)
	}
}

func (p *pen) drawCode(x, y float64, i int, box bool, lines []string) {
	if box {
		p.write(indexStyle, x, y+1.8, itoa(i+1))
		p.pdf.SetDrawColor(grey, grey, grey)
		p.pdf.SetLineWidth(0.25)
		p.pdf.Rect(x+5, y+1.4, boxSize, boxSize, "D")
	}
	for n, line := range lines {
		at := x + codeStart
		if !box {
			at = x
		}
		for _, group := range strings.Split(line, groupMark) {
			p.write(codeStyle, at, y+float64(n)*codeStyle.line(), group)
			at += p.measure(codeStyle, group) + groupGap
		}
	}
}

// writeLine is a line to write on by hand, after what belongs there.
func (p *pen) writeLine(label string) row {
	label, _ = p.printable(sans, label)
	return row{11, func(y float64) {
		p.write(noteStyle, margin, y+6, label)
		start := margin + p.measure(noteStyle, label) + 3
		p.line(start, max(start+60, margin+p.width*0.7), y+10, grey)
	}}
}

// groupMark stands between groups; no code that can be printed has it.
const groupMark = "\x00"

// codeLines splits a code into lines that fit, each with its groups.
func (p *pen) codeLines(code string) []string {
	var lines []string
	line := ""
	for _, group := range codeGroups(code) {
		next := group
		if line != "" {
			next = line + groupMark + group
		}
		if line != "" && p.groupsWidth(next) > p.width-codeStart {
			lines = append(lines, line)
			next = group
		}
		for line = next; p.groupsWidth(line) > p.width-codeStart; {
			head := p.head(codeStyle, line, p.width-codeStart)
			lines = append(lines, head)
			line = line[len(head):]
		}
	}
	return append(lines, line)
}

func (p *pen) groupsWidth(line string) float64 {
	width := -groupGap
	for _, group := range strings.Split(line, groupMark) {
		width += p.measure(codeStyle, group) + groupGap
	}
	return width
}

// codeGroups parts a long code without dashes and spaces of its own into
// groups that an eye can hold: of four, five or three, whichever comes out even.
func codeGroups(code string) []string {
	runes := []rune(code)
	if len(runes) <= 6 || strings.ContainsAny(code, " -_.:/") {
		return []string{code}
	}
	size := 4
	for _, n := range []int{4, 5, 3} {
		if len(runes)%n == 0 {
			size = n
			break
		}
	}
	var groups []string
	for len(runes) > size {
		groups = append(groups, string(runes[:size]))
		runes = runes[size:]
	}
	return append(groups, string(runes))
}

func hasSpace(code string) bool { return strings.Contains(code, " ") }

// secretRow is the QR code of an account, and beside it its secret and what
// else a person has to type who cannot scan it.
func (p *pen) secretRow(a vault.Account) row {
	modules := qrModules(vault.KeyURI(a))
	side := qrSide(len(modules))
	left := 0.0
	if side > 0 {
		left = side + 6
	}
	var rows []row
	add := func(s style, text string) {
		for _, line := range p.wrap(s, text, p.width-left) {
			rows = append(rows, row{s.line(), func(y float64) { p.write(s, margin+left, y, line) }})
		}
	}
	if side == 0 {
		add(noteStyle, p.text.NoQR)
	}
	add(noteStyle, p.text.Secret)
	add(secretStyle, strings.Join(fours(secretText(a)), " "))
	add(noteStyle, p.details(a))
	return row{max(side, height(rows)) + 3, func(y float64) {
		p.drawQR(modules, margin, y+2, side)
		at := y + 2
		for _, r := range rows {
			r.draw(at)
			at += r.height
		}
	}}
}

// secretText is the secret in base32, as its key URI has it.
func secretText(a vault.Account) string {
	_, rest, _ := strings.Cut(vault.KeyURI(a), "secret=")
	secret, _, _ := strings.Cut(rest, "&")
	return secret
}

func fours(text string) []string {
	var groups []string
	for len(text) > 4 {
		groups = append(groups, text[:4])
		text = text[4:]
	}
	return append(groups, text)
}

func (p *pen) details(a vault.Account) string {
	t := p.text
	text := fmt.Sprintf(t.Details, strings.ToUpper(string(a.Type)), a.Algorithm, a.Digits)
	if a.Type == vault.TypeHOTP {
		return text + ", " + fmt.Sprintf(strings.ReplaceAll(t.Counter, "%d", "%s"), strconv.FormatUint(a.Counter, 10))
	}
	return text + ", " + fmt.Sprintf(t.Period, a.Period)
}
