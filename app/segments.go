package app

import "fyne.io/fyne/v2"

// segments are buttons beside each other of which one is chosen.
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
	row := newRow()
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
	for i, b := range s.buttons {
		b.chosen = s.values[i] == value
		b.Refresh()
	}
	s.chosen(value)
}
