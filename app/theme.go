package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The sizes of the design, in Fyne units.
const (
	controlHeight = 38 // buttons and fields
	controlRadius = 8
	cardRadius    = 12
	pageMargin    = 20
	barMargin     = 12 // left and right of the top row, the toast and notices

	textSize        = 14
	textSizeSmall   = 12
	textSizeMuted   = 13 // the design's 12.5; Fyne spaces letters for whole sizes only
	textSizeTitle   = 15
	textSizeHeading = 20
	codeSize        = 24
	codeSizeBig     = 44
)

// The theme setting's values.
const (
	themeSystem = "" // as the desktop is
	themeLight  = "light"
	themeDark   = "dark"
)

// windowTheme gives Fyne's own widgets the palette and sizes of the design.
// It must be set after the app has started: Fyne stops following the desktop's
// light or dark when a theme is set before.
type windowTheme struct {
	fyne.Theme
	light, dark *palette
	choice      string // themeSystem, themeLight or themeDark
}

func newWindowTheme(choice string) *windowTheme {
	return &windowTheme{Theme: theme.DefaultTheme(), light: lightPalette(), dark: darkPalette(), choice: choice}
}

func (t *windowTheme) palette(variant fyne.ThemeVariant) *palette {
	switch {
	case t.choice == themeLight:
		return t.light
	case t.choice == themeDark:
		return t.dark
	case variant == theme.VariantLight:
		return t.light
	}
	return t.dark
}

// Color implements fyne.Theme.
func (t *windowTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := t.palette(variant)
	switch name {
	case theme.ColorNameBackground:
		return p[tintBackground]
	case theme.ColorNameInputBackground, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground,
		theme.ColorNameHeaderBackground, theme.ColorNameButton, theme.ColorNameDisabledButton:
		return p[tintSurface]
	case theme.ColorNameInputBorder, theme.ColorNameSeparator:
		return p[tintLine]
	case theme.ColorNameForeground:
		return p[tintText]
	case theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return p[tintMuted]
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p[tintAccent]
	case theme.ColorNameForegroundOnPrimary:
		return p[tintOnAccent]
	case theme.ColorNameFocus, theme.ColorNameHover, theme.ColorNamePressed:
		return p[tintSelection]
	case theme.ColorNameSelection:
		return mix(p[tintSurface], p[tintAccent], .3)
	case theme.ColorNameError:
		return p[tintDanger]
	case theme.ColorNameWarning:
		return p[tintWarning]
	case theme.ColorNameSuccess:
		return p[tintGood]
	case theme.ColorNameScrollBar:
		return mix(p[tintLine], p[tintMuted], .25)
	case theme.ColorNameShadow:
		return color.NRGBA{A: 0x12}
	case theme.ColorNameScrollBarBackground:
		return color.Transparent
	}
	if p == t.light {
		return t.Theme.Color(name, theme.VariantLight)
	}
	return t.Theme.Color(name, theme.VariantDark)
}

// Size implements fyne.Theme.
func (t *windowTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return textSize
	case theme.SizeNameHeadingText:
		return textSizeHeading
	case theme.SizeNameSubHeadingText:
		return textSizeTitle
	case theme.SizeNameCaptionText:
		return textSizeSmall
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return controlRadius
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameInputBorder:
		return 1
	case theme.SizeNameScrollBar:
		return 8
	}
	return t.Theme.Size(name)
}
