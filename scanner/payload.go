package scanner

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// littleMended is the part of what error correction can mend up to which it
// leaves no doubt: noise passes it less than once in a million million times, and
// that in the smallest code, whose correction is the weakest.
const littleMended = 0.5

// readModules reads the text out of the modules of one code, dark is set. Error
// correction mends a few wrong modules, and now and then mends noise into a
// code that was never there. So where it mended much, what follows the text has
// to be the padding that generators write, or nothing counts. A mirrored code is
// read as well. It may transpose modules.
func readModules(modules *gozxing.BitMatrix) (string, bool) {
	if text, ok := readUpright(modules); ok {
		return text, true
	}
	transpose(modules)
	return readUpright(modules)
}

func readUpright(modules *gozxing.BitMatrix) (string, bool) {
	c, ok := correct(modules)
	if !ok || c.strain > littleMended && !paddingAgrees(c.data, c.version) {
		return "", false
	}
	result, err := decoder.DecodedBitStreamParser_Decode(c.data, c.version, c.level, nil)
	if err != nil || result.GetText() == "" {
		return "", false
	}
	// One part of a text spread over several codes looks like a whole one with
	// its end missing, a secret too short, say.
	if result.HasStructuredAppend() {
		return "", false
	}
	return result.GetText(), true
}

// transpose exchanges rows and columns.
func transpose(m *gozxing.BitMatrix) {
	for y := range m.GetHeight() {
		for x := range y {
			if m.Get(x, y) != m.Get(y, x) {
				m.Flip(x, y)
				m.Flip(y, x)
			}
		}
	}
}

// paddingAgrees walks over the segments in a code's data and checks what
// follows them: four zero bits as far as there is room, zeros to the next byte,
// then 0xEC and 0x11 in turn (ISO/IEC 18004, 7.4.10). Some generators fill up
// with zeros instead, and a common one writes a byte of zeros too many.
func paddingAgrees(data []byte, version *decoder.Version) bool {
	bits := common.NewBitSource(data)
	for bits.Available() >= 4 {
		id, _ := bits.ReadBits(4)
		mode, err := decoder.ModeForBits(id)
		if err != nil {
			return false
		}
		if mode == decoder.Mode_TERMINATOR {
			break
		}
		if !skipSegment(bits, mode, version) {
			return false
		}
	}
	if n := bits.Available() % 8; n > 0 {
		if rest, _ := bits.ReadBits(n); rest != 0 {
			return false
		}
	}
	return isPadding(data[len(data)-bits.Available()/8:])
}

// skipSegment passes over what follows a mode indicator.
func skipSegment(bits *common.BitSource, mode *decoder.Mode, version *decoder.Version) bool {
	switch mode {
	case decoder.Mode_FNC1_FIRST_POSITION, decoder.Mode_FNC1_SECOND_POSITION:
		return true
	case decoder.Mode_ECI:
		_, err := decoder.DecodedBitStreamParser_parseECIValue(bits)
		return err == nil
	case decoder.Mode_HANZI:
		if _, err := bits.ReadBits(4); err != nil { // the character subset
			return false
		}
	}
	count, err := bits.ReadBits(mode.GetCharacterCountBits(version))
	if err != nil {
		return false
	}
	var length int
	switch mode {
	case decoder.Mode_NUMERIC:
		length = count/3*10 + [3]int{0, 4, 7}[count%3]
	case decoder.Mode_ALPHANUMERIC:
		length = count/2*11 + count%2*6
	case decoder.Mode_BYTE:
		length = count * 8
	case decoder.Mode_KANJI, decoder.Mode_HANZI:
		length = count * 13
	default:
		return false
	}
	if length > bits.Available() {
		return false
	}
	for ; length > 0; length -= min(length, 32) {
		bits.ReadBits(min(length, 32)) // cannot fail: there is as much
	}
	return true
}

// isPadding tells whether the bytes are zeros, if any, and then 0xEC and 0x11 in turn.
func isPadding(fill []byte) bool {
	for len(fill) > 0 && fill[0] == 0 {
		fill = fill[1:]
	}
	for i, b := range fill {
		if b != [2]byte{0xEC, 0x11}[i%2] {
			return false
		}
	}
	return true
}
