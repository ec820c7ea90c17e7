package scanner

import (
	"context"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Formats of the Windows clipboard.
const (
	cfDIB         = 8
	cfUnicodeText = 13
	cfHDrop       = 15
)

const (
	// clipPatience is how long another program may keep the clipboard open.
	clipPatience = 3 * time.Second
	// clipLimit is how long the program that copied may take to deliver.
	clipLimit = 30 * time.Second
)

// winClipFormat is how Windows keeps a type. Windows itself makes a DIB of
// whatever bitmap was copied.
type winClipFormat struct {
	number  uintptr
	convert func([]byte) ([]byte, error)
}

// readClipboard gives what the clipboard holds of the wanted types; nil
// without an error when it holds none.
func readClipboard(ctx context.Context, wanted clipTypes) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, clipLimit, ErrClipboardSilent)
	defer cancel()
	type answer struct {
		data []byte
		err  error
	}
	// A program that offers data and makes it when it is asked may hang, and
	// then the call does; it is not waited for.
	done := make(chan answer, 1)
	go func() {
		data, err := readWindowsClipboard(ctx, wanted)
		done <- answer{data, err}
	}()
	select {
	case a := <-done:
		return a.data, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("reading the clipboard: %w", context.Cause(ctx))
	}
}

func readWindowsClipboard(ctx context.Context, wanted clipTypes) ([]byte, error) {
	runtime.LockOSThread() // a clipboard is open for one thread
	defer runtime.UnlockOSThread()
	user32 := windows.NewLazySystemDLL("user32.dll")
	if err := openWindowsClipboard(ctx, user32); err != nil {
		return nil, err
	}
	defer user32.NewProc("CloseClipboard").Call()
	formats, err := winClipFormats(user32)
	if err != nil {
		return nil, err
	}
	for _, kind := range wanted {
		format, ok := formats[kind]
		if !ok {
			continue
		}
		if there, _, _ := user32.NewProc("IsClipboardFormatAvailable").Call(format.number); there == 0 {
			continue
		}
		handle, _, err := user32.NewProc("GetClipboardData").Call(format.number)
		if handle == 0 {
			return nil, fmt.Errorf("reading %s from the clipboard: %v: %w", kind, err, ErrClipboardSilent)
		}
		data, err := copyGlobal(handle)
		if err != nil {
			return nil, fmt.Errorf("reading %s from the clipboard: %w", kind, err)
		}
		return format.convert(data)
	}
	return nil, nil
}

// openWindowsClipboard tries until no other program has it open.
func openWindowsClipboard(ctx context.Context, user32 *windows.LazyDLL) error {
	until := time.Now().Add(clipPatience)
	for {
		opened, _, err := user32.NewProc("OpenClipboard").Call(0)
		switch {
		case opened != 0:
			return nil
		case time.Now().After(until):
			return fmt.Errorf("opening the clipboard: %v: %w", err, ErrClipboardSilent)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func winClipFormats(user32 *windows.LazyDLL) (map[string]winClipFormat, error) {
	name, err := windows.UTF16PtrFromString("PNG")
	if err != nil {
		return nil, err
	}
	png, _, err := user32.NewProc("RegisterClipboardFormatW").Call(uintptr(unsafe.Pointer(name)))
	if png == 0 {
		return nil, fmt.Errorf("asking for the clipboard's PNG format: %v: %w", err, ErrNoClipboard)
	}
	asItIs := func(data []byte) ([]byte, error) { return data, nil }
	return map[string]winClipFormat{
		"image/png":     {png, asItIs},
		"image/bmp":     {cfDIB, bmpOfDIB},
		"text/uri-list": {cfHDrop, uriListOfDrop},
		"text/plain":    {cfUnicodeText, textOfUTF16},
	}, nil
}

// copyGlobal copies a block of memory that the clipboard owns.
func copyGlobal(handle uintptr) ([]byte, error) {
	kernel32 := windows.NewLazySystemDLL("kernel32.dll")
	size, _, err := kernel32.NewProc("GlobalSize").Call(handle)
	if size == 0 {
		return nil, fmt.Errorf("its size: %v: %w", err, ErrClipboardSilent)
	}
	if size > MaxBytes {
		return nil, fmt.Errorf("more than %d bytes on the clipboard: %w", MaxBytes, ErrTooManyBytes)
	}
	address, _, err := kernel32.NewProc("GlobalLock").Call(handle)
	if address == 0 {
		return nil, fmt.Errorf("its memory: %v: %w", err, ErrClipboardSilent)
	}
	defer kernel32.NewProc("GlobalUnlock").Call(handle)
	data := make([]byte, size)
	// The memory is not Go's, so its address becomes no Go pointer here: the
	// system copies it.
	if err := windows.ReadProcessMemory(windows.CurrentProcess(), address, &data[0], size, nil); err != nil {
		return nil, fmt.Errorf("its memory: %v: %w", err, ErrClipboardSilent)
	}
	return data, nil
}
