package scanner

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"
)

// startX starts an X server without a screen of glass, and gives its display.
func startX(t *testing.T, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Skip("1 test of the X screen skipped: no Xvfb here")
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	server := exec.Command(path, append([]string{"-displayfd", "3", "-nolisten", "tcp"}, args...)...)
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	write.Close()
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
	})
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb tells no display: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// showOnRoot draws a picture on the root window of each screen of a display.
func showOnRoot(t *testing.T, display string, img image.Image, at image.Point) {
	t.Helper()
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close) // the server resets when its last client leaves
	screen := xproto.Setup(conn).DefaultScreen(conn)
	id, err := xproto.NewGcontextId(conn)
	if err != nil {
		t.Fatal(err)
	}
	xproto.CreateGC(conn, id, xproto.Drawable(screen.Root), 0, nil)
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		var row []byte
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			switch screen.RootDepth {
			case 24:
				row = append(row, c.B, c.G, c.R, 0)
			case 16:
				v := uint16(c.R>>3)<<11 | uint16(c.G>>2)<<5 | uint16(c.B>>3)
				row = append(row, byte(v), byte(v>>8))
			}
		}
		for len(row)%4 != 0 {
			row = append(row, 0)
		}
		err := xproto.PutImageChecked(conn, xproto.ImageFormatZPixmap, xproto.Drawable(screen.Root), id,
			uint16(b.Dx()), 1, int16(at.X), int16(at.Y+y-b.Min.Y), 0, screen.RootDepth, row).Check()
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestCaptureX11(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
		want []image.Point // size of each monitor
		code int           // the monitor that shows the code
	}{
		{"one monitor", []string{"-screen", "0", "1000x900x24"}, []image.Point{{1000, 900}}, 0},
		{"high colour and an odd width", []string{"-screen", "0", "1001x901x16"}, []image.Point{{1001, 901}}, 0},
		{
			"two monitors",
			[]string{"+xinerama", "-screen", "0", "300x300x24", "-screen", "1", "1000x900x24"},
			[]image.Point{{300, 300}, {1000, 900}},
			1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			display := startX(t, test.args...)
			picture, want := samplePicture(t, "formats-08.png")
			showOnRoot(t, display, picture, image.Pt(310, 20))
			images, err := captureX11(testContext(t), display)
			if err != nil {
				t.Fatal(err)
			}
			if len(images) != len(test.want) {
				t.Fatalf("%d images, want %d", len(images), len(test.want))
			}
			for i, img := range images {
				if img.Bounds().Size() != test.want[i] {
					t.Errorf("monitor %d is %v, want %v", i, img.Bounds().Size(), test.want[i])
				}
			}
			found, err := Decode(testContext(t), images[test.code])
			if err != nil {
				t.Fatal(err)
			}
			checkTexts(t, found, want)
		})
	}
}

// Monitors of RandR, as today's servers have them: two side by side, and the second
// once more as a mirror.
func TestCaptureX11RandRMonitors(t *testing.T) {
	display := startX(t, "-noreset", "-screen", "0", "1400x900x24")
	picture, want := samplePicture(t, "formats-08.png")
	showOnRoot(t, display, picture, image.Pt(410, 20))
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := randr.Init(conn); err != nil {
		t.Fatal(err)
	}
	root := xproto.Setup(conn).DefaultScreen(conn).Root
	resources, err := randr.GetScreenResources(conn, root).Reply()
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range []image.Rectangle{image.Rect(0, 0, 400, 300), image.Rect(400, 0, 1400, 900), image.Rect(400, 0, 1400, 900)} {
		name := fmt.Sprintf("MONITOR-%d", i)
		atom, err := xproto.InternAtom(conn, false, uint16(len(name)), name).Reply()
		if err != nil {
			t.Fatal(err)
		}
		monitor := randr.MonitorInfo{
			Name: atom.Atom, X: int16(m.Min.X), Y: int16(m.Min.Y), Width: uint16(m.Dx()), Height: uint16(m.Dy()),
			WidthInMillimeters: 100, HeightInMillimeters: 100,
		}
		if i == 0 { // takes the place of the screen's own monitor
			monitor.NOutput, monitor.Outputs = 1, resources.Outputs[:1]
		}
		if err := randr.SetMonitorChecked(conn, root, monitor).Check(); err != nil {
			t.Fatal(err)
		}
	}
	images, err := captureX11(testContext(t), display)
	if err != nil {
		t.Fatal(err)
	}
	if len(images) != 2 || images[0].Bounds().Size() != image.Pt(400, 300) || images[1].Bounds().Size() != image.Pt(1000, 900) {
		t.Fatalf("%d images, the first of %v", len(images), images[0].Bounds())
	}
	found, err := Decode(testContext(t), images[1])
	if err != nil {
		t.Fatal(err)
	}
	checkTexts(t, found, want)
}

