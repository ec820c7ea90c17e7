package kit

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// The styles of a sheet.
var (
	titleStyle  = style{sans, 22, black, false}
	headStyle   = style{sans, 12, black, true}
	bodyStyle   = style{sans, 10, black, false}
	noteStyle   = style{sans, 9, grey, false}
	issuerStyle = style{sans, 14, black, true}
	nameStyle   = style{sans, 11, black, false}
	codeStyle   = style{mono, 13, black, false}
	indexStyle  = style{sans, 7, grey, false}
	secretStyle = style{mono, 10.5, black, false}
)

// introduction is the head of the first page.
func (p *pen) introduction() block {
	t, s := p.text, p.sheet
	date, _ := p.printable(sans, t.Date(s.Created))
	title, _ := p.printable(sans, t.Title)
	var b block
	b.rows = append(b.rows, row{titleStyle.line() + 1, func(y float64) {
		p.write(titleStyle, margin, y, title)
		right := style{sans, 12, black, false}
		p.write(right, margin+p.width-p.measure(right, date), y+(titleStyle.size-right.size)*pointMM, date)
	}})
	summary := t.Accounts(len(s.Entries)) + "."
	if !s.Replaces.IsZero() {
		summary += " " + fmt.Sprintf(t.Replaces, t.Date(s.Replaces))
	}
	b.rows = append(b.rows, p.paragraph(bodyStyle, 0, summary)...)
	b.rows = append(b.rows, p.paragraph(bodyStyle, 0, t.Keep)...)
	b.rows = append(b.rows, gap(4))
	b.rows = append(b.rows, p.paragraph(headStyle, 0, t.StepsTitle)...)
	b.rows = append(b.rows, gap(1))
	for i, step := range p.steps() {
		b.rows = append(b.rows, p.step(i+1, step)...)
	}
	if s.KitFile != "" {
		b.rows = append(b.rows, gap(0.5))
		b.rows = append(b.rows, p.paragraph(noteStyle, 7, fmt.Sprintf(t.StepWithout, p.kitName()))...)
	}
	if s.PassphraseLine {
		b.rows = append(b.rows, p.passphraseLines()...)
	}
	b.rows = append(b.rows, gap(5))
	return b
}

// kitName is the kit file's name without its folder, which tells nothing once
// the computer is gone.
func (p *pen) kitName() string {
	return path.Base(strings.ReplaceAll(p.sheet.KitFile, `\`, "/"))
}

func (p *pen) steps() []string {
	t, s := p.text, p.sheet
	var steps []string
	if s.KitFile != "" {
		steps = append(steps, fmt.Sprintf(t.StepKit, p.kitName()))
	}
	steps = append(steps, t.StepSignIn, t.StepCross, t.StepNew)
	if s.Secrets {
		steps = append(steps, t.StepScan)
	}
	return steps
}

// step is a numbered paragraph.
func (p *pen) step(n int, text string) []row {
	rows := p.paragraph(bodyStyle, 7, text)
	first := rows[0].draw
	rows[0].draw = func(y float64) {
		p.write(bodyStyle, margin, y, itoa(n)+".")
		first(y)
	}
	return append(rows, gap(1))
}

// passphraseLines is where the six words are written by hand.
func (p *pen) passphraseLines() []row {
	rows := []row{gap(4)}
	rows = append(rows, p.paragraph(headStyle, 0, fmt.Sprintf(p.text.Passphrase, p.kitName()))...)
	rows = append(rows, p.paragraph(noteStyle, 0, p.text.PassphraseNote)...)
	const each = 3 // words on a line
	for from := 0; from < Words; from += each {
		rows = append(rows, row{12, func(y float64) {
			column := p.width / each
			for i := range each {
				x := margin + float64(i)*column
				p.write(noteStyle, x, y+7, itoa(from+i+1))
				p.line(x+4, x+column-5, y+11, grey)
			}
		}})
	}
	return rows
}

// account is everything about one account.
func (p *pen) account(e Entry) block {
	b := p.nameRows(e)
	b.heads = len(b.rows)
	b.rows = append(b.rows, p.sentences(e)...)
	codes := p.codeRows(e)
	b.rows = append(b.rows, codes...)
	if e.HasSecret() {
		b.rows = append(b.rows, p.secretRow(e.Account))
	}
	b.rows = append(b.rows, gap(5))
	return b
}

// accountInKit is an account of which nothing is on the sheet.
func (p *pen) accountInKit(e Entry) block {
	b := p.account(e)
	last := len(b.rows) - 1
	b.rows = slices.Insert(b.rows, last, p.paragraph(noteStyle, 0, p.text.OnlyKit)...)
	return b
}

// nameRows is the line above an account, its issuer and its name.
func (p *pen) nameRows(e Entry) block {
	issuer, whole := p.printable(sans, e.Account.Issuer)
	name, wholeName := p.printable(sans, e.Account.Name)
	if issuer == "" {
		issuer, name = name, ""
	}
	b := block{rows: []row{{3, func(y float64) { p.line(margin, margin+p.width, y, faint) }}}}
	lines := func(s style, text string) {
		for _, line := range p.wrap(s, text, p.width) {
			b.rows = append(b.rows, row{s.line(), func(y float64) { p.write(s, margin, y, line) }})
		}
	}
	lines(issuerStyle, issuer)
	if name != "" {
		lines(nameStyle, name)
	}
	if !whole || !wholeName {
		b.rows = append(b.rows, p.writeLine(p.text.Lacking))
	}
	more := strings.TrimSpace(issuer + "   " + name)
	more = p.wrap(nameStyle, more, p.width-35)[0] + "   (" + p.text.More + ")"
	b.again = []row{
		{3, func(y float64) { p.line(margin, margin+p.width, y, faint) }},
		{nameStyle.line() + 2, func(y float64) { p.write(nameStyle, margin, y, more) }},
	}
	return b
}

// sentences say what the codes are and how to use them.
func (p *pen) sentences(e Entry) []row {
	t := p.text
	var all []string
	switch {
	case e.Problem != nil && e.Recovery == nil:
		all = append(all, t.Unread)
	case e.Recovery == nil:
		all = append(all, t.NoCodes)
	default:
		all = append(all, t.Kind[e.Recovery.Kind])
		codes := codesOf(e)
		if slices.ContainsFunc(codes, func(c string) bool { _, whole := p.printable(mono, c); return !whole }) {
			all = append(all, t.Unprinted)
		}
		if slices.ContainsFunc(codes, hasSpace) {
			all = append(all, t.Spaces)
		}
		if slices.ContainsFunc(codes, func(c string) bool { return len(codeGroups(c)) > 1 }) {
			all = append(all, t.Gaps)
		}
	}
	return append([]row{gap(0.5)}, p.paragraph(noteStyle, 0, strings.Join(all, " "))...)
}
