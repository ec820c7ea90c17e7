package app

import (
	"slices"

	"fyne.io/fyne/v2"
)

// segments are buttons of which one is chosen: beside each other, or where
// that is too wide on the next line.
type segments struct {
	*fyne.Container
	values  []string
	buttons []*button
	chosen  func(value string)
}

// segment is one choice: what is kept and what is read.
type segment struct{ value, text string }

func newSegments(value string, chosen func(string), all ...segment) *segments {
	s := &segments{chosen: chosen}
	row := newFlow()
	for _, one := range all {
		b := newPlainButton(one.text, func() { s.choose(one.value) })
		b.chosen = one.value == value
		s.values, s.buttons = append(s.values, one.value), append(s.buttons, b)
		row.Add(b)
	}
	s.Container = row
	return s
}

func (s *segments) choose(value string) {
	s.set(value)
	s.chosen(value)
}

// set shows which one is chosen.
func (s *segments) set(value string) {
	for i, b := range s.buttons {
		if now := s.values[i] == value; b.chosen != now {
			b.chosen = now
			b.Refresh()
		}
	}
}

// get is the button of a value.
func (s *segments) get(value string) *button {
	return s.buttons[slices.Index(s.values, value)]
}
