//go:build e2e && linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"
)

const (
	secretsName = "org.freedesktop.secrets"
	secretsPath = "/org/freedesktop/secrets"
	busConfig   = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=%s</listen>
  <auth>EXTERNAL</auth>
  <servicedir>%s</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`
)

// startBus gives the desktop a message bus that starts the named services when
// they are called, and no others: what else happens to be installed on the
// computer stays out of the test.
func (d *desktop) startBus(services ...string) {
	d.tb.Helper()
	dir := filepath.Join(d.home, "services")
	if err := os.Mkdir(dir, 0o700); err != nil {
		d.tb.Fatal(err)
	}
	for _, name := range services {
		file := name + ".service"
		if err := os.Symlink(filepath.Join("/usr/share/dbus-1/services", file), filepath.Join(dir, file)); err != nil {
			d.tb.Fatal(err)
		}
	}
	config := filepath.Join(d.home, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, d.runtimeDir(), dir), 0o600); err != nil {
		d.tb.Fatal(err)
	}
	d.bus = d.startAndRead("dbus-daemon", "--nofork", "--print-address=3", "--config-file="+config)
	conn, err := dbus.Connect(d.bus)
	if err != nil {
		d.tb.Fatal(err)
	}
	d.tb.Cleanup(func() { _ = conn.Close() }) // the bus may be gone before
	d.conn = conn
}

const keyringPassword = "correct horse"

// startKeyring starts gnome-keyring with its login collection made, if it is
// not there yet, and unlocked.
func (d *desktop) startKeyring() *process {
	d.tb.Helper()
	cmd := exec.Command("gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock")
	cmd.Stdin = strings.NewReader(keyringPassword)
	p := d.run(cmd)
	d.until("the keyring is unlocked", func() bool {
		locked, err := d.secretService("/collection/login").GetProperty("org.freedesktop.Secret.Collection.Locked")
		return err == nil && locked.Value() == false
	})
	return p
}

// lockKeyring locks the login collection, as a screen lock would.
func (d *desktop) lockKeyring() {
	d.tb.Helper()
	login := dbus.ObjectPath(secretsPath + "/collection/login")
	call := d.secretService("").Call("org.freedesktop.Secret.Service.Lock", 0, []dbus.ObjectPath{login})
	if call.Err != nil {
		d.tb.Fatal(call.Err)
	}
}

// secretService is an object of the Secret Service, asked over the test's own
// connection.
func (d *desktop) secretService(path string) dbus.BusObject {
	return d.conn.Object(secretsName, dbus.ObjectPath(secretsPath+path))
}

// keyringAsks reports whether the desktop's question for the password is open.
func (d *desktop) keyringAsks() bool {
	_, err := d.command("", "xdotool", "search", "--onlyvisible", "--class", "gcr-prompter")
	return err == nil
}

// item is what the keyring tells about an item to anybody who may ask it.
type item struct {
	label      string
	attributes map[string]string
	value      string
}

// items reads every item there is in the keyring.
func (d *desktop) items() []item {
	d.tb.Helper()
	check := func(err error) {
		d.tb.Helper()
		if err != nil {
			d.tb.Fatalf("reading the keyring: %v", err)
		}
	}
	service := d.secretService("")
	var paths, locked []dbus.ObjectPath
	check(service.Call("org.freedesktop.Secret.Service.SearchItems", 0, map[string]string{}).Store(&paths, &locked))
	var none dbus.Variant
	var session dbus.ObjectPath
	check(service.Call("org.freedesktop.Secret.Service.OpenSession", 0, "plain", dbus.MakeVariant("")).Store(&none, &session))
	var found []item
	for _, path := range append(paths, locked...) {
		object := d.conn.Object(secretsName, path)
		var secret struct {
			Session           dbus.ObjectPath
			Parameters, Value []byte
			Type              string
		}
		var it item
		check(object.StoreProperty("org.freedesktop.Secret.Item.Label", &it.label))
		check(object.StoreProperty("org.freedesktop.Secret.Item.Attributes", &it.attributes))
		check(object.Call("org.freedesktop.Secret.Item.GetSecret", 0, session).Store(&secret))
		it.value = string(secret.Value)
		found = append(found, it)
	}
	return found
}
