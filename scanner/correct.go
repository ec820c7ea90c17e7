package scanner

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common/reedsolomon"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// corrected is the data of a code after error correction.
type corrected struct {
	data    []byte
	version *decoder.Version
	level   decoder.ErrorCorrectionLevel
	// strain is how much of what error correction can mend was mended, in the
	// block where that is the most: 0 is none, 1 all.
	strain float64
}

// correct reads the codewords of a code and mends them. gozxing's own decoder
// goes the same way and does not tell how much it mended. It leaves modules as
// they were.
func correct(modules *gozxing.BitMatrix) (corrected, bool) {
	parser, err := decoder.NewBitMatrixParser(modules)
	if err != nil {
		return corrected{}, false
	}
	version, err := parser.ReadVersion()
	if err != nil {
		return corrected{}, false
	}
	format, err := parser.ReadFormatInformation()
	if err != nil {
		return corrected{}, false
	}
	words, err := parser.ReadCodewords() // takes the mask away
	parser.Remask()
	if err != nil {
		return corrected{}, false
	}
	out := corrected{version: version, level: format.GetErrorCorrectionLevel()}
	blocks, err := decoder.DataBlock_GetDataBlocks(words, version, out.level)
	if err != nil {
		return corrected{}, false
	}
	for _, block := range blocks {
		data, strain, ok := mend(block.GetCodewords(), block.GetNumDataCodewords())
		if !ok {
			return corrected{}, false
		}
		out.data = append(out.data, data...)
		out.strain = max(out.strain, strain)
	}
	return out, true
}

// mend corrects the words of a block, of which the first n are data.
func mend(words []byte, n int) (data []byte, strain float64, ok bool) {
	received := make([]int, len(words))
	for i, w := range words {
		received[i] = int(w)
	}
	rs := reedsolomon.NewReedSolomonDecoder(reedsolomon.GenericGF_QR_CODE_FIELD_256)
	if err := rs.Decode(received, len(words)-n); err != nil {
		return nil, 0, false
	}
	mended := 0
	for i, w := range words {
		if received[i] != int(w) {
			mended++
		}
		words[i] = byte(received[i])
	}
	return words[:n], float64(2*mended) / float64(len(words)-n), true
}
