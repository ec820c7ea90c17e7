package scanner

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

func TestPortalGivesScreenshotAndFileIsDeleted(t *testing.T) {
	path, uri := screenshotFile(t, "a screen.png", testPNG(t, 40, 30))
	for name, handle := range map[string]dbus.ObjectPath{
		"foreseen path":   "",
		"path of its own": "/org/freedesktop/portal/desktop/request/old/7",
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, testPNG(t, 40, 30), 0o644); err != nil {
				t.Fatal(err)
			}
			p := &fakePortal{handle: handle}
			p.answer = respond(portalDone, screenshotAt(uri))
			if handle != "" {
				p.answer = respondUntil(t.Context(), screenshotAt(uri))
			}
			startPortal(t, p)
			images, err := capturePortal(testContext(t))
			if err != nil {
				t.Fatal(err)
			}
			if len(images) != 1 || images[0].Bounds().Dx() != 40 || images[0].Bounds().Dy() != 30 {
				t.Errorf("got %d images", len(images))
			}
			gone(t, path)
		})
	}
}

func TestPortalRefusals(t *testing.T) {
	_, broken := screenshotFile(t, "broken.png", []byte("no picture"))
	for _, test := range []struct {
		name   string
		portal fakePortal
		want   error
	}{
		{"cancelled by the person", fakePortal{answer: respond(portalCancelled, nil)}, ErrCancelled},
		{"not allowed", fakePortal{answer: respond(2, nil)}, ErrPermission},
		{"denied by the bus", fakePortal{refuse: dbus.NewError("org.freedesktop.DBus.Error.AccessDenied", nil)}, ErrPermission},
		{"no such interface", fakePortal{refuse: dbus.NewError("org.freedesktop.DBus.Error.UnknownMethod", nil)}, ErrNoPortal},
		{"failing", fakePortal{refuse: dbus.MakeFailedError(errors.New("x"))}, ErrCapture},
		{"no file", fakePortal{answer: respond(portalDone, nil)}, ErrCapture},
		{"another computer's file", fakePortal{answer: respond(portalDone, screenshotAt("file://host/x.png"))}, ErrCapture},
		{"a web address", fakePortal{answer: respond(portalDone, screenshotAt("https://example.com/x.png"))}, ErrCapture},
		{"a file that is not there", fakePortal{answer: respond(portalDone, screenshotAt("file:///nowhere/x.png"))}, ErrCapture},
		{"no picture", fakePortal{answer: respond(portalDone, screenshotAt(broken))}, ErrNotImage},
	} {
		t.Run(test.name, func(t *testing.T) {
			startPortal(t, &test.portal)
			images, err := capturePortal(testContext(t))
			if !errors.Is(err, test.want) || images != nil {
				t.Errorf("got %d images and %v, want %v", len(images), err, test.want)
			}
		})
	}
	gone(t, strings.TrimPrefix(broken, "file://"))
}

func gone(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the portal's file is still there: %v", err)
	}
}

func TestPortalThatNeverAnswersIsClosed(t *testing.T) {
	p := startPortal(t, &fakePortal{})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := capturePortal(ctx); !errors.Is(err, ErrTimeout) {
		t.Errorf("got %v, want ErrTimeout", err)
	}
	select {
	case <-p.closed:
	case <-time.After(10 * time.Second):
		t.Error("the request was not closed, so its dialog stays")
	}
}

func TestPortalCancelledByCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := &fakePortal{answer: func(*dbus.Conn, dbus.Sender, dbus.ObjectPath) { cancel() }}
	startPortal(t, p)
	_, err := capturePortal(ctx)
	if !errors.Is(err, context.Canceled) || errors.Is(err, ErrTimeout) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestPortalThatEnds(t *testing.T) {
	p := &fakePortal{}
	p.answer = func(conn *dbus.Conn, _ dbus.Sender, _ dbus.ObjectPath) {
		go func() { _, _ = conn.ReleaseName(portalName) }()
	}
	startPortal(t, p)
	if _, err := capturePortal(testContext(t)); err == nil || errors.Is(err, ErrTimeout) {
		t.Errorf("got %v, want an error before the deadline", err)
	}
}

// Whoever is on the bus can send a signal to our connection; only the portal's counts.
func TestPortalAnswerOfAStrangerIsIgnored(t *testing.T) {
	kept, stranger := screenshotFile(t, "stranger.png", testPNG(t, 10, 10))
	_, uri := screenshotFile(t, "portal.png", testPNG(t, 40, 30))
	p := &fakePortal{}
	p.answer = func(conn *dbus.Conn, s dbus.Sender, handle dbus.ObjectPath) {
		other := busConn(t)
		respond(portalDone, screenshotAt(stranger))(other, s, handle)
		// Once the bus has answered the stranger, it has passed the signal on.
		_ = other.BusObject().Call("org.freedesktop.DBus.GetId", 0).Err
		respond(portalDone, screenshotAt(uri))(conn, s, handle)
	}
	startPortal(t, p)
	images, err := capturePortal(testContext(t))
	if err != nil || images[0].Bounds().Dx() != 40 {
		t.Fatalf("got %v, %v; want the portal's picture", images, err)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the stranger's file was touched: %v", err)
	}
}

func TestNoPortal(t *testing.T) {
	t.Run("no service", func(t *testing.T) {
		startTestBus(t)
		if _, err := capturePortal(testContext(t)); !errors.Is(err, ErrNoPortal) {
			t.Errorf("got %v, want ErrNoPortal", err)
		}
	})
	for name, address := range map[string]string{"no bus": "unix:path=/nowhere/bus", "disabled": "disabled:"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
			if _, err := capturePortal(testContext(t)); !errors.Is(err, ErrNoPortal) {
				t.Errorf("got %v, want ErrNoPortal", err)
			}
		})
	}
}

func TestCaptureChoosesTheWay(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
	for _, test := range []struct {
		name                      string
		wayland, session, display string
		want                      error
	}{
		{"nothing there", "", "", "", ErrNoDisplay},
		{"dead X display, no portal", "", "x11", "/nowhere/x:0", ErrNoDisplay},
		{"Wayland by its display", "wayland-0", "", ":0", ErrNoPortal},
		{"Wayland by its session", "", "wayland", "", ErrNoPortal},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("WAYLAND_DISPLAY", test.wayland)
			t.Setenv("XDG_SESSION_TYPE", test.session)
			t.Setenv("DISPLAY", test.display)
			if _, err := CaptureScreen(testContext(t)); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func TestPortalFollowsAFailedDisplay(t *testing.T) {
	_, uri := screenshotFile(t, "s.png", testPNG(t, 40, 30))
	startPortal(t, &fakePortal{answer: respond(portalDone, screenshotAt(uri))})
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("XDG_SESSION_TYPE", "x11")
	t.Setenv("DISPLAY", "/nowhere/x:0")
	images, err := CaptureScreen(testContext(t))
	if err != nil || len(images) != 1 {
		t.Errorf("got %d images and %v", len(images), err)
	}
}
