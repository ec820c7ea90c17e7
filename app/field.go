package app

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// entry is a text field that hands on to the window the keys it has no use
// for: Escape, function keys and the window's own shortcuts.
type entry struct {
	widget.Entry
	onKey      func(*fyne.KeyEvent) bool // sees keys first; true: used
	onShortcut func(fyne.Shortcut) bool  // sees shortcuts first; true: used
}

func newEntry(placeholder string) *entry {
	e := &entry{}
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	return e
}

// newHiddenEntry is an entry whose text is shown as dots.
func newHiddenEntry(placeholder string) *entry {
	e := newEntry(placeholder)
	e.Password = true
	return e
}

// SetText fills the entry, with the cursor behind the text: typing goes on there.
func (e *entry) SetText(text string) {
	e.Entry.SetText(text)
	if !e.MultiLine {
		e.CursorColumn = utf8.RuneCountInString(text)
		e.Refresh()
	}
}

// newTextEntry is an entry of several lines.
func newTextEntry(placeholder string, lines int) *entry {
	e := newEntry(placeholder)
	e.MultiLine, e.Wrapping = true, fyne.TextWrapBreak
	e.SetMinRowsVisible(lines)
	return e
}

// MinSize implements fyne.CanvasObject.
func (e *entry) MinSize() fyne.Size {
	size := e.Entry.MinSize()
	if !e.MultiLine {
		size.Height = max(size.Height, controlHeight)
	}
	return size
}

// CreateRenderer implements fyne.Widget.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer()}
	for _, o := range r.Objects() {
		if border, ok := o.(*canvas.Rectangle); ok && border.StrokeWidth > 0 {
			r.border = border
		}
	}
	r.lighten()
	return r
}

// entryRenderer is Fyne's, with a border that is not too dark; see faint.
type entryRenderer struct {
	fyne.WidgetRenderer
	border *canvas.Rectangle // nil: Fyne draws it in another way
}

func (r *entryRenderer) Refresh() {
	r.lighten()
	r.WidgetRenderer.Refresh()
}

func (r *entryRenderer) lighten() {
	if r.border != nil {
		r.border.FillColor = faint(colorOf(tintLine))
	}
}

// FocusGained implements fyne.Focusable.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	reveal(e)
}

// TypedKey implements fyne.Focusable.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	if e.onKey != nil && e.onKey(k) {
		return
	}
	switch k.Name {
	case fyne.KeyEscape, fyne.KeyF1:
		passKey(e, k)
	default:
		e.Entry.TypedKey(k)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	if e.onShortcut != nil && e.onShortcut(s) {
		return
	}
	_, ours := s.(*desktop.CustomShortcut)
	if paste, ok := s.(*fyne.ShortcutPaste); ours || ok && paste.Clipboard.Content() == "" {
		passShortcut(e, s) // a picture may have been copied
		return
	}
	e.Entry.TypedShortcut(s)
}

// field is an entry with its name above and, when something is wrong with it,
// a sentence below.
type field struct {
	widget.BaseWidget
	entry   *entry
	wrong   *paragraph
	content *fyne.Container
}

func newField(name string, e *entry) *field {
	style := styleSmall()
	style.color = tintDanger
	f := &field{entry: e, wrong: newParagraph("", style)}
	f.wrong.Hide()
	f.content = newColumn(4, newLabel(name, styleSmall()), e, f.wrong)
	f.ExtendBaseWidget(f)
	return f
}

// heightAt implements flowing.
func (f *field) heightAt(width float32) float32 { return heightAt(f.content, width) }

// setWrong shows what is wrong with the entry; the empty string: nothing.
func (f *field) setWrong(sentence string) {
	f.wrong.setText(sentence)
	f.wrong.Hidden = sentence == ""
	f.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (f *field) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.content) }
