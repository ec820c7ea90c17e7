package scanner

import (
	"context"
	"errors"
	"image"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// useX makes a fresh X display the only one.
func useX(t *testing.T) {
	t.Helper()
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("DISPLAY", startX(t, "-noreset", "-screen", "0", "320x200x24"))
}

// xclip puts data on the X clipboard, as another program.
func xclip(t *testing.T, kind string, data []byte) {
	t.Helper()
	if _, err := exec.LookPath("xclip"); err != nil {
		t.Skip("1 test of the clipboard skipped: no xclip here")
	}
	file := filepath.Join(t.TempDir(), "copied")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	owner := exec.CommandContext(ctx, "xclip", "-selection", "clipboard", "-t", kind, "-i", "-quiet", file)
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = owner.Wait() // killed
	})
	waitForOwner(t)
}

// waitForOwner waits until a program has taken the X clipboard.
func waitForOwner(t *testing.T) {
	t.Helper()
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const name = "CLIPBOARD"
	atom, err := xproto.InternAtom(conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		t.Fatal(err)
	}
	for range 500 {
		owner, err := xproto.GetSelectionOwner(conn, atom.Atom).Reply()
		if err != nil {
			t.Fatal(err)
		}
		if owner.Owner != xproto.WindowNone {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("nobody took the clipboard")
}

// noisePNG is a PNG that hardly compresses: three bytes a pixel.
func noisePNG(t *testing.T, width, height int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	random := rand.NewChaCha8([32]byte{7})
	_, _ = random.Read(img.Pix)
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
	return encodePNG(t, img)
}

func TestClipboardX11(t *testing.T) {
	small, large := testPNG(t, 40, 30), noisePNG(t, 2000, 1600)
	if len(large) < 9_000_000 {
		t.Fatalf("the large picture has only %d bytes", len(large))
	}
	for _, test := range []struct {
		name, kind string
		data       []byte
		size       image.Point // of the picture; zero: none
		text       string
		err        error
	}{
		{"picture", "image/png", small, image.Pt(40, 30), "", nil},
		{"picture in pieces", "image/png", large, image.Pt(2000, 1600), "", nil},
		{"cut-off picture", "image/png", small[:len(small)/2], image.Point{}, "", ErrNotImage},
		{"empty picture", "image/png", nil, image.Point{}, "", ErrNoClipboardImage},
		{"text alone", "UTF8_STRING", []byte("a letter"), image.Point{}, "a letter", ErrNoClipboardImage},
		{"files", "text/uri-list", []byte("file:///a.png\r\nfile:///b.png\r\n"), image.Point{}, "file:///a.png\r\nfile:///b.png\r\n", ErrNoClipboardImage},
		{"sound", "audio/ogg", []byte("la"), image.Point{}, "", ErrNoClipboardImage},
	} {
		t.Run(test.name, func(t *testing.T) {
			useX(t)
			xclip(t, test.kind, test.data)
			checkClipboard(t, test.size, test.text, test.err)
		})
	}
	t.Run("nothing", func(t *testing.T) {
		useX(t)
		checkClipboard(t, image.Point{}, "", ErrNoClipboardImage)
	})
}

// checkClipboard compares what is read with what was copied.
func checkClipboard(t *testing.T, size image.Point, text string, want error) {
	t.Helper()
	img, err := ClipboardImage(testContext(t))
	if !errors.Is(err, want) {
		t.Errorf("picture: got %v, want %v", err, want)
	}
	if err == nil && img.Bounds().Size() != size {
		t.Errorf("a picture of %v, want %v", img.Bounds().Size(), size)
	}
	got, err := ClipboardText(testContext(t))
	if got != text || err != nil {
		t.Errorf("text: got %q and %v, want %q", got, err, text)
	}
}

// silentOwner takes the clipboard and answers nobody.
func silentOwner(t *testing.T) {
	t.Helper()
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	window, err := xproto.NewWindowId(conn)
	if err != nil {
		t.Fatal(err)
	}
	screen := xproto.Setup(conn).DefaultScreen(conn)
	xproto.CreateWindow(conn, 0, window, screen.Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, screen.RootVisual, 0, nil)
	const name = "CLIPBOARD"
	atom, err := xproto.InternAtom(conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		t.Fatal(err)
	}
	if err := xproto.SetSelectionOwnerChecked(conn, window, atom.Atom, xproto.TimeCurrentTime).Check(); err != nil {
		t.Fatal(err)
	}
}

func TestClipboardOfASilentOwner(t *testing.T) {
	useX(t)
	silentOwner(t)
	t.Run("ends by itself", func(t *testing.T) {
		begun := time.Now()
		if _, err := ClipboardImage(testContext(t)); !errors.Is(err, ErrClipboardSilent) {
			t.Errorf("got %v, want ErrClipboardSilent", err)
		}
		if took := time.Since(begun); took < clipSilence || took > 3*clipSilence {
			t.Errorf("it took %v, want about %v", took, clipSilence)
		}
	})
	t.Run("ends with its caller", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(50*time.Millisecond, cancel)
		if _, err := ClipboardImage(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, ErrClipboardSilent) {
			t.Errorf("got %v, want context.Canceled", err)
		}
	})
}

func TestNoClipboard(t *testing.T) {
	for _, test := range []struct{ name, wayland, x string }{
		{"no display", "", ""},
		{"dead X display", "", "/nowhere/x:0"},
		{"dead Wayland display", "/nowhere/wayland-0", ""},
		{"both dead", "/nowhere/wayland-0", "/nowhere/x:0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("WAYLAND_DISPLAY", test.wayland)
			t.Setenv("DISPLAY", test.x)
			if _, err := ClipboardImage(testContext(t)); !errors.Is(err, ErrNoClipboard) {
				t.Errorf("got %v, want ErrNoClipboard", err)
			}
		})
	}
}
