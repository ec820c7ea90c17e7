package scanner

import (
	"errors"
	"testing"
)

func TestMacData(t *testing.T) {
	for _, test := range []struct {
		name, printed, want string
		err                 error
	}{
		{"picture", "«data PNGf89504E470d0a»\n", "\x89PNG\r\n", nil},
		{"empty", "«data PNGf»", "", nil},
		{"odd digits", "«data PNGf895»", "", ErrNotImage},
		{"no digits", "«data PNGfxy»", "", ErrNotImage},
		{"cut off", "«data PNGf8950", "", ErrNotImage},
		{"no class", "«data »", "", ErrNotImage},
		{"text", "hello", "", ErrNotImage},
		{"nothing", "", "", ErrNotImage},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := macData([]byte(test.printed))
			if string(got) != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %q and %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestMacOffers(t *testing.T) {
	const info = "«class PNGf», 8613, TIFF picture, 49152, string, 5\n"
	for class, want := range map[string]bool{"PNGf": true, "TIFF": true, "JPEG": false, "furl": false} {
		if got := macOffers(info, class); got != want {
			t.Errorf("%s: %v, want %v", class, got, want)
		}
	}
}

func TestMacFile(t *testing.T) {
	if got, ok := PicturePath(string(macFile([]byte("/Users/sam/a code.png\n")))); !ok || got != "/Users/sam/a code.png" {
		t.Errorf("got %q, %v", got, ok)
	}
}

func FuzzMacData(f *testing.F) {
	f.Add([]byte("«data PNGf8950»"))
	f.Fuzz(func(t *testing.T, printed []byte) {
		if data, err := macData(printed); err == nil && 2*len(data) > len(printed) {
			t.Errorf("%d characters became %d bytes", len(printed), len(data))
		}
	})
}
