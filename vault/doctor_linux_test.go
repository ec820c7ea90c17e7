package vault_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// The doctor before real services. What none of them can be brought to do on
// demand is played in doctorplayed_linux_test.go.

func examineKeyring(t *testing.T, o vault.Options) []vault.Finding {
	t.Helper()
	return vault.Examine(t.Context(), vault.Location{}, o)
}

func freshOptions(t *testing.T) vault.Options { return vault.Options{Dir: t.TempDir()} }

// Without a bus nothing may be started: neither a bus nor a keyring.
func TestExamineWithoutBusStartsNothing(t *testing.T) {
	for _, address := range []string{"disabled:", "autolaunch:", "unix:path=" + filepath.Join(t.TempDir(), "bus")} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		ran := fakeLauncher(t)
		before := programsAbout(t)
		wantFindings(t, examineKeyring(t, freshOptions(t)), "no-bus")
		if f := vault.Try(t.Context(), vault.Location{}, freshOptions(t)); f.Case != "no-bus" {
			t.Errorf("try: %+v", f)
		}
		if _, err := os.Stat(ran); err == nil {
			t.Error("dbus-launch was run")
		}
		if after := programsAbout(t); !slices.Equal(after, before) {
			t.Errorf("processes before: %v, after: %v", before, after)
		}
	}
}

// programsAbout lists what this process has started, and the buses and
// keyrings whose parent is gone: daemons leave their parent.
func programsAbout(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("ps", "-A", "-o", "pid=,ppid=,comm=").Output()
	if err != nil {
		t.Skipf("ps: %v", err)
	}
	var found []string
	for _, line := range strings.Split(string(out), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[2] == "ps" {
			continue
		}
		daemon := fields[1] == "1" && (strings.HasPrefix(fields[2], "dbus-") || strings.HasPrefix(fields[2], "gnome-keyring"))
		if daemon && madeWith(fields[0], os.Getenv("DBUS_SESSION_BUS_ADDRESS")) {
			found = append(found, line)
		}
	}
	return found
}

// madeWith reports whether a process got that bus address from its parent.
func madeWith(pid, address string) bool {
	environ, err := os.ReadFile("/proc/" + pid + "/environ")
	return err == nil && strings.Contains("\x00"+string(environ), "\x00DBUS_SESSION_BUS_ADDRESS="+address+"\x00")
}

func TestExamineBusWithoutService(t *testing.T) {
	startBus(t, false)
	wantFindings(t, examineKeyring(t, freshOptions(t)), "bus-ok no-service")
}

// A bus that takes the connection and never says a word. Who does not want to
// wait for the end of that goes at once.
func TestExamineSilentBus(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Skipf("no socket here: %v", err)
	}
	defer listener.Close()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+path)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	start := time.Now()
	wantFindings(t, vault.Examine(ctx, vault.Location{}, freshOptions(t)), "service-silent")
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("the cancelled look took %v", took)
	}
	wantFindings(t, examineKeyring(t, freshOptions(t)), "bus-silent")
}

