package kit

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansmono"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/bidi"
)

// The fonts, as the PDF knows them.
const (
	sans = "sans"
	mono = "mono"
)

// lacking is printed for a letter that a font does not have; both have it.
const lacking = '\u25a1'

// Measures in mm, but for sizes of type, in points.
const (
	margin     = 18.0
	footRoom   = 16.0
	pointMM    = 25.4 / 72
	lineFactor = 1.35 // from the size of type to the height of a line
)

// grey levels; ink is spared by lines and size instead of fills and weight.
const (
	black = 0
	grey  = 85
	faint = 160
)

// pen draws on the pages of one sheet.
type pen struct {
	sheet       Sheet
	text        SheetText
	pdf         *fpdf.Fpdf
	fonts       map[string]*sfnt.Font
	width       float64 // between the margins
	height      float64 // from margin to footer
	unprintable []string
}

func newPen(s Sheet) (*pen, error) {
	p := &pen{sheet: s, text: s.Text, pdf: fpdf.New("P", "mm", string(s.Paper), ""), fonts: map[string]*sfnt.Font{}}
	for name, data := range map[string][]byte{sans: dejavusans.TTF, mono: dejavusansmono.TTF} {
		parsed, err := sfnt.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", name, err)
		}
		p.fonts[name] = parsed
	}
	// Copies: the library changes the bytes of a font that it takes letters from.
	p.pdf.AddUTF8FontFromBytes(sans, "", bytes.Clone(dejavusans.TTF))
	p.pdf.AddUTF8FontFromBytes(mono, "", bytes.Clone(dejavusansmono.TTF))
	p.pdf.SetCreationDate(s.Created)
	p.pdf.SetModificationDate(s.Created)
	p.pdf.SetCatalogSort(true) // the same bytes each time
	p.pdf.SetProducer("Deskfob", false)
	p.pdf.SetTitle(s.Text.Title, true)
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.SetMargins(margin, margin, margin)
	w, h := p.pdf.GetPageSize()
	p.width, p.height = w-2*margin, h-margin-margin-footRoom
	return p, p.pdf.Error()
}

// style is how a text looks.
type style struct {
	font string
	size float64
	grey int
	bold bool // drawn with an outline: one font less in every sheet
}

func (s style) line() float64 { return s.size * pointMM * lineFactor }

func (p *pen) use(s style) {
	p.pdf.SetFont(s.font, "", s.size)
	p.pdf.SetTextColor(s.grey, s.grey, s.grey)
}

func (p *pen) measure(s style, text string) float64 {
	p.use(s)
	return p.pdf.GetStringWidth(text)
}

// write puts a line of text with its baseline where a line that begins at y
// has it.
func (p *pen) write(s style, x, y float64, text string) {
	p.use(s)
	if s.bold {
		p.pdf.SetDrawColor(s.grey, s.grey, s.grey)
		p.pdf.SetLineWidth(s.size * 0.009)
		p.pdf.SetTextRenderingMode(2)
		defer p.pdf.SetTextRenderingMode(0)
	}
	p.pdf.Text(x, y+s.size*pointMM*1.05, text)
}

func (p *pen) line(x1, x2, y float64, level int) {
	p.pdf.SetDrawColor(level, level, level)
	p.pdf.SetLineWidth(0.2)
	p.pdf.Line(x1, y, x2, y)
}

// printable is text as a font can print it, in the order in which it is read
// on paper, and whether it is all there.
func (p *pen) printable(font, text string) (string, bool) {
	var buffer sfnt.Buffer
	whole := true
	text = strings.Map(func(r rune) rune {
		index, err := p.fonts[font].GlyphIndex(&buffer, r)
		switch {
		case isJoiner(r):
			return -1 // they say how letters join, which is not done here
		case err != nil || index == 0 || r > 0xffff: // the PDF library knows the first plane only
			whole = false
			return lacking
		}
		return r
	}, text)
	return visual(text), whole
}

// isJoiner reports marks without a shape of their own.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' || r >= '\ufe00' && r <= '\ufe0f' }

// visual turns text that is written from the right, which PDF does not know,
// into the order of its letters on paper.
func visual(text string) string {
	var paragraph bidi.Paragraph
	if _, err := paragraph.SetString(text); err != nil {
		return text
	}
	order, err := paragraph.Order()
	if err != nil {
		return text
	}
	var out strings.Builder
	for i := range order.NumRuns() {
		run := order.Run(i)
		if run.Direction() == bidi.RightToLeft {
			out.WriteString(bidi.ReverseString(run.String()))
			continue
		}
		out.WriteString(run.String())
	}
	return out.String()
}

// wrap splits text into lines that fit, between words, and within a word that
// does not fit alone.
func (p *pen) wrap(s style, text string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		next := strings.TrimSpace(line + " " + word)
		if p.measure(s, next) <= width {
			line = next
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; p.measure(s, line) > width; {
			head := p.head(s, line, width)
			lines = append(lines, head)
			line = line[len(head):]
		}
	}
	return append(lines, line)
}

// head is the longest beginning of a word that fits, at least one letter.
func (p *pen) head(s style, word string, width float64) string {
	end := 0
	for i := range word {
		if i > 0 && p.measure(s, word[:i]) > width {
			break
		}
		end = i
	}
	if end == 0 {
		return string([]rune(word)[:1])
	}
	return word[:end]
}

func itoa(n int) string { return strconv.Itoa(n) }
