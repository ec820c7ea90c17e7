package app

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestEllipsize(t *testing.T) {
	test.NewTempApp(t)
	style := styleBody()
	for _, text := range []string{"", "short", "sam@example.com", "The Northern Association of Volunteer Librarians", "株式会社サンプルの長い名前"} {
		for _, width := range []float32{40, 100, 1000} {
			got := ellipsize(text, style, width)
			whole := style.measure(text).Width <= width
			switch {
			case whole && got != text:
				t.Errorf("%q fits into %v and became %q", text, width, got)
			case !whole && (!strings.HasSuffix(got, "…") || style.measure(got).Width > width):
				t.Errorf("%q became %q, %v wide, for %v", text, got, style.measure(got).Width, width)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	test.NewTempApp(t)
	style := styleBody()
	room := style.measure("seven words").Width
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", []string{""}},
		{"a line", "seven words", []string{"seven words"}},
		{"two lines", "seven words here", []string{"seven words", "here"}},
		{"kept breaks", "seven\nwords", []string{"seven", "words"}},
		{"spaces", "  seven   words  ", []string{"seven words"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := wrap(tt.text, style, room); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	long := strings.Repeat("x", 100)
	lines := wrap(long, style, room)
	if strings.Join(lines, "") != long {
		t.Errorf("a long word became %q", lines)
	}
	for _, line := range lines {
		if style.measure(line).Width > room {
			t.Errorf("the line %q is too wide", line)
		}
	}
}

// The height of a page must be right before it is drawn for the first time at
// a new width, or its last lines are cut off.
func TestColumnKnowsItsHeight(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newWindowTheme(themeLight))
	p := newParagraph(strings.Repeat("some words ", 40), styleBody())
	c := newColumn(8, newCard(p), newLabel("end", styleBody()))
	for _, width := range []float32{500, 200} {
		want := heightAt(c, width)
		c.Resize(c.MinSize())
		c.Resize(c.Size().Subtract(c.Size()).AddWidthHeight(width, want))
		end := c.Objects[1]
		if got := end.Position().Y + end.Size().Height; got != want {
			t.Errorf("at width %v the column ends at %v, and says %v", width, got, want)
		}
	}
	if heightAt(c, 200) <= heightAt(c, 500) {
		t.Error("a narrow column is no higher")
	}
}
