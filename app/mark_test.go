package app

import "testing"

func TestMark(t *testing.T) {
	colors := markColors()
	for _, tt := range []struct {
		name, letter string
		color        int
	}{
		{"Example Cloud", "E", 5},
		{"example cloud ", "E", 5}, // case and spaces do not count
		{"Fabrikam Pay", "F", 1},
		{"  übersee", "Ü", -1},
		{"1Password", "1", -1},
		{"(none)", "N", -1},
		{"日本", "日", -1},
		{"", "•", -1},
		{"***", "•", -1},
	} {
		if got := markLetter(tt.name); got != tt.letter {
			t.Errorf("the letter of %q is %q, want %q", tt.name, got, tt.letter)
		}
		// A colour that changes would make people look for their accounts.
		if tt.color >= 0 && markColor(tt.name) != colors[tt.color] {
			t.Errorf("the colour of %q is %v, want %v", tt.name, markColor(tt.name), colors[tt.color])
		}
	}
}
