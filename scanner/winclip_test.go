package scanner

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image/color"
	"testing"
	"unicode/utf16"
)

// testDIB is a bitmap of 2x2 pixels: red, green above, blue, white below.
func testDIB(headerSize int, compression uint32, bits uint16, between []byte) []byte {
	dib := make([]byte, headerSize)
	order := binary.LittleEndian
	order.PutUint32(dib, uint32(headerSize))
	order.PutUint32(dib[4:], 2)
	order.PutUint32(dib[8:], 2)
	order.PutUint16(dib[12:], 1)
	order.PutUint16(dib[14:], bits)
	order.PutUint32(dib[16:], compression)
	if headerSize > dibHeader {
		copy(dib[dibHeader:], between)
	} else {
		dib = append(dib, between...)
	}
	pixels := [][3]byte{{255, 0, 0}, {255, 255, 255}, {0, 0, 255}, {0, 255, 0}} // bottom row first, blue green red
	for i, p := range pixels {
		switch bits {
		case 32:
			dib = append(dib, p[0], p[1], p[2], 0)
		case 24:
			dib = append(dib, p[:]...)
			if i%2 == 1 {
				dib = append(dib, 0, 0)
			}
		}
	}
	if bits == 8 {
		dib = append(dib, 2, 3, 0, 0, 0, 1, 0, 0) // places in the table of colours
	}
	return dib
}

func TestBMPOfDIB(t *testing.T) {
	masks := []byte{0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0}
	swapped := []byte{255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0}
	table := make([]byte, 4*256)
	copy(table, []byte{0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0})
	for _, test := range []struct {
		name string
		dib  []byte
		err  error
	}{
		{"32 bits", testDIB(40, dibPlain, 32, nil), nil},
		{"24 bits", testDIB(40, dibPlain, 24, nil), nil},
		{"256 colours", testDIB(40, dibPlain, 8, table), nil},
		{"masks behind the header", testDIB(40, dibMasks, 32, masks), nil},
		{"masks in a header of version 5", testDIB(124, dibMasks, 32, masks), nil},
		{"version 5 without masks", testDIB(124, dibPlain, 24, nil), nil},
		{"masks that swap colours", testDIB(40, dibMasks, 32, swapped), ErrNotImage},
		{"without pixels", testDIB(40, dibPlain, 32, nil)[:40], ErrNotImage},
		{"without its table", testDIB(40, dibPlain, 8, nil)[:44], ErrNotImage},
		{"16 bits", testDIB(40, dibPlain, 16, nil), ErrNotImage},
		{"cut off", testDIB(40, dibPlain, 32, nil)[:20], ErrNotImage},
		{"a header longer than all", []byte{255, 255, 255, 255, 0}, ErrNotImage},
		{"empty", nil, ErrNotImage},
	} {
		t.Run(test.name, func(t *testing.T) {
			file, err := bmpOfDIB(test.dib)
			if err == nil {
				err = checkBMP(t, file)
			}
			if !errors.Is(err, test.err) {
				t.Errorf("got %v, want %v", err, test.err)
			}
		})
	}
}

// checkBMP compares a file's pixels with those of testDIB, when it can be read.
func checkBMP(t *testing.T, file []byte) error {
	t.Helper()
	img, err := ReadImage(bytes.NewReader(file))
	if err != nil {
		return err
	}
	want := []color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}}
	for i, w := range want {
		if got := color.RGBAModel.Convert(img.At(i%2, i/2)); got != w {
			t.Errorf("pixel %d, %d is %v, want %v", i%2, i/2, got, w)
		}
	}
	return nil
}

// wide is text as Windows keeps it.
func wide(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

func TestURIListOfDrop(t *testing.T) {
	header := make([]byte, dropHeader)
	header[0], header[16] = dropHeader, 1
	old := append([]byte(nil), header...)
	old[16] = 0
	for _, test := range []struct {
		name string
		drop []byte
		want string
		err  error
	}{
		{
			"two files", append(bytes.Clone(header), wide("C:\\my pictures\\a.png\x00D:\\ü.png\x00\x00")...),
			"file:///C:/my%20pictures/a.png\r\nfile:///D:/%C3%BC.png\r\n", nil,
		},
		{"none", append(bytes.Clone(header), wide("\x00\x00")...), "", nil},
		{"cut off", append(bytes.Clone(header), wide("C:\\a")...), "file:///C:/a\r\n", nil},
		{"an old code page", append(old, "C:\\a\x00\x00"...), "", nil},
		{"no header", []byte{1, 2}, "", ErrNotImage},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := uriListOfDrop(test.drop)
			if string(got) != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %q and %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestTextOfUTF16(t *testing.T) {
	if got, err := textOfUTF16(append(wide("grüße 🎉\x00rest"), 1)); string(got) != "grüße 🎉" || err != nil {
		t.Errorf("got %q and %v", got, err)
	}
}

func FuzzWindowsClipboard(f *testing.F) {
	f.Add(testDIB(40, dibPlain, 32, nil))
	f.Add(testDIB(124, dibMasks, 32, nil))
	f.Add(append([]byte{20, 19: 0}, wide("C:\\a\x00\x00")...))
	f.Fuzz(func(t *testing.T, data []byte) {
		if file, err := bmpOfDIB(data); err == nil {
			if len(file) > len(data)+bmpFileHeader {
				t.Errorf("%d bytes became %d", len(data), len(file))
			}
			_, _ = ReadImage(bytes.NewReader(file))
		}
		_, _ = uriListOfDrop(data)
		_, _ = textOfUTF16(data)
	})
}
