package scanner

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// fakePortal is a desktop's screenshot portal on a bus of the test's own.
type fakePortal struct {
	conn   *dbus.Conn
	closed chan dbus.ObjectPath // requests that the caller closed

	// answer is what a request gets; nil leaves it without one.
	answer func(conn *dbus.Conn, sender dbus.Sender, handle dbus.ObjectPath)
	handle dbus.ObjectPath // when set, used in place of the foreseen path
	refuse *dbus.Error
}

// Screenshot is called over the bus.
func (p *fakePortal) Screenshot(sender dbus.Sender, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	if p.refuse != nil {
		return "", p.refuse
	}
	if options["interactive"].Value() != true {
		return "", dbus.MakeFailedError(errors.New("not interactive"))
	}
	handle := p.handle
	if handle == "" {
		name := strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_")
		handle = dbus.ObjectPath(fmt.Sprintf("%s/request/%s/%s", portalPath, name, options["handle_token"].Value()))
	}
	if err := p.conn.Export(fakeRequest{p, handle}, handle, portalRequest); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	if p.answer != nil {
		p.answer(p.conn, sender, handle)
	}
	return handle, nil
}

type fakeRequest struct {
	portal *fakePortal
	handle dbus.ObjectPath
}

// Close is called over the bus.
func (r fakeRequest) Close() *dbus.Error {
	r.portal.closed <- r.handle
	return nil
}

// respond answers as a portal does.
func respond(code uint32, results map[string]dbus.Variant) func(*dbus.Conn, dbus.Sender, dbus.ObjectPath) {
	return func(conn *dbus.Conn, _ dbus.Sender, handle dbus.ObjectPath) {
		_ = conn.Emit(handle, portalRequest+".Response", code, results)
	}
}

func screenshotAt(uri string) map[string]dbus.Variant {
	return map[string]dbus.Variant{"uri": dbus.MakeVariant(uri)}
}

// startTestBus starts a session bus without any service on it.
func startTestBus(t *testing.T) {
	t.Helper()
	path, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("1 portal test skipped: no dbus-daemon here")
	}
	dir, err := os.MkdirTemp("", "fob") // t.TempDir is too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	config := filepath.Join(dir, "bus.conf")
	text := `<busconfig><type>session</type><listen>unix:path=` + dir + `/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow own="*"/><allow receive_sender="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command(path, "--config-file="+config, "--nofork", "--nopidfile", "--print-address=1")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon gives no address: %v", err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
}

// busConn is a connection to the test's bus.
func busConn(t *testing.T) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// startPortal puts p on a bus of its own.
func startPortal(t *testing.T, p *fakePortal) *fakePortal {
	t.Helper()
	startTestBus(t)
	p.conn, p.closed = busConn(t), make(chan dbus.ObjectPath, 4)
	if err := p.conn.Export(p, portalPath, "org.freedesktop.portal.Screenshot"); err != nil {
		t.Fatal(err)
	}
	if reply, err := p.conn.RequestName(portalName, 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("taking the portal's name: %v, %v", reply, err)
	}
	return p
}

// screenshotFile is a picture for the portal to hand over.
func screenshotFile(t *testing.T, name string, data []byte) (path, uri string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path, "file://" + strings.ReplaceAll(path, " ", "%20")
}

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

// respondUntil answers again and again, as the caller can match the path only
// after it was told of it; a real portal asks the person meanwhile.
func respondUntil(ctx context.Context, results map[string]dbus.Variant) func(*dbus.Conn, dbus.Sender, dbus.ObjectPath) {
	return func(conn *dbus.Conn, sender dbus.Sender, handle dbus.ObjectPath) {
		go func() {
			for ctx.Err() == nil {
				respond(portalDone, results)(conn, sender, handle)
				time.Sleep(10 * time.Millisecond)
			}
		}()
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
