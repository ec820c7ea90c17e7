package desktop

import "testing"

type fakeClipboard struct{ text string }

func (c *fakeClipboard) Content() string        { return c.text }
func (c *fakeClipboard) SetContent(text string) { c.text = text }

func TestClearIfHeld(t *testing.T) {
	for _, tt := range []struct{ name, on, ours, left string }{
		{"still ours", "492039", "492039", ""},
		{"another text", "a letter", "492039", "a letter"},
		{"empty", "", "492039", ""},
		{"nothing copied", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &fakeClipboard{tt.on}
			cleared := ClearIfHeld(c, tt.ours)
			if c.text != tt.left || cleared != (tt.on != tt.left) {
				t.Errorf("left %q, cleared %v", c.text, cleared)
			}
		})
	}
}
