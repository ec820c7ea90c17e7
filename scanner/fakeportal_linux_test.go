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
