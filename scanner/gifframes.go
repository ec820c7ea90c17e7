package scanner

import (
	"bytes"
	"image"
	"image/draw"
	"image/gif"
	"slices"
)

// maxFramePixels is how many pixels all frames of an animation may have, and how
// many its screen: with the canvas and the copy that disposal needs they take
// less than 512 MB.
const maxFramePixels = MaxPixels / 2

// gifFrames gives the frames of a GIF the way they are shown, each laid on what
// the ones before it left. It gives nothing for a GIF with a single frame, one
// whose screen is too large to keep several of, and one that is damaged after
// its first frame: ReadImage's way is right for these.
func gifFrames(data []byte) []image.Image {
	frames, end := gifExtent(data)
	if frames < 2 {
		return nil
	}
	// A trailer ends what is within the limits: without one the package would
	// unpack all frames, however many there are.
	const trailer = 0x3B
	g, err := gif.DecodeAll(bytes.NewReader(append(slices.Clone(data[:end]), trailer)))
	if err != nil {
		return nil
	}
	return composeFrames(g)
}

// composeFrames lays frames on a canvas and copies what is seen after each.
func composeFrames(g *gif.GIF) []image.Image {
	screen := image.Rect(0, 0, g.Config.Width, g.Config.Height)
	canvas := image.NewRGBA(screen)
	var seen []image.Image
	var last []byte
	pixels := 0
	for i, frame := range g.Image {
		var before []byte
		if g.Disposal[i] == gif.DisposalPrevious {
			before = slices.Clone(canvas.Pix)
		}
		draw.Draw(canvas, frame.Bounds(), frame, frame.Bounds().Min, draw.Over)
		if !bytes.Equal(canvas.Pix, last) {
			if pixels += screen.Dx() * screen.Dy(); pixels > maxFramePixels {
				break
			}
			last = slices.Clone(canvas.Pix)
			seen = append(seen, &image.RGBA{Pix: last, Stride: canvas.Stride, Rect: screen})
		}
		switch g.Disposal[i] {
		case gif.DisposalBackground: // browsers clear to nothing, whatever the background's index
			draw.Draw(canvas, frame.Bounds(), image.Transparent, image.Point{}, draw.Src)
		case gif.DisposalPrevious:
			copy(canvas.Pix, before)
		}
	}
	return seen
}

// gifExtent walks over the blocks of a GIF (GIF89a, section 12 and appendix A)
// without unpacking any. It answers how many frames are whole and within the
// limits, and where the last of them ends.
func gifExtent(data []byte) (frames, end int) {
	const header, descriptor = 13, 10
	if len(data) < header {
		return 0, 0
	}
	pixels := 0
	if w, h := gifSize(data[6:]); h > 0 && w > maxFramePixels/h {
		return 0, 0
	}
	pos := header + colourTable(data[10])
	for pos+1 < len(data) {
		switch data[pos] {
		case 0x21: // an extension: its label, then sub-blocks
			pos = skipSubBlocks(data, pos+2)
		case 0x2C: // a frame
			if pos+descriptor > len(data) {
				return frames, end
			}
			w, h := gifSize(data[pos+5:])
			pixels += w * h
			pos = skipSubBlocks(data, pos+descriptor+colourTable(data[pos+9])+1)
			if pos > len(data) || pixels > maxFramePixels || frames == MaxImages {
				return frames, end
			}
			frames, end = frames+1, pos
		default: // the trailer, or damage
			return frames, end
		}
	}
	return frames, end
}

// gifSize reads the width and height at the start of b.
func gifSize(b []byte) (width, height int) {
	return int(b[0]) | int(b[1])<<8, int(b[2]) | int(b[3])<<8
}

// colourTable is the length of the colour table that flags announce.
func colourTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// skipSubBlocks answers the place after a chain of sub-blocks, beyond the data
// when the chain is cut off.
func skipSubBlocks(data []byte, pos int) int {
	for pos < len(data) {
		size := int(data[pos])
		pos += 1 + size
		if size == 0 {
			return pos
		}
	}
	return len(data) + 1
}
