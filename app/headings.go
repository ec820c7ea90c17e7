package app

import (
	"fyne.io/fyne/v2"
)

// newHeading is a page's title with a sentence that explains; the sentence may
// be empty.
func newHeading(title, hint string) *fyne.Container {
	c := newColumn(4, newParagraph(title, styleHeading()))
	if hint != "" {
		c.Add(newParagraph(hint, styleHint()))
	}
	return c
}

// newMessageCard shows what went wrong; it starts hidden and empty.
type messageCard struct {
	*card
	text *paragraph
}

func newMessageCard() *messageCard {
	style := styleHint()
	style.color = tintDanger
	m := &messageCard{text: newParagraph("", style)}
	m.card = newNotice(tintDangerGround, m.text)
	m.Hide()
	return m
}

// showError says what went wrong and what to do. The end of a context, which
// the person brought about, needs no words.
func (m *messageCard) showError(err error) {
	if err == nil || ctxEnded(err) {
		m.Hide()
		return
	}
	m.text.setText(messageOf(err).String())
	m.Show()
	m.Refresh()
}

// isEnter reports whether a key presses the primary button.
func isEnter(e *fyne.KeyEvent) bool { return e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter }
