package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// enrolmentURI is made up, like everything on the picture.
const enrolmentURI = "otpauth://totp/Example%20Cloud:sam%40example.com?secret=PTZ5JKBCYM4WEA6VNLSXGHR2OUQD37FI&issuer=Example%20Cloud"

// canvas is a picture that remembers the first failure; later calls do nothing.
type canvas struct {
	*image.RGBA
	err error
}

// enrolmentPage draws what a service shows when one sets up an authenticator:
// a browser's frame, a short instruction and a QR code.
func enrolmentPage() (image.Image, error) {
	const width, height = 960, 640
	c := &canvas{RGBA: image.NewRGBA(image.Rect(0, 0, width, height))}
	c.rect(0, 0, width, height, 0, rgb(0xEEF1F6))
	c.frame(width)
	c.header(width)
	c.rect(170, 142, 790, 604, 14, rgb(0xD9DEE8))
	c.rect(171, 143, 789, 603, 13, white)
	c.text(210, 196, "Set up two-step sign-in", gobold.TTF, 26, rgb(0x1B2434))
	c.text(210, 226, "Step 3 of 8: scan this code with your authenticator app.", goregular.TTF, 16, rgb(0x55607A))
	c.code(210, 252, 252)
	c.steps(496, 284)
	c.rect(210, 532, 750, 533, 0, rgb(0xE3E7EF))
	c.text(210, 571, "Can't scan it?", goregular.TTF, 15, rgb(0x55607A))
	c.text(315, 571, "Show the key", goregular.TTF, 15, rgb(0x3457A6))
	c.rect(650, 548, 750, 586, 8, rgb(0x3457A6))
	c.text(684, 572, "Next", gobold.TTF, 15, white)
	return c.RGBA, c.err
}

func (c *canvas) frame(width float64) {
	c.rect(0, 0, width, 52, 0, rgb(0xDDE2EB))
	for i := range 3 {
		x := 30 + 24*float64(i)
		c.rect(x-7, 19, x+7, 33, 7, rgb(0xC2CAD8))
	}
	c.rect(120, 11, width-120, 41, 15, white)
	c.text(142, 31, "https://cloud.example.com/account/security/authenticator", goregular.TTF, 14, rgb(0x55607A))
}

func (c *canvas) header(width float64) {
	c.rect(0, 52, width, 112, 0, rgb(0x24407F))
	c.rect(40, 69, 66, 95, 8, white)
	c.rect(47, 79, 59, 89, 5, rgb(0x24407F))
	c.text(80, 89, "Example Cloud", gobold.TTF, 19, white)
	c.text(width-178, 88, "sam@example.com", goregular.TTF, 15, rgb(0xD6DFF5))
}

func (c *canvas) steps(x, y float64) {
	for i, line := range []string{"Open your authenticator", "Scan the code on the left", "Type the six digits it shows"} {
		top := y + 54*float64(i)
		c.rect(x, top-21, x+30, top+9, 15, rgb(0xE4EAF7))
		c.text(x+10.5, top, fmt.Sprint(i+1), gobold.TTF, 16, rgb(0x3457A6))
		c.text(x+44, top, line, goregular.TTF, 16, rgb(0x1B2434))
	}
	for i := range 6 {
		left := x + 38*float64(i)
		if i > 2 {
			left += 14
		}
		c.rect(left, y+146, left+32, y+190, 6, rgb(0xC6CEDD))
		c.rect(left+1, y+147, left+31, y+189, 5, white)
	}
	c.text(x, y+216, "This code is made up, for trying out.", gomono.TTF, 11, rgb(0x8891A5))
}

// code draws the QR code with its quiet zone into a square of the given side.
func (c *canvas) code(x, y, side int) {
	if c.err != nil {
		return
	}
	m, err := qrcode.NewQRCodeWriter().Encode(enrolmentURI, gozxing.BarcodeFormat_QR_CODE, side, side, nil)
	if err != nil {
		c.err = fmt.Errorf("encode the QR code: %v", err)
		return
	}
	for dy := range side {
		for dx := range side {
			if m.Get(dx, dy) {
				c.Set(x+dx, y+dy, color.Black)
			}
		}
	}
}

func (c *canvas) rect(x0, y0, x1, y1, radius float64, fill color.Color) {
	b := c.Bounds()
	r := vector.NewRasterizer(b.Dx(), b.Dy())
	trace(r, shape{x0: x0, y0: y0, x1: x1, y1: y1, radius: radius}, 1)
	r.Draw(c.RGBA, b, image.NewUniform(fill), image.Point{})
}

func (c *canvas) text(x, y float64, s string, ttf []byte, size float64, fill color.Color) {
	if c.err != nil {
		return
	}
	f, err := opentype.Parse(ttf)
	if err != nil {
		c.err = fmt.Errorf("read the font: %v", err)
		return
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		c.err = fmt.Errorf("use the font: %v", err)
		return
	}
	d := font.Drawer{
		Dst: draw.Image(c.RGBA), Src: image.NewUniform(fill), Face: face,
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)},
	}
	d.DrawString(s)
}
