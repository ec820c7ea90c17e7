package scanner

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common/reedsolomon"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// smallCode is a version 1 code with those 19 bytes of data and its right error
// correction: what generators of any kind may draw.
func smallCode(t testing.TB, data []byte) *gozxing.BitMatrix {
	t.Helper()
	const dataBytes, correction = 19, 7 // version 1, level L
	if len(data) != dataBytes {
		t.Fatalf("%d bytes of data, want %d", len(data), dataBytes)
	}
	words := make([]int, dataBytes+correction)
	for i, b := range data {
		words[i] = int(b)
	}
	rs := reedsolomon.NewReedSolomonEncoder(reedsolomon.GenericGF_QR_CODE_FIELD_256)
	if err := rs.Encode(words, correction); err != nil {
		t.Fatal(err)
	}
	bits := gozxing.NewEmptyBitArray()
	for _, w := range words {
		if err := bits.AppendBits(w, 8); err != nil {
			t.Fatal(err)
		}
	}
	version, err := decoder.Version_GetVersionForNumber(1)
	if err != nil {
		t.Fatal(err)
	}
	drawn := encoder.NewByteMatrix(21, 21)
	if err := encoder.MatrixUtil_buildMatrix(bits, decoder.ErrorCorrectionLevel_L, version, 3, drawn); err != nil {
		t.Fatal(err)
	}
	modules, err := gozxing.NewSquareBitMatrix(21)
	if err != nil {
		t.Fatal(err)
	}
	for y := range 21 {
		for x := range 21 {
			if drawn.Get(x, y) == 1 {
				modules.Set(x, y)
			}
		}
	}
	return modules
}

// pack writes values of so many bits one after the other, then zeros to the next
// byte and the padding to 19 bytes.
func pack(t testing.TB, padding []byte, fields ...[2]int) []byte {
	t.Helper()
	bits := gozxing.NewEmptyBitArray()
	for _, f := range fields {
		if err := bits.AppendBits(f[0], f[1]); err != nil {
			t.Fatal(err)
		}
	}
	out := make([]byte, bits.GetSizeInBytes())
	bits.ToBytes(0, out, 0, len(out))
	for i := 0; len(out) < 19; i++ {
		out = append(out, padding[i%len(padding)])
	}
	return out
}

// text is a byte segment.
func text(s string) [][2]int {
	fields := [][2]int{{4, 4}, {len(s), 8}}
	for _, b := range []byte(s) {
		fields = append(fields, [2]int{int(b), 8})
	}
	return fields
}

func TestReadModules(t *testing.T) {
	usual, zeros, end := []byte{0xEC, 0x11}, []byte{0}, [2]int{0, 4}
	for _, test := range []struct {
		name string
		data []byte
		want string // empty: not read
	}{
		{"ASCII", pack(t, usual, append(text("a?b=c\\~"), end)...), "a?b=c\\~"},
		{"UTF-8", pack(t, usual, append(text("Zoë ✓"), end)...), "Zoë ✓"},
		{"Latin-1", pack(t, usual, append(text("Zo\xeb"), end)...), "Zoë"},
		{"digits", pack(t, usual, [2]int{1, 4}, [2]int{5, 10}, [2]int{123, 10}, [2]int{45, 7}, end), "12345"},
		{"capitals", pack(t, usual, [2]int{2, 4}, [2]int{3, 9}, [2]int{10*45 + 11, 11}, [2]int{12, 6}, end), "ABC"},
		{"two segments", pack(t, usual, append(append(text("a"), [2]int{1, 4}, [2]int{1, 10}, [2]int{7, 4}), end)...), "a7"},
		{"full to the last byte", pack(t, usual, append(text(strings.Repeat("x", 17)), end)...), strings.Repeat("x", 17)},
		{"named character set", pack(t, usual, append(append([][2]int{{7, 4}, {26, 8}}, text("ë")...), end)...), "ë"},
		{"filled with zeros", pack(t, zeros, append(text("abc"), end)...), "abc"},
		{"a byte of zeros before the filling", pack(t, usual, append(text("abc"), end, [2]int{0, 8})...), "abc"},
		{"filled with something else", pack(t, []byte{0x5A}, append(text("abc"), end)...), "abc"},
		{"filled the wrong way round", pack(t, []byte{0x11, 0xEC}, append(text("abc"), end)...), "abc"},

		{"no text", pack(t, usual, end), ""},
		{"longer than its data", pack(t, usual, [2]int{4, 4}, [2]int{200, 8}), ""},
		{"an unknown mode", pack(t, usual, [2]int{6, 4}), ""},
		{"part of a text over several codes", pack(t, usual, append(append([][2]int{{3, 4}, {0x01, 8}, {0x55, 8}}, text("abc")...), end)...), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := readModules(smallCode(t, test.data))
			if ok != (test.want != "") || ok && got != test.want {
				t.Errorf("read %q, %v; want %q", got, ok, test.want)
			}
		})
	}
}

