package scanner

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/makiuchi-d/gozxing"
)

// blockSide is how many pixels wide and high the blocks are whose brightness
// sets the threshold.
const blockSide = 8

// blocks is the brightness of an image by blocks: the sum of the pixels of
// each, the darkest and the lightest one. It is measured once and serves the
// image and its negative.
type blocks struct {
	across, down int
	sum          []uint16
	low, high    []byte
}

// measureBlocks measures an image at least a block wide and high. The last
// blocks of a row and of a column lie against the rim and overlap those before.
func measureBlocks(ctx context.Context, l luma) (blocks, error) {
	b := blocks{across: (l.width + blockSide - 1) / blockSide, down: (l.height + blockSide - 1) / blockSide}
	b.sum, b.low, b.high = make([]uint16, b.across*b.down), make([]byte, b.across*b.down), make([]byte, b.across*b.down)
	err := inStrips(ctx, b.down, func(y int) {
		top := min(y*blockSide, l.height-blockSide)
		for x := range b.across {
			left := min(x*blockSide, l.width-blockSide)
			i := y*b.across + x
			b.sum[i], b.low[i], b.high[i] = measureBlock(l.pix[top*l.width+left:], l.width)
		}
	})
	return b, err
}

// measureBlock gives the sum, the least and the greatest of a block's pixels,
// eight of them at a time.
func measureBlock(pix []byte, stride int) (sum uint16, low, high byte) {
	const even = 0x00FF00FF00FF00FF
	first := binary.LittleEndian.Uint64(pix)
	sums, lows, highs := uint64(0), first, first
	for y := range blockSide {
		row := binary.LittleEndian.Uint64(pix[y*stride:])
		sums += row&even + row>>8&even
		above, below := atLeast(row, highs), atLeast(lows, row)
		highs = row&above | highs&^above
		lows = row&below | lows&^below
	}
	low, high = 255, 0
	for ; sums != 0; sums >>= 16 {
		sum += uint16(sums)
	}
	for range blockSide {
		low, high = min(low, byte(lows)), max(high, byte(highs))
		lows, highs = lows>>8, highs>>8
	}
	return sum, low, high
}

// atLeast compares eight bytes with eight others: 0xFF where a's is not less
// than b's, 0 where it is.
func atLeast(a, b uint64) uint64 {
	const top = 0x8080808080808080
	rest := (a | top) - b&^top // top bit: whether the seven bits below are not less
	return (a&^b | ^(a^b)&rest) & top >> 7 * 0xFF
}

// inverted gives the blocks of the negative.
func (b blocks) inverted() blocks {
	out := blocks{b.across, b.down, make([]uint16, len(b.sum)), make([]byte, len(b.low)), make([]byte, len(b.high))}
	for i := range b.sum {
		out.sum[i] = blockSide*blockSide*255 - b.sum[i]
		out.low[i], out.high[i] = 255-b.high[i], 255-b.low[i]
	}
	return out
}

// levels gives each block a threshold: the mean of the block, and an even block
// is taken for ground, or for the inside of what is dark beside it. Averaged
// over five blocks by five. This is the way of ZXing's hybrid binarizer, whose
// Go version reads a pixel at a time and takes four times as long.
func (b blocks) levels() []byte {
	own := make([]byte, len(b.sum))
	for i := range own {
		const leastContrast = 24
		if b.high[i]-b.low[i] > leastContrast {
			own[i] = byte(b.sum[i] / (blockSide * blockSide))
			continue
		}
		own[i] = b.low[i] / 2
		if i >= b.across && i%b.across > 0 {
			beside := (int(own[i-b.across]) + 2*int(own[i-1]) + int(own[i-b.across-1])) / 4
			if int(b.low[i]) < beside {
				own[i] = byte(beside)
			}
		}
	}
	out := make([]byte, len(own))
	for y := range b.down {
		top := min(max(y, 2), b.down-3) - 2
		for x := range b.across {
			left := min(max(x, 2), b.across-3) - 2
			sum := 0
			for v := top; v < top+5; v++ {
				for _, level := range own[v*b.across+left:][:5] {
					sum += int(level)
				}
			}
			out[y*b.across+x] = byte(sum / 25)
		}
	}
	return out
}

// binarize splits l into dark and light by a threshold that follows the
// brightness from place to place. One threshold for all loses codes on dark
// and on unevenly lit pages.
func binarize(ctx context.Context, l luma, b blocks) (*gozxing.BitMatrix, error) {
	levels := b.levels()
	dark, err := gozxing.NewBitMatrix(l.width, l.height)
	if err != nil {
		return nil, fmt.Errorf("splitting %dx%d pixels into dark and light: %v: %w", l.width, l.height, err, ErrUnreadable)
	}
	row := gozxing.NewBitArray(l.width)
	for y := range l.height {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		row.Clear()
		l.splitRow(row.GetBitArray(), y, levels[y/blockSide*b.across:][:b.across])
		dark.SetRow(y, row)
	}
	return dark, nil
}

// splitRow sets the bits of the pixels of a row that are not above the level of
// their block, eight of them at a time.
func (l luma) splitRow(words []uint32, y int, levels []byte) {
	const ones = 0x0101010101010101
	const gather = 0x0102040810204080 // moves the lowest bits of eight bytes into the top byte
	pix := l.pix[y*l.width:][:l.width]
	negative := uint64(l.negative) * ones
	for i, level := range levels {
		var eight [blockSide]byte
		at := i * blockSide
		if at+blockSide <= len(pix) {
			copy(eight[:], pix[at:at+blockSide])
		} else {
			copy(eight[:], pix[at:])
		}
		seen := binary.LittleEndian.Uint64(eight[:]) ^ negative
		dark := (atLeast(uint64(level)*ones, seen) & ones) * gather >> 56
		if rest := len(pix) - at; rest < blockSide {
			dark &= 1<<rest - 1
		}
		words[at/32] |= uint32(dark) << (at % 32)
	}
}

// inBlocks tells whether l is large enough to be split by blocks.
func (l luma) inBlocks() bool { return l.width >= leastBlocks && l.height >= leastBlocks }

// leastBlocks is the least width and height of a picture that is split by blocks.
const leastBlocks = 5 * blockSide

// binarizeSmall splits a small image by one threshold. The answer is nil when
// the image has one brightness only, so that there is nothing to see.
func binarizeSmall(l luma) *gozxing.BitMatrix {
	plain := l.plain()
	source, err := gozxing.NewPlanarYUVLuminanceSource(plain.pix, l.width, l.height, 0, 0, l.width, l.height, false)
	if err != nil {
		return nil
	}
	bits, err := gozxing.NewGlobalHistgramBinarizer(source).GetBlackMatrix()
	if err != nil {
		return nil
	}
	return bits
}
