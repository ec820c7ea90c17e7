package scanner

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
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

// startSway starts a Wayland compositor without a screen, and makes its
// display the only one.
func startSway(t *testing.T) {
	t.Helper()
	for _, tool := range []string{"sway", "wl-copy"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("1 test of the Wayland clipboard skipped: no " + tool + " here")
		}
	}
	dir, err := os.MkdirTemp("", "fob") // t.TempDir is too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	config := filepath.Join(dir, "config")
	if err := os.WriteFile(config, []byte("xwayland disable\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", dir)
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	var said bytes.Buffer
	sway := exec.Command("sway", "-c", config)
	sway.Env = append(os.Environ(), "WLR_BACKENDS=headless", "WLR_LIBINPUT_NO_DEVICES=1", "WLR_RENDERER=pixman", "LIBSEAT_BACKEND=noop")
	sway.Stderr = &said
	if os.Geteuid() == 0 { // sway refuses to run as root
		const nobody = 65534
		if err := errors.Join(os.Chown(dir, nobody, nobody), os.Chown(config, nobody, nobody)); err != nil {
			t.Fatal(err)
		}
		sway.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	if err := sway.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- sway.Wait() }()
	t.Cleanup(func() {
		_ = sway.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			_ = sway.Process.Kill()
		}
	})
	for range 1000 {
		for _, name := range []string{"wayland-0", "wayland-1"} {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				t.Setenv("WAYLAND_DISPLAY", name)
				return
			}
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("sway ended: %v\n%s", err, said.String())
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatal("sway shows no display")
}

// wlCopy puts data on the Wayland clipboard, as another program.
func wlCopy(t *testing.T, kind string, data io.Reader) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	owner := exec.CommandContext(ctx, "wl-copy", "--foreground", "--type", kind)
	owner.Stdin = data
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = owner.Wait() // killed
	})
	for range 500 {
		out, err := exec.Command("wl-paste", "--list-types").Output()
		if err == nil && strings.Contains(string(out), kind) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("nothing came on the clipboard")
}

func TestClipboardWayland(t *testing.T) {
	startSway(t)
	t.Run("nothing", func(t *testing.T) { checkClipboard(t, image.Point{}, "", ErrNoClipboardImage) })
	for _, test := range []struct {
		name, kind string
		data       []byte
		size       image.Point
		text       string
		err        error
	}{
		{"picture", "image/png", testPNG(t, 40, 30), image.Pt(40, 30), "", nil},
		{"large picture", "image/png", noisePNG(t, 2000, 1600), image.Pt(2000, 1600), "", nil},
		{"no picture after all", "image/png", []byte("x"), image.Point{}, "", ErrNotImage},
		{"text alone", "text/plain;charset=utf-8", []byte("a letter"), image.Point{}, "a letter", ErrNoClipboardImage},
	} {
		t.Run(test.name, func(t *testing.T) {
			wlCopy(t, test.kind, bytes.NewReader(test.data))
			checkClipboard(t, test.size, test.text, test.err)
		})
	}
}

func TestReadPipeOfASilentWriter(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	defer write.Close()
	if _, err := readPipe(read); !errors.Is(waylandError(t.Context(), err), ErrClipboardSilent) {
		t.Errorf("got %v, want ErrClipboardSilent", err)
	}
}

func FuzzWaylandEvents(f *testing.F) {
	f.Add([]byte{1, 0, 0, 0, 0, 0, 20, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{9, 0, 0, 0, 0, 0, 16, 0, 4, 0, 0, 0, 'a', 'b', 'c', 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &waylandClipboard{offers: map[uint32][]string{9: {}}, device: 2}
		for {
			event, rest, err := takeWaylandEvent(data)
			if err != nil || rest == nil {
				return
			}
			if len(rest) >= len(data) {
				t.Fatal("nothing was taken")
			}
			_ = event.failure()
			if c.note(event) != nil {
				return
			}
			data = rest
		}
	})
}
