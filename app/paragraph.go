package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// paragraph is text that wraps between words. Its height depends on its width;
// the column layout knows how to ask for it.
type paragraph struct {
	widget.BaseWidget
	text  string
	style textStyle
	align fyne.TextAlign
}

func newParagraph(text string, style textStyle) *paragraph {
	p := &paragraph{text: text, style: style}
	p.ExtendBaseWidget(p)
	return p
}

func (p *paragraph) setText(text string) {
	if p.text != text {
		p.text = text
		p.Refresh()
	}
}

// heightAt implements flowing.
func (p *paragraph) heightAt(width float32) float32 {
	return float32(len(wrap(p.text, p.style, width))) * p.lineHeight()
}

func (p *paragraph) lineHeight() float32 { return p.style.measure("Ág").Height }

// CreateRenderer implements fyne.Widget.
func (p *paragraph) CreateRenderer() fyne.WidgetRenderer { return &paragraphRenderer{p: p} }

type paragraphRenderer struct {
	p     *paragraph
	lines []fyne.CanvasObject
}

func (r *paragraphRenderer) MinSize() fyne.Size {
	width := r.p.Size().Width
	if width <= 0 {
		width = 300
	}
	return fyne.NewSize(r.p.style.size*4, r.p.heightAt(width))
}

func (r *paragraphRenderer) Layout(size fyne.Size) {
	r.lines = r.lines[:0]
	height := r.p.lineHeight()
	for i, text := range wrap(r.p.text, r.p.style, size.Width) {
		line := canvas.NewText(text, nil)
		line.Alignment = r.p.align
		r.p.style.apply(line)
		placeText(line, 0, float32(i)*height, fyne.NewSize(size.Width, height))
		r.lines = append(r.lines, line)
	}
}

func (r *paragraphRenderer) Refresh() {
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.lines }
func (r *paragraphRenderer) Destroy()                     {}

// wrap breaks text into lines no wider than width, between words; a word that
// is wider by itself is broken where it must be. Line breaks in text are kept.
func wrap(text string, style textStyle, width float32) []string {
	var lines []string
	for _, part := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			longer := word
			if line != "" {
				longer = line + " " + word
			}
			if style.measure(longer).Width <= width {
				line = longer
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			var full []string
			full, line = breakWord(word, style, width)
			lines = append(lines, full...)
		}
		lines = append(lines, line)
	}
	return lines
}

// breakWord cuts a word that is too wide into full lines and the rest.
func breakWord(word string, style textStyle, width float32) (full []string, rest string) {
	for style.measure(word).Width > width {
		runes := []rune(word)
		n := 1
		for n < len(runes) && style.measure(string(runes[:n+1])).Width <= width {
			n++
		}
		if n == len(runes) {
			break
		}
		full, word = append(full, string(runes[:n])), string(runes[n:])
	}
	return full, word
}
