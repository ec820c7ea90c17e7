package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// tint names one colour of the palette by what it is for.
type tint int

const (
	tintBackground    tint = iota // the window
	tintSurface                   // cards, fields
	tintSelection                 // chosen or hovered row
	tintLine                      // borders, empty track
	tintText                      //
	tintMuted                     // account names, hints
	tintAccent                    // primary button, clock, focus
	tintOnAccent                  // text on accent
	tintWarning                   // to be done
	tintWarningGround             //
	tintDanger                    // would be lost
	tintDangerGround              //
	tintGood                      // proved
	tintGoodGround                //
	tintCount
)

// palette holds a colour for each tint.
type palette [tintCount]color.NRGBA

func lightPalette() *palette {
	return &palette{
		tintBackground:    rgb(0xFAFAF8),
		tintSurface:       rgb(0xFFFFFF),
		tintSelection:     rgb(0xEAF2EF),
		tintLine:          rgb(0xE2E5E1),
		tintText:          rgb(0x1B1F1D),
		tintMuted:         rgb(0x5B635F),
		tintAccent:        rgb(0x0B6E5B),
		tintOnAccent:      rgb(0xFFFFFF),
		tintWarning:       rgb(0x8A5200),
		tintWarningGround: rgb(0xFFF3DC),
		tintDanger:        rgb(0xB3261E),
		tintDangerGround:  rgb(0xFDECEA),
		tintGood:          rgb(0x1E6F3E),
		tintGoodGround:    rgb(0xE6F3EA),
	}
}

func darkPalette() *palette {
	return &palette{
		tintBackground:    rgb(0x121514),
		tintSurface:       rgb(0x1A1E1C),
		tintSelection:     rgb(0x22302B),
		tintLine:          rgb(0x2E3532),
		tintText:          rgb(0xECEFED),
		tintMuted:         rgb(0xA3ADA8),
		tintAccent:        rgb(0x56C5A9),
		tintOnAccent:      rgb(0x06221B),
		tintWarning:       rgb(0xF2B75B),
		tintWarningGround: rgb(0x332712),
		tintDanger:        rgb(0xFF8A80),
		tintDangerGround:  rgb(0x3A1D1B),
		tintGood:          rgb(0x7FD39A),
		tintGoodGround:    rgb(0x16291D),
	}
}

// markColors are the grounds of marks; a white letter has a contrast of at
// least 6:1 on each.
func markColors() [8]color.NRGBA {
	return [8]color.NRGBA{
		rgb(0x0B6E5B), rgb(0x3457A6), rgb(0x5B3B8C), rgb(0x7A4A1E),
		rgb(0xA03A55), rgb(0x25697A), rgb(0x37474F), rgb(0x8A5200),
	}
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
}

// mix returns a with the part f (0 to 1) of b.
func mix(a, b color.NRGBA, f float32) color.NRGBA {
	part := func(x, y uint8) uint8 { return uint8(float32(x)*(1-f) + float32(y)*f + .5) }
	return color.NRGBA{R: part(a.R, b.R), G: part(a.G, b.G), B: part(a.B, b.B), A: part(a.A, b.A)}
}

// faint is c, all but invisible. It stands inside a border, since Fyne blends a
// border's edge with the colour inside, and its Transparent is black.
func faint(c color.NRGBA) color.NRGBA {
	c.A = 1
	return c
}

// colorOf is the colour of a tint now. Renderers ask for it in Refresh, never
// once for all: the desktop's choice of light or dark arrives late and changes.
func colorOf(t tint) color.NRGBA { return currentPalette()[t] }

func currentPalette() *palette {
	settings := fyne.CurrentApp().Settings()
	if th, ok := settings.Theme().(*windowTheme); ok {
		return th.palette(settings.ThemeVariant())
	}
	if settings.ThemeVariant() == theme.VariantLight {
		return lightPalette()
	}
	return darkPalette()
}
