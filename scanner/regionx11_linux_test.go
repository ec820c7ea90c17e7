package scanner

import (
	"context"
	"errors"
	"image"
	"image/color"
	"os/exec"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// useHands does what a person does with mouse and keyboard.
func useHands(t *testing.T, display string, steps ...string) {
	t.Helper()
	for _, step := range steps {
		if out, err := exec.Command("sh", "-c", "DISPLAY="+display+" xdotool "+step).CombinedOutput(); err != nil {
			t.Errorf("xdotool %s: %v\n%s", step, err, out)
		}
	}
}

// waitForGrab waits until a program holds pointer and keyboard, with an own
// try that fails.
func waitForGrab(t *testing.T, display string) {
	t.Helper()
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	root := xproto.Setup(conn).DefaultScreen(conn).Root
	for range 500 {
		reply, err := xproto.GrabKeyboard(conn, false, root, xproto.TimeCurrentTime, xproto.GrabModeAsync, xproto.GrabModeAsync).Reply()
		if err != nil {
			t.Fatal(err)
		}
		if reply.Status != xproto.GrabStatusSuccess {
			return
		}
		xproto.UngrabKeyboard(conn, xproto.TimeCurrentTime)
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("nobody grabbed the keyboard")
}

// chooseWith runs captureRegionX11 while hands do the steps.
func chooseWith(t *testing.T, display string, steps ...string) ([]image.Image, error) {
	t.Helper()
	type answer struct {
		images []image.Image
		err    error
	}
	done := make(chan answer, 1)
	go func() {
		images, err := captureRegionX11(testContext(t), display)
		done <- answer{images, err}
	}()
	waitForGrab(t, display)
	useHands(t, display, steps...)
	a := <-done
	return a.images, a.err
}

func TestCaptureRegionX11(t *testing.T) {
	if _, err := exec.LookPath("xdotool"); err != nil {
		t.Skip("6 tests of choosing a part of the screen skipped: no xdotool here")
	}
	display := startX(t, "-noreset", "-screen", "0", "1000x900x24")
	picture, want := samplePicture(t, "formats-08.png")
	showOnRoot(t, display, picture, image.Pt(100, 50))

	t.Run("a part with a code", func(t *testing.T) {
		images, err := chooseWith(t, display, "mousemove 95 45", "mousedown 1", "mousemove 300 300", "mousemove 800 800", "mouseup 1")
		if err != nil {
			t.Fatal(err)
		}
		if got := images[0].Bounds().Size(); got != image.Pt(706, 756) {
			t.Errorf("the part is %v", got)
		}
		found, err := Decode(testContext(t), images[0])
		if err != nil {
			t.Fatal(err)
		}
		checkTexts(t, found, want)
	})
	t.Run("drawn backwards, without its outline", func(t *testing.T) {
		paint := color.RGBA{R: 10, G: 120, B: 250, A: 255}
		showOnRoot(t, display, boundedImage{image.NewUniform(paint), image.Rect(0, 0, 60, 60)}, image.Pt(900, 800))
		images, err := chooseWith(t, display, "mousemove 939 839", "mousedown 1", "mousemove 920 820", "mousemove 910 810", "mouseup 1")
		if err != nil {
			t.Fatal(err)
		}
		b := images[0].Bounds()
		if b.Size() != image.Pt(30, 30) {
			t.Fatalf("the part is %v", b.Size())
		}
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if got := images[0].At(x, y); got != paint {
					t.Fatalf("pixel %d, %d is %v, want %v", x, y, got, paint)
				}
			}
		}
	})
	for name, steps := range map[string][]string{
		"Escape":                   {"key Escape"},
		"Escape in the middle":     {"mousemove 10 10", "mousedown 1", "mousemove 200 200", "key Escape", "mouseup 1"},
		"other button":             {"click 3"},
		"a click without a region": {"mousemove 10 10", "click 1"},
	} {
		t.Run(name, func(t *testing.T) {
			if images, err := chooseWith(t, display, steps...); !errors.Is(err, ErrCancelled) || images != nil {
				t.Errorf("got %d images and %v, want ErrCancelled", len(images), err)
			}
		})
	}
	t.Run("nothing is left", func(t *testing.T) {
		conn, err := xgb.NewConnDisplay(display)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		tree, err := xproto.QueryTree(conn, xproto.Setup(conn).DefaultScreen(conn).Root).Reply()
		if err != nil || len(tree.Children) != 0 {
			t.Errorf("%d windows are left, error %v", len(tree.Children), err)
		}
	})
}

func TestCaptureRegionX11EndsWithItsCaller(t *testing.T) {
	display := startX(t, "-noreset", "-screen", "0", "320x200x24")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := captureRegionX11(ctx, display)
		done <- err
	}()
	waitForGrab(t, display)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestCaptureRegionX11OfAHeldPointer(t *testing.T) {
	display := startX(t, "-noreset", "-screen", "0", "320x200x24")
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	root := xproto.Setup(conn).DefaultScreen(conn).Root
	if _, err := xproto.GrabPointer(conn, false, root, 0, xproto.GrabModeAsync, xproto.GrabModeAsync, 0, 0, 0).Reply(); err != nil {
		t.Fatal(err)
	}
	if _, err := captureRegionX11(testContext(t), display); !errors.Is(err, ErrCapture) {
		t.Errorf("got %v, want ErrCapture", err)
	}
}
