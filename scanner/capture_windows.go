package scanner

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Of GetSystemMetrics: where the rectangle around all displays is.
const (
	smXVirtualScreen, smYVirtualScreen   = 76, 77
	smCXVirtualScreen, smCYVirtualScreen = 78, 79
)

const (
	bltCopy     = 0x00CC0020  // SRCCOPY
	bltLayered  = 0x40000000  // CAPTUREBLT: half-transparent windows too
	perMonitor2 = ^uintptr(3) // DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2, which is -4
)

// bitmapInfo is a BITMAPINFOHEADER.
type bitmapInfo struct {
	size             uint32
	width, height    int32
	planes, bits     uint16
	compression      uint32
	imageSize        uint32
	xPerM, yPerM     int32
	colours, leading uint32
}

// captureScreen gives one image of all displays, through GDI. For its time the
// thread sees each display in the display's own pixels; else Windows would
// shrink those with a scale.
func captureScreen(ctx context.Context) ([]image.Image, error) {
	if ctx.Err() != nil {
		return nil, contextError(ctx)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	user32 := windows.NewLazySystemDLL("user32.dll")
	if set := user32.NewProc("SetThreadDpiAwarenessContext"); set.Find() == nil { // since Windows 10
		if before, _, _ := set.Call(perMonitor2); before != 0 {
			defer set.Call(before)
		}
	}
	metric := func(n uintptr) int {
		v, _, _ := user32.NewProc("GetSystemMetrics").Call(n)
		return int(int32(v))
	}
	origin := image.Pt(metric(smXVirtualScreen), metric(smYVirtualScreen))
	size := image.Pt(metric(smCXVirtualScreen), metric(smCYVirtualScreen))
	if size.X <= 0 || size.Y <= 0 {
		return nil, fmt.Errorf("capturing the screen: %w", ErrNoDisplay)
	}
	if size.X > MaxPixels/size.Y {
		return nil, fmt.Errorf("a screen of %dx%d: %w", size.X, size.Y, ErrTooManyPixels)
	}
	img, err := grabGDI(user32, image.Rectangle{origin, origin.Add(size)})
	if err != nil {
		return nil, fmt.Errorf("capturing the screen: %w", err)
	}
	return []image.Image{img}, nil
}

// captureRegion would need a window of our own to draw on; the system's own
// tool copies a part to the clipboard.
func captureRegion(context.Context) (image.Image, error) { return nil, ErrRegion }

// grabGDI copies an area of the desktop.
func grabGDI(user32 *windows.LazyDLL, area image.Rectangle) (image.Image, error) {
	gdi32 := windows.NewLazySystemDLL("gdi32.dll")
	screen, _, err := user32.NewProc("GetDC").Call(0)
	if screen == 0 {
		return nil, gdiError("GetDC", err)
	}
	defer user32.NewProc("ReleaseDC").Call(0, screen)
	memory, _, err := gdi32.NewProc("CreateCompatibleDC").Call(screen)
	if memory == 0 {
		return nil, gdiError("CreateCompatibleDC", err)
	}
	defer gdi32.NewProc("DeleteDC").Call(memory)
	width, height := uintptr(area.Dx()), uintptr(area.Dy())
	bitmap, _, err := gdi32.NewProc("CreateCompatibleBitmap").Call(screen, width, height)
	if bitmap == 0 {
		return nil, gdiError("CreateCompatibleBitmap", err)
	}
	defer gdi32.NewProc("DeleteObject").Call(bitmap)
	before, _, err := gdi32.NewProc("SelectObject").Call(memory, bitmap)
	if before == 0 {
		return nil, gdiError("SelectObject", err)
	}
	copied, _, err := gdi32.NewProc("BitBlt").Call(memory, 0, 0, width, height,
		screen, uintptr(area.Min.X), uintptr(area.Min.Y), bltCopy|bltLayered)
	gdi32.NewProc("SelectObject").Call(memory, before) // GetDIBits wants it free
	if copied == 0 {
		return nil, gdiError("BitBlt", err)
	}
	return readBitmap(gdi32, memory, bitmap, area.Size())
}

// readBitmap takes the pixels out of a bitmap of that size.
func readBitmap(gdi32 *windows.LazyDLL, dc, bitmap uintptr, size image.Point) (image.Image, error) {
	info := bitmapInfo{width: int32(size.X), height: -int32(size.Y), planes: 1, bits: 32} // negative: top row first
	info.size = uint32(unsafe.Sizeof(info))
	img := image.NewRGBA(image.Rectangle{Max: size})
	rows, _, err := gdi32.NewProc("GetDIBits").Call(dc, bitmap, 0, uintptr(size.Y),
		uintptr(unsafe.Pointer(&img.Pix[0])), uintptr(unsafe.Pointer(&info)), 0)
	if int(rows) != size.Y {
		return nil, gdiError("GetDIBits", err)
	}
	for i := 0; i+3 < len(img.Pix); i += 4 { // from blue, green, red, nothing
		img.Pix[i], img.Pix[i+2], img.Pix[i+3] = img.Pix[i+2], img.Pix[i], 255
	}
	return img, nil
}

// gdiError sorts the errors of Windows: a locked screen, or one that asks for
// an administrator's consent, is denied to all programs.
func gdiError(call string, err error) error {
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_INVALID_HANDLE) {
		return fmt.Errorf("%s: %v: %w", call, err, ErrPermission)
	}
	return fmt.Errorf("%s: %v: %w", call, err, ErrCapture)
}
