package vault_test

import (
	"encoding/hex"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	secrets      = dbus.ObjectPath("/org/freedesktop/secrets")
	login        = secrets + "/collection/login"
	defaultAlias = secrets + "/aliases/default"
	made         = secrets + "/collection/Default_5fkeyring"
)

// fakeSecrets is a Secret Service for what a real one cannot be brought to do
// on demand. It speaks as much of the API as go-keyring and Deskfob use.
type fakeSecrets struct {
	t     testing.TB
	conn  *dbus.Conn
	shown chan dbus.ObjectPath // a dialog came up

	mu         sync.Mutex
	collection dbus.ObjectPath // "/" in a fresh home
	locked     bool
	itemPrompt bool              // CreateItem asks the person
	items      map[string]string // by user name
	calls      map[string]int
	on         map[string]func() *dbus.Error // runs at the start of a method
	effects    map[dbus.ObjectPath]func() dbus.Variant
	label      string // of the collection that was made
}

// fakeSecret is the Secret structure of the API.
type fakeSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// startFake serves a login collection on the bus; locked or not.
func startFake(b *bus, locked bool) *fakeSecrets {
	f := &fakeSecrets{
		t: b.t, conn: b.connect(), shown: make(chan dbus.ObjectPath, 10),
		collection: login, locked: locked,
		items: map[string]string{}, calls: map[string]int{},
		on: map[string]func() *dbus.Error{}, effects: map[dbus.ObjectPath]func() dbus.Variant{},
	}
	f.export(secrets, "org.freedesktop.Secret.Service", map[string]any{
		"OpenSession": f.openSession, "Unlock": f.unlock, "ReadAlias": f.readAlias, "CreateCollection": f.createCollection,
	})
	for _, path := range []dbus.ObjectPath{login, made, defaultAlias} {
		f.export(path, "org.freedesktop.Secret.Collection", map[string]any{
			"SearchItems": f.searchItems, "CreateItem": f.createItem,
		})
	}
	for _, path := range []dbus.ObjectPath{secrets, login, made, defaultAlias} {
		f.export(path, "org.freedesktop.DBus.Properties", map[string]any{"Get": f.property})
	}
	f.export(secrets+"/session/s1", "org.freedesktop.Secret.Session", map[string]any{
		"Close": func() *dbus.Error { return nil },
	})
	f.exportBelow(secrets+"/item", "org.freedesktop.Secret.Item", map[string]any{
		"GetSecret": f.getSecret, "Delete": f.deleteItem,
	})
	f.exportBelow(secrets+"/prompt", "org.freedesktop.Secret.Prompt", map[string]any{
		"Prompt": f.prompt, "Dismiss": func() *dbus.Error { return f.called("Dismiss") },
	})
	f.takeName()
	return f
}

func (f *fakeSecrets) export(path dbus.ObjectPath, iface string, methods map[string]any) {
	if err := f.conn.ExportMethodTable(methods, path, iface); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fakeSecrets) exportBelow(path dbus.ObjectPath, iface string, methods map[string]any) {
	if err := f.conn.ExportSubtreeMethodTable(methods, path, iface); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fakeSecrets) takeName() {
	reply, err := f.conn.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		f.t.Fatalf("take the service's name: %v, %v", reply, err)
	}
}

// called counts a call and lets the test step in.
func (f *fakeSecrets) called(method string) *dbus.Error {
	f.mu.Lock()
	f.calls[method]++
	hook := f.on[method]
	f.mu.Unlock()
	if hook != nil {
		return hook()
	}
	return nil
}

func (f *fakeSecrets) count(method string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[method]
}

func (f *fakeSecrets) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

// newPrompt returns the path of a dialog; effect happens when the person agrees.
func (f *fakeSecrets) newPrompt(effect func() dbus.Variant) dbus.ObjectPath {
	path := dbus.ObjectPath(fmt.Sprintf("%s/prompt/u%d", secrets, len(f.effects)+1))
	f.effects[path] = effect
	return path
}

