package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"strings"

	"golang.org/x/image/vector"
)

// The icon is drawn on a square of iconSide units; 32 units are one pixel of
// the 16 pixel icon, and every edge that matters lies on such a boundary.
const iconSide = 512

// k places the control points of a cubic that stands for a quarter circle.
const k = 0.5522847498

// A shape is a rounded rectangle; a circle is one whose radius is half its
// side. A hole is cut out of the shapes around it.
type shape struct {
	x0, y0, x1, y1, radius float64
	hole                   bool
}

func circle(x, y, r float64) shape {
	return shape{x0: x - r, y0: y - r, x1: x + r, y1: y + r, radius: r}
}

func hole(s shape) shape { s.hole = true; return s }

// fob is the ring at the top and the body that hangs on it.
func fob() []shape {
	return []shape{
		circle(256, 92, 80), hole(circle(256, 92, 36)),
		{x0: 88, y0: 136, x1: 424, y1: 512, radius: 120},
	}
}

// dots are a code's six digits in their two groups.
func dots() []shape {
	var all []shape
	for _, y := range []float64{256, 384} {
		for _, x := range []float64{160, 256, 352} {
			all = append(all, circle(x, y, 34))
		}
	}
	return all
}

// A layer is what is painted at once, in one colour.
type layer struct {
	shapes []shape
	fill   color.NRGBA
}

// appIcon is the fob in the accent colour with white dots.
func appIcon() []layer { return []layer{{fob(), accent}, {dots(), white}} }

// trayIcon is the fob in one colour; what is behind shows through the dots.
func trayIcon(fill color.NRGBA) []layer {
	shapes := fob()
	for _, d := range dots() {
		shapes = append(shapes, hole(d))
	}
	return []layer{{shapes, fill}}
}

// render paints the layers at side x side pixels.
func render(layers []layer, side int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	scale := float64(side) / iconSide
	for _, l := range layers {
		mask := vector.NewRasterizer(side, side)
		for _, s := range l.shapes {
			trace(mask, s, scale)
		}
		alpha := image.NewAlpha(img.Bounds())
		mask.Draw(alpha, alpha.Bounds(), image.Opaque, image.Point{})
		draw.DrawMask(img, img.Bounds(), image.NewUniform(l.fill), image.Point{}, alpha, image.Point{}, draw.Over)
	}
	return img
}

// trace adds the outline of s. A hole runs the other way round, which the
// rasterizer's non-zero winding turns into a hole.
func trace(r *vector.Rasterizer, s shape, scale float64) {
	for i, seg := range outline(s) {
		p := make([]float32, len(seg))
		for j := range seg {
			p[j] = float32(seg[j] * scale)
		}
		switch {
		case i == 0:
			r.MoveTo(p[0], p[1])
		case len(p) == 2:
			r.LineTo(p[0], p[1])
		default:
			r.CubeTo(p[0], p[1], p[2], p[3], p[4], p[5])
		}
	}
	r.ClosePath()
}

// outline is the path of s: a start, then lines of two numbers and cubics of six.
func outline(s shape) [][]float64 {
	r, c := s.radius, s.radius*(1-k)
	x0, y0, x1, y1 := s.x0, s.y0, s.x1, s.y1
	if s.hole {
		return [][]float64{
			{x0 + r, y0},
			{x0 + c, y0, x0, y0 + c, x0, y0 + r},
			{x0, y1 - r},
			{x0, y1 - c, x0 + c, y1, x0 + r, y1},
			{x1 - r, y1},
			{x1 - c, y1, x1, y1 - c, x1, y1 - r},
			{x1, y0 + r},
			{x1, y0 + c, x1 - c, y0, x1 - r, y0},
		}
	}
	return [][]float64{
		{x0 + r, y0},
		{x1 - r, y0},
		{x1 - c, y0, x1, y0 + c, x1, y0 + r},
		{x1, y1 - r},
		{x1, y1 - c, x1 - c, y1, x1 - r, y1},
		{x0 + r, y1},
		{x0 + c, y1, x0, y1 - c, x0, y1 - r},
		{x0, y0 + r},
		{x0, y0 + c, x0 + c, y0, x0 + r, y0},
	}
}

// svg writes the layers as a picture without size limits.
func svg(layers []layer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %[1]d %[1]d\">\n", iconSide)
	for _, l := range layers {
		fmt.Fprintf(&b, "  <path fill=\"#%02X%02X%02X\" d=\"%s\"/>\n", l.fill.R, l.fill.G, l.fill.B, path(l.shapes))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func path(shapes []shape) string {
	var b strings.Builder
	for _, s := range shapes {
		for i, seg := range outline(s) {
			switch {
			case i == 0:
				b.WriteByte('M')
			case len(seg) == 2:
				b.WriteByte('L')
			default:
				b.WriteByte('C')
			}
			for j, v := range seg {
				if j > 0 {
					b.WriteByte(' ')
				}
				fmt.Fprintf(&b, "%.4g", v)
			}
		}
		b.WriteByte('Z')
	}
	return b.String()
}
