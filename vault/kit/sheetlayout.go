package kit

import "fmt"

// row is one strip of a page, drawn from its upper edge y.
type row struct {
	height float64
	draw   func(y float64)
}

// placedRow is a row with its place on a page.
type placedRow struct {
	row
	at float64
}

// block is what is kept together on a page when it fits on one: an account.
type block struct {
	rows  []row
	heads int   // how many of rows must not stand alone at the foot of a page
	again []row // what begins the next page when the block goes on there
}

func (b block) height() float64 { return height(b.rows) }

func height(rows []row) float64 {
	sum := 0.0
	for _, r := range rows {
		sum += r.height
	}
	return sum
}

// large is the part of a page from which on a block is parted sooner than that
// as much of a page stays empty.
const large = 0.4

// layOut places blocks on pages. What does not fit on the rest of a page moves
// to the next. What is large is parted between rows where there is much room,
// and what does not fit on a whole page wherever it must be.
func (p *pen) layOut(blocks []block) [][]placedRow {
	pages := [][]placedRow{nil}
	used := 0.0
	turn := func() { pages, used = append(pages, nil), 0 }
	place := func(r row) {
		last := len(pages) - 1
		pages[last] = append(pages[last], placedRow{r, margin + used})
		used += r.height
	}
	for _, b := range blocks {
		room, need := p.height-used, b.height()
		part := need > p.height || need > large*p.height && room > large*p.height
		if need > room && used > 0 && (!part || height(b.rows[:min(b.heads+3, len(b.rows))]) > room) {
			turn()
		}
		for _, r := range b.rows {
			if used+r.height > p.height && used > 0 {
				turn()
				for _, again := range b.again {
					place(again)
				}
			}
			place(r)
		}
	}
	return pages
}

// gap is an empty row.
func gap(height float64) row { return row{height, func(float64) {}} }

// paragraph is text over as many rows as it needs.
func (p *pen) paragraph(s style, indent float64, text string) []row {
	text, _ = p.printable(s.font, text)
	var rows []row
	for _, line := range p.wrap(s, text, p.width-indent) {
		rows = append(rows, row{s.line(), func(y float64) { p.write(s, margin+indent, y, line) }})
	}
	return rows
}

// footer is the same on every page: what is easily mistaken, date and number.
func (p *pen) footer(page, of int) {
	_, h := p.pdf.GetPageSize()
	y := h - margin - footRoom + 6
	p.line(margin, margin+p.width, y, faint)
	small := style{mono, 7.5, grey, false}
	p.write(small, margin, y+1.5, p.text.Alike)
	text := fmt.Sprintf(p.text.Footer, p.text.Date(p.sheet.Created), page, of)
	s := style{sans, 8, grey, false}
	p.write(s, margin+p.width-p.measure(s, text), y+6, text)
}
