package scanner

import (
	"math"

	"github.com/makiuchi-d/gozxing"
)

// readGrid reads the code under g, as it is and then sharpened.
func readGrid(g *grid, l luma) (string, bool) {
	grey := g.sample(l)
	if text, ok := readGrey(grey, g.side); ok {
		return text, true
	}
	for _, sigma := range []float64{0.5, 0.65, 0.8} {
		if text, ok := readGrey(sharpened(grey, g.side, sigma), g.side); ok {
			return text, true
		}
	}
	return "", false
}

// readGrey reads a code by the brightness of its modules.
func readGrey(grey []float64, side int) (string, bool) {
	for _, level := range [][]float64{evenLevel(grey), localLevel(grey, side, 3)} {
		modules, err := gozxing.NewSquareBitMatrix(side)
		if err != nil {
			return "", false
		}
		for i, v := range grey {
			if v < level[i] {
				modules.Set(i%side, i/side)
			}
		}
		if text, ok := readModules(modules); ok {
			return text, true
		}
	}
	return "", false
}

// evenLevel is one threshold for all modules, half way between the means of
// dark and light ones.
func evenLevel(grey []float64) []float64 {
	level := mean(grey)
	for range 8 {
		var dark, light, nDark, nLight float64
		for _, v := range grey {
			if v < level {
				dark, nDark = dark+v, nDark+1
			} else {
				light, nLight = light+v, nLight+1
			}
		}
		if nDark == 0 || nLight == 0 {
			break
		}
		next := (dark/nDark + light/nLight) / 2
		if math.Abs(next-level) < 0.5 {
			break
		}
		level = next
	}
	out := make([]float64, len(grey))
	for i := range out {
		out[i] = level
	}
	return out
}

// localLevel follows uneven light: half way between the darkest and the
// lightest module within reach of each one. Masks keep codes free of large
// areas of one kind, so there is one of each.
func localLevel(grey []float64, side, reach int) []float64 {
	out := make([]float64, len(grey))
	for y := range side {
		for x := range side {
			low, high := 255.0, 0.0
			for v := max(0, y-reach); v <= min(side-1, y+reach); v++ {
				for u := max(0, x-reach); u <= min(side-1, x+reach); u++ {
					low, high = min(low, grey[v*side+u]), max(high, grey[v*side+u])
				}
			}
			out[y*side+x] = (low + high) / 2
		}
	}
	return out
}

func mean(values []float64) float64 {
	var sum float64
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
