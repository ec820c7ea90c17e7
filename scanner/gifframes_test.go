package scanner

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"testing"
)

// frame is a single-coloured part of an animation.
func frame(r image.Rectangle, c color.Color) *image.Paletted {
	img := image.NewPaletted(r, color.Palette{color.White, color.Black, color.Transparent})
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

func encodeGIF(t testing.TB, disposal byte, frames ...*image.Paletted) []byte {
	t.Helper()
	g := gif.GIF{Image: frames}
	for range frames {
		g.Delay, g.Disposal = append(g.Delay, 1), append(g.Disposal, disposal)
	}
	var file bytes.Buffer
	if err := gif.EncodeAll(&file, &g); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestReadImagesComposesFrames(t *testing.T) {
	all, left, right := image.Rect(0, 0, 20, 10), image.Rect(0, 0, 10, 10), image.Rect(10, 0, 20, 10)
	for _, tt := range []struct {
		name     string
		disposal byte
		want     []string // left and right half of each image
	}{
		{"kept", gif.DisposalNone, []string{"ww", "bw", "bb"}},
		{"to background", gif.DisposalBackground, []string{"ww", "b-", "-b"}},
		{"to previous", gif.DisposalPrevious, []string{"ww", "b-", "-b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := encodeGIF(t, tt.disposal, frame(all, color.White), frame(left, color.Black), frame(right, color.Black))
			images, err := ReadImages(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, img := range images {
				got = append(got, shade(img.At(5, 5))+shade(img.At(15, 5)))
			}
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("image %d is %q, want %q", i, got[i], tt.want[i])
				}
			}
		})
	}
}

func shade(c color.Color) string {
	r, _, _, a := c.RGBA()
	switch {
	case a == 0:
		return "-"
	case r > 0x8000:
		return "w"
	}
	return "b"
}

func TestReadImagesFindsTheCodeInALaterFrame(t *testing.T) {
	picture, want := samplePicture(t, "formats-08.png")
	code := image.NewPaletted(picture.Bounds(), color.Palette{color.White, color.Black})
	draw.Draw(code, code.Rect, picture, picture.Bounds().Min, draw.Src)
	images, err := ReadImages(bytes.NewReader(encodeGIF(t, gif.DisposalNone, frame(code.Rect, color.White), code)))
	if err != nil || len(images) != 2 {
		t.Fatalf("%d images, error %v", len(images), err)
	}
	found, err := Decode(testContext(t), images[1])
	if err != nil {
		t.Fatal(err)
	}
	checkTexts(t, found, want)
}

func TestReadImagesLeavesOut(t *testing.T) {
	r := image.Rect(0, 0, 8, 8)
	same := encodeGIF(t, gif.DisposalNone, frame(r, color.White), frame(r, color.White), frame(r, color.Black))
	var many []*image.Paletted
	for i := range MaxImages + 20 {
		many = append(many, frame(r, []color.Color{color.White, color.Black}[i%2]))
	}
	long := encodeGIF(t, gif.DisposalNone, many...)
	// 4000x4000 at a byte a pixel: three fit, and two when composed.
	large := image.Rect(0, 0, 4000, 4000)
	wide := encodeGIF(t, gif.DisposalNone, frame(large, color.White), frame(large, color.Black), frame(large, color.White))
	for _, tt := range []struct {
		name string
		file []byte
		want int
	}{
		{"a frame like the one before", same, 2},
		{"frames beyond the limit", long, MaxImages},
		{"pixels beyond the limit", wide, 2},
		{"frames after damage", same[:len(same)-8], 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			images, err := ReadImages(bytes.NewReader(tt.file))
			if err != nil || len(images) != tt.want {
				t.Errorf("%d images, error %v; want %d", len(images), err, tt.want)
			}
		})
	}
}

func FuzzReadImages(f *testing.F) {
	r := image.Rect(0, 0, 8, 8)
	f.Add(encodeGIF(f, gif.DisposalPrevious, frame(r, color.White), frame(r, color.Black)))
	f.Add(jpegWithOrientation(f, checkered(), 6))
	f.Fuzz(func(t *testing.T, data []byte) {
		images, err := ReadImages(bytes.NewReader(data))
		if (err == nil) != (len(images) > 0) || len(images) > MaxImages {
			t.Errorf("%d images, error %v", len(images), err)
		}
	})
}
