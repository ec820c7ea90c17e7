package vault_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// bus is a session bus of one test's own, with a throwaway home, so that no
// test meets the keyring of the person who runs it.
type bus struct {
	t       testing.TB
	home    string
	address string
	daemon  *exec.Cmd
}

// startBus starts a session bus and makes it this process's. services: it may
// start the services that are installed here, such as the keyring's dialog.
func startBus(t testing.TB, services bool, extraEnv ...string) *bus {
	t.Helper()
	need(t, "dbus-daemon")
	home, err := os.MkdirTemp("", "fob") // t.TempDir is too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	for _, dir := range []string{"run", "data", "config", "cache"} {
		if err := os.Mkdir(filepath.Join(home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b := &bus{t: t, home: home}
	config := filepath.Join(home, "bus.conf")
	write(t, config, busConfig(home, services))
	b.daemon = b.command("dbus-daemon", "--config-file="+config, "--nofork", "--nopidfile", "--print-address=1")
	b.daemon.Env = append(b.daemon.Env, extraEnv...)
	out, err := b.daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	run(b.t, b.daemon)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon: %v", err)
	}
	b.address = strings.TrimSpace(line)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", b.address)
	// go-keyring keeps the process's shared connection: the next test needs another.
	t.Cleanup(func() {
		if shared, err := dbus.SessionBus(); err == nil {
			shared.Close()
		}
	})
	return b
}

func busConfig(home string, services bool) string {
	dirs := ""
	if services {
		dirs = "<standard_session_servicedirs/>"
	}
	return fmt.Sprintf(`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=%s/run/bus</listen>%s
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`, home, dirs)
}

// command prepares a program that lives in the test's home and ends with it.
func (b *bus) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env = []string{
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "HOME=" + b.home,
		"XDG_RUNTIME_DIR=" + filepath.Join(b.home, "run"), "XDG_DATA_HOME=" + filepath.Join(b.home, "data"),
		"XDG_CONFIG_HOME=" + filepath.Join(b.home, "config"), "XDG_CACHE_HOME=" + filepath.Join(b.home, "cache"),
	}
	if b.address != "" {
		c.Env = append(c.Env, "DBUS_SESSION_BUS_ADDRESS="+b.address)
	}
	return c
}

// run keeps a program running until the test ends.
func run(t testing.TB, c *exec.Cmd) {
	t.Helper()
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(c) })
}

// stop ends a program and what it started.
func stop(c *exec.Cmd) {
	if c.ProcessState == nil {
		syscall.Kill(-c.Process.Pid, syscall.SIGTERM)
		c.Wait()
	}
}

// connect makes a connection beside the keyring's own ones.
func (b *bus) connect() *dbus.Conn {
	b.t.Helper()
	conn, err := dbus.Connect(b.address)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { conn.Close() })
	return conn
}

// startKeyring starts a real gnome-keyring with an unlocked login collection.
// The bus must not know the service itself: it would start a second one.
func (b *bus) startKeyring() *exec.Cmd {
	b.t.Helper()
	need(b.t, "gnome-keyring-daemon")
	c := b.command("gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock")
	c.Stdin = strings.NewReader("test password")
	run(b.t, c)
	conn := b.connect()
	defer conn.Close() // a bus allows 256, and some tests start a keyring more often
	waitFor(b.t, "the keyring's login collection", func() bool {
		locked, err := conn.Object("org.freedesktop.secrets", "/org/freedesktop/secrets/collection/login").
			GetProperty("org.freedesktop.Secret.Collection.Locked")
		return err == nil && locked.Value() == false
	})
	return c
}

// need skips a test that cannot run here.
func need(t testing.TB, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
}

// waitFor asks until the answer is yes.
func waitFor(t testing.TB, what string, ready func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ready() {
			return
		}
	}
	t.Fatalf("waited in vain for %s", what)
}