// dialog waits until a dialog came up.
func (f *fakeSecrets) dialog() dbus.ObjectPath {
	f.t.Helper()
	select {
	case path := <-f.shown:
		return path
	case <-time.After(20 * time.Second):
		f.t.Fatal("no dialog came up")
		return ""
	}
}

// answer ends a dialog as the person would.
func (f *fakeSecrets) answer(path dbus.ObjectPath, dismissed bool) {
	f.mu.Lock()
	result := dbus.MakeVariant("")
	if !dismissed {
		result = f.effects[path]()
	}
	f.mu.Unlock()
	if err := f.conn.Emit(path, "org.freedesktop.Secret.Prompt.Completed", dismissed, result); err != nil {
		f.t.Errorf("answer: %v", err)
	}
}

func (f *fakeSecrets) prompt(msg dbus.Message, _ string) *dbus.Error {
	if err := f.called("Prompt"); err != nil {
		return err
	}
	f.shown <- msg.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	return nil
}

func (f *fakeSecrets) openSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), secrets + "/session/s1", f.called("OpenSession")
}

func (f *fakeSecrets) unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	if err := f.called("Unlock"); err != nil {
		return nil, "/", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.locked {
		return paths, "/", nil
	}
	return []dbus.ObjectPath{}, f.newPrompt(func() dbus.Variant {
		f.locked = false
		return dbus.MakeVariant(paths)
	}), nil
}

func (f *fakeSecrets) readAlias(string) (dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.collection, nil
}

func (f *fakeSecrets) createCollection(properties map[string]dbus.Variant, alias string) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	if err := f.called("CreateCollection " + alias); err != nil {
		return "/", "/", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.label, _ = properties["org.freedesktop.Secret.Collection.Label"].Value().(string)
	return "/", f.newPrompt(func() dbus.Variant {
		f.collection = made
		return dbus.MakeVariant(made)
	}), nil
}

func (f *fakeSecrets) property(_, name string) (dbus.Variant, *dbus.Error) {
	if err := f.called(name); err != nil {
		return dbus.MakeVariant(""), err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if name == "Locked" {
		return dbus.MakeVariant(f.locked), nil
	}
	collections := []dbus.ObjectPath{secrets + "/collection/session"}
	if f.collection != "/" {
		collections = append(collections, f.collection)
	}
	return dbus.MakeVariant(collections), nil
}

func (f *fakeSecrets) searchItems(attributes map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	if err := f.called("SearchItems"); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.items[attributes["username"]]; !ok || attributes["service"] != "Deskfob" {
		return []dbus.ObjectPath{}, nil
	}
	return []dbus.ObjectPath{itemPath(attributes["username"])}, nil
}

func (f *fakeSecrets) createItem(properties map[string]dbus.Variant, secret fakeSecret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	if err := f.called("CreateItem"); err != nil {
		return "/", "/", err
	}
	attributes := properties["org.freedesktop.Secret.Item.Attributes"].Value().(map[string]string)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.itemPrompt {
		return "/", f.newPrompt(func() dbus.Variant { return dbus.MakeVariant("") }), nil
	}
	f.items[attributes["username"]] = string(secret.Value)
	return itemPath(attributes["username"]), "/", nil
}

// itemPath is made of hex digits: names hold what paths may not.
func itemPath(name string) dbus.ObjectPath {
	return secrets + "/item/" + dbus.ObjectPath(hex.EncodeToString([]byte(name)))
}

func itemName(msg dbus.Message) string {
	path := msg.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	name, err := hex.DecodeString(string(path[len(secrets+"/item/"):]))
	if err != nil {
		panic(err) // the fake makes all item paths
	}
	return string(name)
}

func (f *fakeSecrets) getSecret(msg dbus.Message, session dbus.ObjectPath) (fakeSecret, *dbus.Error) {
	if err := f.called("GetSecret"); err != nil {
		return fakeSecret{Session: "/"}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return fakeSecret{session, nil, []byte(f.items[itemName(msg)]), "text/plain"}, nil
}

func (f *fakeSecrets) deleteItem(msg dbus.Message) (dbus.ObjectPath, *dbus.Error) {
	if err := f.called("Delete"); err != nil {
		return "/", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.items, itemName(msg))
	return "/", nil
}
