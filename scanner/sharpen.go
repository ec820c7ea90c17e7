package scanner

import "math"

// sharpened undoes the blur of a photo or of a scaled picture, which mixes each
// module with its neighbours: it looks for the modules that, blurred so, give
// what is seen, by adding what is missing again and again (Van Cittert's
// method). sigma is the blur's in modules.
func sharpened(grey []float64, side int, sigma float64) []float64 {
	near := share(0.5/sigma, 1.5/sigma)
	kernel := [3]float64{near, 2 * share(0, 0.5/sigma), near}
	out := append([]float64(nil), grey...)
	for range 12 {
		for i, v := range blurred(out, side, kernel) {
			out[i] = min(max(out[i]+grey[i]-v, -64), 319)
		}
	}
	return out
}

// share is the part of a normal distribution between two deviations.
func share(from, to float64) float64 {
	return (math.Erf(to/math.Sqrt2) - math.Erf(from/math.Sqrt2)) / 2
}

// blurred mixes each module with its neighbours, across and then down. Past the
// rim is a quiet zone as light as the lightest modules.
func blurred(grey []float64, side int, kernel [3]float64) []float64 {
	ground := 0.0
	for _, v := range grey {
		ground = max(ground, v)
	}
	at := func(values []float64, x, y int) float64 {
		if x < 0 || y < 0 || x >= side || y >= side {
			return ground
		}
		return values[y*side+x]
	}
	total := kernel[0] + kernel[1] + kernel[2]
	across, out := make([]float64, len(grey)), make([]float64, len(grey))
	for y := range side {
		for x := range side {
			across[y*side+x] = (kernel[0]*at(grey, x-1, y) + kernel[1]*grey[y*side+x] + kernel[2]*at(grey, x+1, y)) / total
		}
	}
	for y := range side {
		for x := range side {
			out[y*side+x] = (kernel[0]*at(across, x, y-1) + kernel[1]*across[y*side+x] + kernel[2]*at(across, x, y+1)) / total
		}
	}
	return out
}