func TestExamineGnomeKeyring(t *testing.T) {
	b := startBus(t, false)
	b.startKeyring()
	o := freshOptions(t)
	wantFindings(t, examineKeyring(t, o), "bus-ok service-ok collection-ok data-ok no-vault")
	addAccount(t, vault.Location{}, o, "Example")
	all := examineKeyring(t, o)
	wantFindings(t, all, "bus-ok service-ok collection-ok data-ok vault-ok pages-ok witness-ok")
	if all[1].What != "gnome-keyring serves the keyring." {
		t.Errorf("service: %q", all[1].What)
	}
	if f := vault.Try(t.Context(), vault.Location{}, o); f.Case != "try-ok" {
		t.Errorf("try: %+v", f)
	}
	k := vault.NewSystemKeyring()
	if _, err := k.Get(t.Context(), "doctor-try"); err == nil {
		t.Error("the tried item was left behind")
	}

	t.Run("root gone", func(t *testing.T) {
		root, err := k.Get(t.Context(), "root")
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Delete(t.Context(), "root"); err != nil {
			t.Fatal(err)
		}
		wantFindings(t, examineKeyring(t, o), "bus-ok service-ok collection-ok data-ok gone")
		if err := k.Set(t.Context(), "root", root); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("locked", func(t *testing.T) {
		b.lock("/org/freedesktop/secrets/collection/login")
		t.Setenv("DISPLAY", ":77")
		wantFindings(t, examineKeyring(t, o), "bus-ok service-ok locked")
		t.Setenv("DISPLAY", "")
		t.Setenv("WAYLAND_DISPLAY", "")
		wantFindings(t, examineKeyring(t, o), "bus-ok service-ok no-display")
		if f := vault.Try(t.Context(), vault.Location{}, o); f.Case != "no-display" {
			t.Errorf("try: %+v", f)
		}
	})
}

// A fresh home: the bus can start the service, which holds no collection.
func TestExamineGnomeKeyringFreshHome(t *testing.T) {
	need(t, "gnome-keyring-daemon")
	startBus(t, true)
	wantFindings(t, examineKeyring(t, freshOptions(t)), "bus-ok service-ok no-collection")
}

// startKWallet starts a real KWallet without a screen.
func (b *bus) startKWallet(serves bool) {
	b.t.Helper()
	need(b.t, "kwalletd5")
	write(b.t, filepath.Join(b.home, "config", "kwalletrc"),
		"[Wallet]\nFirst Use=false\n[org.freedesktop.secrets]\napiEnabled="+map[bool]string{true: "true", false: "false"}[serves]+"\n")
	c := b.command("kwalletd5")
	c.Env = append(c.Env, "QT_QPA_PLATFORM=offscreen")
	run(b.t, c)
	b.waitForName("org.kde.kwalletd5")
	if serves {
		b.waitForName("org.freedesktop.secrets")
	}
}

func (b *bus) waitForName(name string) {
	b.t.Helper()
	conn := b.connect()
	waitFor(b.t, name, func() bool {
		var has bool
		return conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&has) == nil && has
	})
}

func TestExamineKWallet(t *testing.T) {
	t.Run("serving", func(t *testing.T) {
		startBus(t, false).startKWallet(true)
		all := examineKeyring(t, freshOptions(t))
		wantFindings(t, all, "bus-ok service-ok no-collection")
		if all[1].What != "KWallet serves the keyring." {
			t.Errorf("service: %q", all[1].What)
		}
	})
	t.Run("running, not serving", func(t *testing.T) {
		startBus(t, false).startKWallet(false)
		all := examineKeyring(t, freshOptions(t))
		wantFindings(t, all, "bus-ok not-serving")
		if !strings.HasPrefix(all[1].What, "KWallet is running") {
			t.Errorf("service: %q", all[1].What)
		}
	})
	t.Run("beside gnome-keyring", func(t *testing.T) {
		b := startBus(t, false)
		b.startKeyring()
		o := freshOptions(t)
		addAccount(t, vault.Location{}, o, "Example")
		b.startKWallet(false)
		all := examineKeyring(t, o)
		wantFindings(t, all, "bus-ok two-providers collection-ok data-ok vault-ok pages-ok witness-ok")
		if all[1].What != "gnome-keyring serves the keyring, and KWallet runs too." {
			t.Errorf("service: %q", all[1].What)
		}
		// Another keyring served when the vault was made.
		if err := vault.NewSystemKeyring().Delete(t.Context(), "root"); err != nil {
			t.Fatal(err)
		}
		wantFindings(t, examineKeyring(t, o), "bus-ok two-providers collection-ok data-ok gone-elsewhere")
	})
}

func TestExamineKeePassXC(t *testing.T) {
	need(t, "keepassxc")
	screen := startScreen(t)
	for want, enabled := range map[string]string{"bus-ok service-ok no-collection": "true", "bus-ok not-serving": "false"} {
		t.Run("enabled "+enabled, func(t *testing.T) {
			startBus(t, false).startKeePassXC(screen, enabled)
			all := examineKeyring(t, freshOptions(t))
			wantFindings(t, all, want)
			if !strings.HasPrefix(all[1].What, "KeePassXC ") {
				t.Errorf("service: %q", all[1].What)
			}
		})
	}
}

// startKeePassXC starts a real KeePassXC; enabled says whether it serves.
func (b *bus) startKeePassXC(s screen, enabled string) {
	b.t.Helper()
	config := filepath.Join(b.home, "config", "keepassxc")
	if err := os.Mkdir(config, 0o700); err != nil {
		b.t.Fatal(err)
	}
	write(b.t, filepath.Join(config, "keepassxc.ini"),
		"[General]\nConfigVersion=2\nUpdateCheckMessageShown=true\n[FdoSecrets]\nEnabled="+enabled+"\n")
	c := b.command("keepassxc")
	c.Env = append(c.Env, "DISPLAY="+s.display, "TMPDIR="+b.home) // its lock, one a person
	run(b.t, c)
	b.waitForName("org.keepassxc.KeePassXC.MainWindow")
	if enabled == "true" {
		b.waitForName("org.freedesktop.secrets")
	}
}
