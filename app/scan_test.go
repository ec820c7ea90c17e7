package app

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"testing"
	"time"

	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/scanner"
)

func TestScanScreen(t *testing.T) {
	page, err := png.Decode(bytes.NewReader(assets.EnrolmentPNG()))
	if err != nil {
		t.Fatal(err)
	}
	blank := image.NewGray(image.Rect(0, 0, 200, 200))
	for _, tt := range []struct {
		name   string
		images []image.Image
		err    error
		found  bool
		left   bool // back where the scan began, without words
	}{
		{"an enrolment", []image.Image{blank, page}, nil, true, false},
		{"the same on two displays", []image.Image{page, page}, nil, true, false},
		{"no code", []image.Image{blank}, nil, false, false},
		{"refused", nil, scanner.ErrPermission, false, false},
		{"cancelled", nil, context.Canceled, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t, uriForge)
			s.ui.o.After = soon
			s.ui.o.Capture = func(context.Context) ([]image.Image, error) { return tt.images, tt.err }
			s.ui.scanScreen()
			if !s.ui.hidden {
				t.Error("the window is in its own picture")
			}
			s.drain()
			if s.ui.hidden {
				t.Error("the window stays hidden")
			}
			switch {
			case tt.left:
				top[*homeView](s)
			case tt.found:
				if v := top[*confirmView](s); v.account.Issuer != "Example Cloud" {
					t.Errorf("found %s", v.account.Issuer)
				}
			default:
				top[*addView](s)
			}
		})
	}
}

// The view can be left while the window is hidden: locking does that.
func TestScanComesBackWithoutItsView(t *testing.T) {
	s := newStage(t, uriForge)
	s.ui.o.After = func(time.Duration) <-chan time.Time { return nil }
	s.ui.o.Capture = func(context.Context) ([]image.Image, error) { return nil, nil }
	s.ui.scanScreen()
	s.ui.restart(newHomeView(s.ui))
	s.await(func() bool { return !s.ui.hidden })
	top[*homeView](s)
}

func TestScanWhereItCannotBeDone(t *testing.T) {
	s := newStage(t, uriForge)
	s.ui.scanScreen()
	if s.ui.hidden {
		t.Error("the window was hidden for nothing")
	}
	top[*addView](s)
}

// Each reason has sentences of its own, and never the words of an error.
func TestScanMessages(t *testing.T) {
	said := map[string]error{}
	for _, err := range []error{
		scanner.ErrUnsupported, scanner.ErrNoDisplay, scanner.ErrNoPortal, scanner.ErrPermission,
		scanner.ErrCancelled, scanner.ErrCapture, scanner.ErrTimeout, errNoCodeFound,
	} {
		text := messageOf(err).String()
		if other, ok := said[text]; ok {
			t.Errorf("%v and %v are told alike", err, other)
		}
		said[text] = err
		if errors.Is(err, scanner.ErrUnsupported) && text == err.Error() {
			t.Errorf("%v is told in an error's words", err)
		}
	}
}
