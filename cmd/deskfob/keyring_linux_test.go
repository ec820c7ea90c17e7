package main

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
	"github.com/rogpeppe/go-internal/testscript"
)

// TestKeyringScript runs the sessions in testdata/keyring, each with a real
// gnome-keyring on a bus of its own.
func TestKeyringScript(t *testing.T) {
	for _, name := range []string{"dbus-daemon", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/keyring",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			if err := setUp(env); err != nil {
				return err
			}
			env.Setenv("DESKFOB_VAULT", "")
			env.Setenv("DESKFOB_PASSPHRASE_FILE", "")
			return startKeyring(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "capture": capture},
	})
}

// startKeyring gives a session a bus that starts nothing by itself, with an
// unlocked gnome-keyring.
func startKeyring(env *testscript.Env) error {
	home, err := os.MkdirTemp("", "fob") // the session's folder is too long for a socket's path
	if err != nil {
		return err
	}
	env.Defer(func() { os.RemoveAll(home) })
	config := filepath.Join(home, "bus.conf")
	text := fmt.Sprintf(`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=%s/bus</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`, home)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return err
	}
	bus := background(env, home, "dbus-daemon", "--config-file="+config, "--nofork", "--nopidfile", "--print-address=1")
	out, err := bus.StdoutPipe()
	if err != nil {
		return err
	}
	if err := bus.Start(); err != nil {
		return err
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("dbus-daemon: %w", err)
	}
	env.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	keyring := background(env, home, "gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock")
	keyring.Env = append(keyring.Env, "DBUS_SESSION_BUS_ADDRESS="+strings.TrimSpace(address))
	keyring.Stdin = strings.NewReader("test password")
	if err := keyring.Start(); err != nil {
		return err
	}
	return waitForKeyring(strings.TrimSpace(address))
}

// background prepares a program that lives as long as the session.
func background(env *testscript.Env, home, name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env = []string{
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "HOME=" + home, "XDG_RUNTIME_DIR=" + home,
		"XDG_DATA_HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_CACHE_HOME=" + home,
	}
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	env.Defer(func() {
		if c.Process != nil {
			syscall.Kill(-c.Process.Pid, syscall.SIGTERM)
			c.Wait()
		}
	})
	return c
}

// waitForKeyring asks until the login collection is there and open.
func waitForKeyring(address string) error {
	conn, err := dbus.Connect(address)
	if err != nil {
		return err
	}
	defer conn.Close()
	login := conn.Object("org.freedesktop.secrets", "/org/freedesktop/secrets/collection/login")
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		locked, err := login.GetProperty("org.freedesktop.Secret.Collection.Locked")
		if err == nil && locked.Value() == false {
			return nil
		}
	}
	return fmt.Errorf("the keyring has no open collection")
}
