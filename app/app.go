package app

import (
	"context"
	"image"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/app/desktop"
	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/kit"
)

// Options are what the window needs from outside.
type Options struct {
	// App is the toolkit's app: fyne/v2/app's, or a test's.
	App fyne.App
	// Open opens the vault at a location. It is called off the UI goroutine;
	// passphrase may be called from there and waits for the person.
	Open func(ctx context.Context, l vault.Location, passphrase Passphrase, create bool) (*vault.Vault, error)
	// Forget lets new accounts begin at a location whose vault is gone; nil:
	// it cannot be done here. Called off the UI goroutine.
	Forget func(ctx context.Context, l vault.Location) error
	// Examine looks at the place of a vault and asks nobody; nil: it cannot be
	// done here. Called off the UI goroutine.
	Examine func(ctx context.Context, l vault.Location) []vault.Finding
	// Try saves something there for a moment, and may have the keyring ask for
	// its password; nil: it cannot be done here. Called off the UI goroutine.
	Try func(ctx context.Context, l vault.Location) vault.Finding
	// Location is the vault to open.
	Location vault.Location
	// Intake is pictures' and folders' paths and links to add at once, a line each.
	Intake string
	// Demo says that the vault is for trying out and keeps nothing.
	Demo bool
	// WatchLock calls f, from any goroutine, when the desktop locks the screen
	// or suspends the computer, until ctx ends; nil: nobody tells.
	WatchLock func(ctx context.Context, f func(desktop.LockReason)) error
	// RoomHeight is how many pixels the window and its frame can be high; 0: not known.
	RoomHeight int
	// Capture takes a picture of every display; nil: it cannot be done here.
	Capture func(ctx context.Context) ([]image.Image, error)
	// CaptureRegion lets the person choose a part of the screen and takes a
	// picture of it; nil: it cannot be done here.
	CaptureRegion func(ctx context.Context) (image.Image, error)
	// ClipboardImage and ClipboardText read what was copied, off the UI
	// goroutine, with the errors of the scanner's functions of these names; nil:
	// the toolkit reads text, and no picture can be pasted.
	ClipboardImage func(ctx context.Context) (image.Image, error)
	ClipboardText  func(ctx context.Context) (string, error)
	// ClockOffset asks time servers how far the computer's clock is off, as
	// clock.Offset does; called off the UI goroutine and only when a person has
	// asked for it. nil: it cannot be asked here.
	ClockOffset func(ctx context.Context, servers []string) (clock.Result, error)
	// TimeServers are the servers to ask; none: clock.Servers.
	TimeServers []string
	// Trash moves a file to the desktop's trash; nil: it cannot be done here.
	Trash func(path string) error
	// Settings are the person's choices.
	Settings desktop.Settings
	// SaveSettings keeps them; nil: they are forgotten.
	SaveSettings func(desktop.Settings) error
	// SaveKit writes kits; nil is kit.Save.
	SaveKit SaveKit
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// After is time.After, for waiting in the background; nil is time.After.
	After func(time.Duration) <-chan time.Time
	// Do runs a function on the UI goroutine, soon; nil is fyne.Do. Never called from that goroutine.
	Do func(func())
}

// SaveKit writes a kit as kit.Save does.
type SaveKit func(path string, k kit.Kit, passphrase []byte, over kit.Overwrite) (sum string, err error)

// Passphrase asks the person for the vault's passphrase or, with create true,
// to choose one.
type Passphrase func(ctx context.Context, create bool) ([]byte, error)

// UI is the window and what it shows. Its methods belong to the UI goroutine.
type UI struct {
	o      Options
	window fyne.Window
	vault  *vault.Vault // nil until it is open

	root   *shell
	pages  []*page
	beside *page // the account beside the list; nil: none
	jobs   []*job

	ctx    context.Context // ends with the window
	cancel context.CancelFunc

	started bool // the toolkit runs
	clip    copied
	asked   map[string]counterCode // by account id
	seen    watched
	used    use // when the window was used last
	// enrolAgain is the id of the account that the next enrolment is meant for.
	enrolAgain string
	hidden     bool // the window is out of sight: nothing is drawn

	passphraseWrong bool // the last one given for the vault
	placeChosen     bool // the location is a new choice, to be saved once it works
}

// New makes the window. Nothing is opened or shown before ShowAndRun.
func New(o Options) *UI {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Do == nil {
		o.Do = fyne.Do
	}
	if o.SaveKit == nil {
		o.SaveKit = kit.Save
	}
	if o.After == nil {
		o.After = time.After
	}
	u := &UI{o: o, window: o.App.NewWindow("Deskfob"), asked: map[string]counterCode{}}
	u.ctx, u.cancel = context.WithCancel(context.Background())
	if o.Demo {
		u.window.SetTitle(lang.L("Deskfob demo"))
	}
	u.root = newShell()
	u.window.SetPadded(false)
	u.window.SetContent(u.root.content)
	u.window.Resize(fyne.NewSize(windowWidth, windowHeight))
	u.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { u.dropped(uris) })
	u.window.SetOnClosed(u.close)
	u.listenKeys()
	return u
}

// Window is the window, for tests and for bringing it to the front.
func (u *UI) Window() fyne.Window { return u.window }

// Started reports whether the window came onto the display.
func (u *UI) Started() bool { return u.started }

// Receive brings the window to the front and takes what another start of the
// program was to open: pictures' paths and key URIs.
func (u *UI) Receive(open []string) {
	u.unhide()
	u.o.Intake = strings.TrimSpace(u.o.Intake + "\n" + strings.Join(open, "\n"))
	u.takeIntake()
}

// takeIntake takes what was to be opened as soon as nothing is in its way.
func (u *UI) takeIntake() {
	if u.o.Intake != "" && u.ready() {
		text := u.o.Intake
		u.o.Intake = ""
		u.intakeText(text)
	}
}

// ShowAndRun opens the vault, shows the window and returns when it is closed.
func (u *UI) ShowAndRun() {
	u.o.App.Lifecycle().SetOnStarted(u.start)
	u.o.App.Lifecycle().SetOnEnteredForeground(func() { u.tick(u.o.Now()) })
	u.o.App.Lifecycle().SetOnExitedForeground(u.outOfSight)
	u.window.ShowAndRun()
}

// start runs once the toolkit runs.
func (u *UI) start() {
	if !isOnDisplay(u.window) {
		u.o.App.Quit()
		return
	}
	u.started = true
	u.fit()
	u.o.App.Settings().SetTheme(newWindowTheme(u.o.Settings.Theme))
	go u.runClock()
	u.watchLock()
	u.open(false)
}

// open opens the vault and goes to the list. create allows making a new one
// where there is none.
func (u *UI) open(create bool) { u.openWith(create, u.askPassphrase) }

// openWith is open with another way to get the passphrase.
func (u *UI) openWith(create bool, passphrase Passphrase) {
	first := newOpeningView()
	u.restart(first)
	var v *vault.Vault
	u.background(first, u.openingWords(), func(ctx context.Context) (err error) {
		v, err = u.o.Open(ctx, u.o.Location, passphrase, create)
		return err
	}, func(err error) {
		if err != nil {
			u.openTrouble(err)
			return
		}
		u.opened(v)
	})
}

// opened goes to the list of a vault that was opened.
func (u *UI) opened(v *vault.Vault) {
	u.vault, u.seen, u.used = v, watched{}, use{}
	u.keepPlace()
	u.restart(newHomeView(u))
	u.takeIntake()
}

// close ends what is running.
func (u *UI) close() {
	u.clearClipboard()
	u.cancel()
	if u.vault != nil {
		u.vault.Close()
	}
}
