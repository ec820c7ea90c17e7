package scanner

import (
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// thumbnailSide is the width and height of a thumbnail in pixels. It leaves less
// than a pixel for a module, even of the smallest code: a thumbnail shows which
// code is meant, and cannot be read, however it is enlarged.
const thumbnailSide = 32

// thumbnailMargin is the part of a code's size that a thumbnail shows on each
// side of it, so that the code is recognised by what is around it.
const thumbnailMargin = .3

// Thumbnail makes a small picture of a code and a little around it; img is the
// picture that the code was found in. It is a copy that keeps none of img.
func (s Symbol) Thumbnail(img image.Image) image.Image {
	small := image.NewRGBA(image.Rect(0, 0, thumbnailSide, thumbnailSide))
	part := square(s.Bounds).Intersect(img.Bounds())
	if part.Empty() {
		return small
	}
	at := fitted(part)
	draw.Draw(small, at, image.NewUniform(color.Gray{0x80}), image.Point{}, draw.Src) // under what is transparent, dark or light
	draw.ApproxBiLinear.Scale(small, at, img, part, draw.Over, nil)
	return small
}

// square is the least square around r and its margin, with the same middle.
func square(r image.Rectangle) image.Rectangle {
	side := float64(max(r.Dx(), r.Dy()))
	half := int(side * (.5 + thumbnailMargin))
	middle := r.Min.Add(r.Max).Div(2)
	return image.Rectangle{middle, middle}.Inset(-half)
}

// fitted is where a thumbnail shows a part that is no square, since it meets the
// picture's edge.
func fitted(part image.Rectangle) image.Rectangle {
	long := max(part.Dx(), part.Dy())
	size := part.Size().Mul(thumbnailSide).Div(long)
	size.X, size.Y = max(size.X, 1), max(size.Y, 1)
	at := image.Pt((thumbnailSide-size.X)/2, (thumbnailSide-size.Y)/2)
	return image.Rectangle{at, at.Add(size)}
}