func TestReadModulesMirrored(t *testing.T) {
	straight := smallCode(t, pack(t, []byte{0xEC, 0x11}, append(text("mirror"), [2]int{0, 4})...))
	mirrored, err := gozxing.NewSquareBitMatrix(21)
	if err != nil {
		t.Fatal(err)
	}
	for y := range 21 {
		for x := range 21 {
			if straight.Get(x, y) {
				mirrored.Set(y, x)
			}
		}
	}
	if got, ok := readModules(mirrored); !ok || got != "mirror" {
		t.Errorf("read %q, %v", got, ok)
	}
}

func TestReadModulesDamaged(t *testing.T) {
	code := smallCode(t, pack(t, []byte{0xEC, 0x11}, append(text("mended"), [2]int{0, 4})...))
	for x := 13; x < 17; x++ { // in two data words
		code.Flip(x, 20)
	}
	if got, ok := readModules(code); !ok || got != "mended" {
		t.Errorf("a few wrong modules: read %q, %v", got, ok)
	}
	code = smallCode(t, bytes.Repeat([]byte{0x40}, 19))
	for y := 9; y < 21; y++ {
		for x := 9; x < 21; x++ {
			code.Flip(x, y)
		}
	}
	if got, ok := readModules(code); ok {
		t.Errorf("read %q out of damage beyond repair", got)
	}
}

// TestReadModulesFilled holds that the filling after the text decides where much
// had to be mended, and only there.
func TestReadModulesFilled(t *testing.T) {
	end := [2]int{0, 4}
	for _, test := range []struct {
		name   string
		fill   []byte
		wrong  int // words, of three that can be mended
		expect bool
	}{
		{"as generators do, much mended", []byte{0xEC, 0x11}, 3, true},
		{"with zeros, much mended", []byte{0}, 3, true},
		{"with a byte of zeros first, much mended", []byte{0, 0xEC, 0x11}, 3, true},
		{"with anything, little mended", []byte{0x5A}, 1, true},
		{"with anything, much mended", []byte{0x5A}, 2, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			fields := append(text("fill"), end)
			if len(test.fill) == 3 {
				fields = append(fields, [2]int{0, 8})
				test.fill = test.fill[1:]
			}
			code := smallCode(t, pack(t, test.fill, fields...))
			for i := range test.wrong { // words lie four high and two wide from the lower right
				code.Flip(20, 20-4*i)
			}
			if got, ok := readModules(code); ok != test.expect || ok && got != "fill" {
				t.Errorf("read %q, %v", got, ok)
			}
		})
	}
}

// FuzzReadModules gives the bit stream reader whatever data error correction lets through.
func FuzzReadModules(f *testing.F) {
	f.Add(pack(f, []byte{0xEC, 0x11}, append(text("otpauth://"), [2]int{0, 4})...))
	f.Add(pack(f, []byte{0xEC, 0x11}, [2]int{8, 4}, [2]int{3, 8})) // kanji
	f.Add(pack(f, []byte{0xEC, 0x11}, [2]int{13, 4}, [2]int{1, 4}, [2]int{2, 8}))
	f.Fuzz(func(t *testing.T, data []byte) {
		data = append(data, make([]byte, 19)...)[:19]
		text, ok := readModules(smallCode(t, data))
		if ok && (text == "" || !utf8.ValidString(text)) {
			t.Errorf("read %q", text)
		}
	})
}

// FuzzBitStream reads any bytes as the data of a code of each version.
func FuzzBitStream(f *testing.F) {
	f.Add(byte(0), pack(f, []byte{0xEC, 0x11}, append(text("otpauth://"), [2]int{0, 4})...))
	f.Add(byte(9), pack(f, []byte{0xEC, 0x11}, [2]int{4, 4}, [2]int{2, 16}, [2]int{0x6162, 16}, [2]int{0, 4}))
	f.Add(byte(26), pack(f, []byte{0}, [2]int{1, 4}, [2]int{5, 14}, [2]int{123, 10}, [2]int{45, 7}, [2]int{0, 4}))
	f.Fuzz(func(t *testing.T, version byte, data []byte) {
		v, err := decoder.Version_GetVersionForNumber(1 + int(version)%40)
		if err != nil {
			t.Fatal(err)
		}
		result, err := decoder.DecodedBitStreamParser_Decode(data, v, decoder.ErrorCorrectionLevel_L, nil)
		if paddingAgrees(data, v) && err == nil && !utf8.ValidString(result.GetText()) {
			t.Errorf("text %q is not UTF-8", result.GetText())
		}
	})
}
