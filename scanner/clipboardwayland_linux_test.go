package scanner

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

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
