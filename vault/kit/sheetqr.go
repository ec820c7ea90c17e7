package kit

import (
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// Measures of a printed QR code, in mm: modules below half a millimetre do not
// survive a bad printer and a bad camera.
const (
	qrLeast  = 32.0
	qrModule = 0.5
	qrMost   = 70.0
)

// qrModules are the dark and light fields of a text's QR code; none when it
// does not fit into one.
func qrModules(text string) [][]bool {
	for _, level := range []decoder.ErrorCorrectionLevel{decoder.ErrorCorrectionLevel_M, decoder.ErrorCorrectionLevel_L} {
		code, err := encoder.Encoder_encode(text, level, nil)
		if err != nil || level == decoder.ErrorCorrectionLevel_M && qrSide(code.GetMatrix().GetWidth()) == 0 {
			continue
		}
		m := code.GetMatrix()
		modules := make([][]bool, m.GetHeight())
		for y := range modules {
			modules[y] = make([]bool, m.GetWidth())
			for x := range modules[y] {
				modules[y][x] = m.Get(x, y) == 1
			}
		}
		return modules
	}
	return nil
}

// qrSide is how large a QR code of so many modules is printed; 0: not at all.
func qrSide(modules int) float64 {
	side := max(qrLeast, float64(modules)*qrModule)
	if modules == 0 || side > qrMost {
		return 0
	}
	return side
}

// drawQR draws the dark fields, a run of them at a time.
func (p *pen) drawQR(modules [][]bool, x, y, side float64) {
	if side == 0 {
		return
	}
	p.pdf.SetFillColor(black, black, black)
	each := side / float64(len(modules))
	for row, fields := range modules {
		for from := 0; from < len(fields); from++ {
			to := from
			for to < len(fields) && fields[to] {
				to++
			}
			if to > from {
				p.pdf.Rect(x+float64(from)*each, y+float64(row)*each, float64(to-from)*each, each, "F")
				from = to
			}
		}
	}
}