func TestCaptureX11Colours(t *testing.T) {
	display := startX(t, "-screen", "0", "320x200x24")
	want := color.RGBA{R: 10, G: 120, B: 250, A: 255}
	picture := image.NewUniform(want)
	showOnRoot(t, display, boundedImage{picture, image.Rect(0, 0, 20, 20)}, image.Pt(7, 9))
	images, err := captureX11(testContext(t), display)
	if err != nil {
		t.Fatal(err)
	}
	if got := images[0].At(7, 9); got != want {
		t.Errorf("pixel is %v, want %v", got, want)
	}
	if got := images[0].At(6, 9); got == want {
		t.Errorf("the pixel beside is %v too", got)
	}
}

func TestCaptureX11OfAColourTable(t *testing.T) {
	display := startX(t, "-screen", "0", "320x200x8")
	if _, err := captureX11(testContext(t), display); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v, want ErrUnsupported", err)
	}
}

func TestCaptureX11OfASilentServer(t *testing.T) {
	dir, err := os.MkdirTemp("", "fob") // t.TempDir is too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	// The display of a path is a socket of that very name, number and all.
	listener, err := net.Listen("unix", filepath.Join(dir, "x:0"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := captureX11(ctx, fmt.Sprintf("%s/x:0", dir)); !errors.Is(err, ErrTimeout) {
		t.Errorf("got %v, want ErrTimeout", err)
	}
}

func TestX11FormatUnpacks(t *testing.T) {
	for _, test := range []struct {
		name   string
		format x11Format
		row    []byte
		want   []byte
	}{
		{"24 bits in 4 bytes", x11Format{4, 32, binary.LittleEndian, [3]uint32{0xff0000, 0xff00, 0xff}}, []byte{1, 2, 3, 0}, []byte{3, 2, 1, 255}},
		{"big-endian", x11Format{4, 32, binary.BigEndian, [3]uint32{0xff0000, 0xff00, 0xff}}, []byte{0, 3, 2, 1}, []byte{3, 2, 1, 255}},
		{"24 bits in 3 bytes", x11Format{3, 32, binary.LittleEndian, [3]uint32{0xff0000, 0xff00, 0xff}}, []byte{1, 2, 3}, []byte{3, 2, 1, 255}},
		{"30 bits", x11Format{4, 32, binary.LittleEndian, [3]uint32{0x3ff << 20, 0x3ff << 10, 0x3ff}}, []byte{0xff, 0x03, 0xf0, 0x3f}, []byte{255, 0, 255, 255}},
		{"565", x11Format{2, 32, binary.LittleEndian, [3]uint32{0xf800, 0x7e0, 0x1f}}, []byte{0x1f, 0xf8}, []byte{255, 0, 255, 255}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := make([]byte, 4)
			test.format.unpack(got, test.row)
			if string(got) != string(test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
	if got := (x11Format{bytesPerPixel: 3, scanlinePad: 32}).stride(5); got != 16 {
		t.Errorf("stride of 5 pixels of 3 bytes is %d, want 16", got)
	}
}
