package assets

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
)

func TestPictures(t *testing.T) {
	for _, tt := range []struct {
		name          string
		png           []byte
		width, height int
	}{
		{"icon", IconPNG(), 512, 512},
		{"enrolment", EnrolmentPNG(), 960, 640},
	} {
		t.Run(tt.name, func(t *testing.T) {
			img, err := png.Decode(bytes.NewReader(tt.png))
			if err != nil {
				t.Fatal(err)
			}
			if s := img.Bounds().Size(); s.X != tt.width || s.Y != tt.height {
				t.Errorf("%d x %d, want %d x %d", s.X, s.Y, tt.width, tt.height)
			}
		})
	}
	if !strings.Contains(DemoAccounts(), "otpauth://totp/Example%20Cloud:") {
		t.Error("the demo accounts lack Example Cloud")
	}
}
