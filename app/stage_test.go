package app

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/deskfob/deskfob/app/desktop"
	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// stage is a window on the software driver over a vault in memory. Its clock
// stands until the test moves it; what comes back to the UI goroutine waits
// until the test runs it.
type stage struct {
	*testing.T
	ui    *UI
	vault *vault.Vault
	now   time.Time
	queue chan func()
	saved desktop.Settings
}

// newStage opens the window on a vault with the accounts of some key URIs.
func newStage(t *testing.T, uris ...string) *stage {
	t.Helper()
	return newStageOn(t, vault.NewMemoryKeyring(), uris...)
}

// newStageOn is newStage on a keyring of the test's own.
func newStageOn(t *testing.T, k vault.Keyring, uris ...string) *stage {
	t.Helper()
	s := newClosedStage(t)
	var err error
	s.vault, err = vault.Open(t.Context(), vault.Options{Keyring: k, Now: func() time.Time { return s.now }})
	if err != nil {
		t.Fatal(err)
	}
	s.addURIs(uris...)
	s.ui.opened(s.vault)
	return s
}

// addURIs adds the accounts of key URIs behind the window's back.
func (s *stage) addURIs(uris ...string) {
	s.Helper()
	var accounts []vault.Account
	for _, uri := range uris {
		a, err := vault.ParseKeyURI(uri)
		if err != nil {
			s.Fatal(err)
		}
		accounts = append(accounts, a)
	}
	if _, err := s.vault.Add(s.Context(), accounts, vault.DuplicateKeep); err != nil {
		s.Fatal(err)
	}
}

// newClosedStage is a window whose vault was not opened.
func newClosedStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{T: t, now: time.Date(2026, 11, 24, 12, 0, 12, 0, time.UTC), queue: make(chan func(), 100)}
	a := test.NewTempApp(t)
	a.Settings().SetTheme(newWindowTheme(themeLight))
	s.ui = New(Options{
		App: a,
		Now: func() time.Time { return s.now },
		Do:  func(f func()) { s.queue <- f },
		Open: func(context.Context, vault.Location, Passphrase, bool) (*vault.Vault, error) {
			return nil, vault.ErrUnavailable
		},
		SaveKit: func(path string, k kit.Kit, passphrase []byte, over kit.Overwrite) (string, error) {
			return kit.SaveWith(path, k, passphrase, over, 10) // costs little
		},
		SaveSettings: func(saved desktop.Settings) error { s.saved = saved; return nil },
	})
	s.ui.window.Resize(fyne.NewSize(460, 720))
	t.Cleanup(s.ui.cancel)
	return s
}

// drain runs what comes back to the UI goroutine until no work is out.
func (s *stage) drain() {
	s.Helper()
	s.drainWithin(20 * time.Second)
}

// pdfStart is more than the reader of PDFs takes to start on a slow machine.
const pdfStart = 3 * time.Minute

func (s *stage) drainWithin(most time.Duration) {
	s.Helper()
	deadline := time.After(most)
	for len(s.ui.jobs) > 0 || len(s.queue) > 0 {
		select {
		case f := <-s.queue:
			f()
		case <-deadline:
			s.Fatal("work in the background did not come back")
		}
	}
}

// await runs what comes back to the UI goroutine until ready says so, for work
// that waits for the person.
func (s *stage) await(ready func() bool) {
	s.Helper()
	deadline := time.After(20 * time.Second)
	for !ready() {
		select {
		case f := <-s.queue:
			f()
		case <-deadline:
			s.Fatal("the window never got there")
		}
	}
}

// tap presses a button and waits for what it started.
func (s *stage) tap(b *button) {
	s.Helper()
	if !b.Visible() || b.disabled {
		s.Fatalf("the button %q cannot be pressed", b.text)
	}
	b.Tapped(nil)
	s.drain()
}

// press gives a key to what has the focus, as a keyboard does.
func (s *stage) press(key fyne.KeyName) {
	s.Helper()
	e := &fyne.KeyEvent{Name: key}
	if focused := s.ui.window.Canvas().Focused(); focused != nil {
		focused.TypedKey(e)
	} else {
		s.ui.window.Canvas().OnTypedKey()(e)
	}
	s.drain()
}

// pass lets time go by.
func (s *stage) pass(d time.Duration) {
	s.now = s.now.Add(d)
	s.ui.tick(s.now)
}

// account is the only account of that issuer.
func (s *stage) account(issuer string) vault.Account {
	s.Helper()
	found := s.vault.Find(issuer)
	if len(found) != 1 {
		s.Fatalf("%d accounts of %s", len(found), issuer)
	}
	return found[0]
}

// top is the view in sight, as a T.
func top[T view](s *stage) T {
	s.Helper()
	v, ok := s.ui.top().(T)
	if !ok {
		s.Fatalf("in sight is %T, not %T", s.ui.top(), v)
	}
	return v
}

// secrets are recovery codes.
func secrets(codes ...string) []vault.Secret {
	var all []vault.Secret
	for _, c := range codes {
		all = append(all, vault.NewSecret([]byte(c)))
	}
	return all
}

// shoot writes what the window shows, light and dark, where DESKFOB_SHOTS says.
func (s *stage) shoot(name string) {
	s.Helper()
	for _, mode := range []string{themeLight, themeDark} {
		s.ui.o.App.Settings().SetTheme(newWindowTheme(mode))
		s.ui.window.Canvas().(test.WindowlessCanvas).SetScale(2)
		s.ui.tick(s.now)
		s.ui.root.content.Refresh()
		f, err := os.Create(filepath.Join(os.Getenv("DESKFOB_SHOTS"), name+"-"+mode+".png"))
		if err != nil {
			s.Fatal(err)
		}
		if err := png.Encode(f, s.ui.window.Canvas().Capture()); err != nil {
			s.Fatal(err)
		}
		if err := f.Close(); err != nil {
			s.Fatal(err)
		}
	}
}

// keepAll puts all accounts on a copy that is elsewhere, so that nothing is to
// be done about them.
func (s *stage) keepAll() {
	s.Helper()
	entries, err := kit.Collect(s.Context(), s.vault, kit.Choice{})
	if err != nil {
		s.Fatal(err)
	}
	c := kit.Copy{ID: kit.NewID(), Kind: kit.CopyKit, File: "/media/stick/deskfob.kit", Place: "USB stick in the desk", Created: s.now, Held: kit.Hold(entries)}
	err = changeRegister(s.Context(), s.vault, func(r kit.Register) (kit.Register, error) { return r.Add(c), nil })
	if err != nil {
		s.Fatal(err)
	}
	s.ui.changed()
}
