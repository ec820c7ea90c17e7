package app

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// contrast is the ratio of WCAG 2.1, "contrast ratio".
func contrast(a, b color.NRGBA) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + .05) / (dark + .05)
}

func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= .04045 {
			return f / 12.92
		}
		return math.Pow((f+.055)/1.055, 2.4)
	}
	return .2126*part(c.R) + .7152*part(c.G) + .0722*part(c.B)
}

func TestTextCanBeRead(t *testing.T) {
	pairs := []struct {
		name         string
		text, ground tint
	}{
		{"text", tintText, tintBackground},
		{"text on a card", tintText, tintSurface},
		{"text on a chosen row", tintText, tintSelection},
		{"muted", tintMuted, tintBackground},
		{"muted on a card", tintMuted, tintSurface},
		{"muted on a chosen row", tintMuted, tintSelection},
		{"plain button", tintAccent, tintBackground},
		{"plain button on a card", tintAccent, tintSurface},
		{"primary button", tintOnAccent, tintAccent},
		{"warning", tintWarning, tintWarningGround},
		{"danger", tintDanger, tintDangerGround},
		{"good", tintGood, tintGoodGround},
		{"toast", tintBackground, tintText},
	}
	for mode, p := range map[string]*palette{"light": lightPalette(), "dark": darkPalette()} {
		for _, pair := range pairs {
			if got := contrast(p[pair.text], p[pair.ground]); got < 5.4 {
				t.Errorf("%s, %s: contrast of %.2f", mode, pair.name, got)
			}
		}
	}
	for _, c := range markColors() {
		if got := contrast(rgb(0xFFFFFF), c); got < 6 {
			t.Errorf("a mark's letter has a contrast of %.2f on %v", got, c)
		}
	}
}

func TestThemeFollowsTheDesktop(t *testing.T) {
	for _, tt := range []struct {
		choice  string
		desktop fyne.ThemeVariant
		want    *palette
	}{
		{themeSystem, theme.VariantLight, lightPalette()},
		{themeSystem, theme.VariantDark, darkPalette()},
		{themeLight, theme.VariantDark, lightPalette()},
		{themeDark, theme.VariantLight, darkPalette()},
	} {
		got := newWindowTheme(tt.choice).Color(theme.ColorNameBackground, tt.desktop)
		if got != tt.want[tintBackground] {
			t.Errorf("choice %q on desktop %v: background %v", tt.choice, tt.desktop, got)
		}
	}
}

// A one-line field is as high as a button, and shows its text whole: a lower
// one would get a scroll bar.
func TestControlsAreOfOneHeight(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newWindowTheme(themeLight))
	for name, size := range map[string]fyne.Size{
		"entry":  newEntry("Name").MinSize(),
		"button": newPrimaryButton("Save", nil).MinSize(),
	} {
		if size.Height != controlHeight {
			t.Errorf("the %s is %v high", name, size.Height)
		}
	}
	if got := newEntry("Name").Entry.MinSize().Height; got > controlHeight {
		t.Errorf("an entry needs %v", got)
	}
}
