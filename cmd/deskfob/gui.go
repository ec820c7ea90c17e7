//go:build !nogui

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	toolkit "fyne.io/fyne/v2/app"

	"github.com/deskfob/deskfob/app"
	"github.com/deskfob/deskfob/app/desktop"
	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/cmd/internal/cli"
	"github.com/deskfob/deskfob/cmd/internal/demo"
	_ "github.com/deskfob/deskfob/cmd/internal/locale" // before the toolkit reads the environment
	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
)

const appID = "io.github.deskfob.Deskfob"

// What to do where no window can be opened.
const withoutWindow = "Use the command line there: deskfob help shows its commands."

// runWindow opens the window and returns when it is closed, with the exit code.
func runWindow(args windowArgs) int {
	if err := desktop.CheckDisplay(); err != nil {
		fmt.Fprintf(args.Stderr, "deskfob: No window can be opened: %v. %s\n", err, withoutWindow)
		return cli.ExitNoWindow
	}
	intake := absoluteIntake(args.Intake)
	instance, handed := claim(args, intake)
	if handed {
		return cli.ExitOK
	}
	defer instance.Close()
	shown, cause := show(args, intake, instance)
	if !shown {
		fmt.Fprintf(args.Stderr, "deskfob: No window can be opened: %s. %s\n", cause, withoutWindow)
		return cli.ExitNoWindow
	}
	return cli.ExitOK
}

// claim makes this process the window of its vault, or hands what it was to
// show to the window that is there. A demo is always a window of its own.
func claim(args windowArgs, intake string) (instance *desktop.Instance, handed bool) {
	if args.Demo {
		return nil, false
	}
	var h desktop.Handover
	if intake != "" {
		h.Open = []string{intake}
	}
	return desktop.Claim(args.Location.String(), h)
}

// show runs the window. It reports false, and why, when the toolkit could not
// open it: without OpenGL it panics rather than saying so.
func show(args windowArgs, intake string, instance *desktop.Instance) (shown bool, cause string) {
	// The toolkit asks the portal for the colour scheme when it starts. Where
	// the memory cannot be shown it was not hidden.
	hide, _ := desktop.ShowMemory()
	ui := app.New(options(args, intake))
	go func() {
		desktop.MeetPortal(context.Background())
		_ = hide() // said at the start
	}()
	defer func() {
		if p := recover(); p != nil {
			if ui.Started() {
				panic(p) // a fault of ours, which must not look like a missing display
			}
			shown, cause = false, fmt.Sprint("OpenGL is missing: ", p)
		}
	}()
	instance.Serve(func(h desktop.Handover) {
		fyne.Do(func() { ui.Receive(h.Open) })
	})
	ui.ShowAndRun()
	return ui.Started(), "the display offers no OpenGL"
}

func options(args windowArgs, intake string) app.Options {
	toolkit.SetMetadata(fyne.AppMetadata{
		ID: appID, Name: "Deskfob", Version: cli.Version,
		Icon: fyne.NewStaticResource("icon.png", assets.IconPNG()),
	})
	o := app.Options{
		App:       toolkit.NewWithID(appID),
		Open:      opener(args),
		Forget:    forget,
		Location:  args.Location,
		Intake:    intake,
		Demo:      args.Demo,
		WatchLock: desktop.WatchLock,
		Capture:   whileShown(scanner.CaptureScreen),

		RoomHeight:     desktop.RoomHeight(),
		CaptureRegion:  whileShown(scanner.CaptureRegion),
		ClipboardImage: scanner.ClipboardImage,
		ClipboardText:  scanner.ClipboardText,

		ClockOffset: clock.Offset,
		TimeServers: clock.ParseServers(os.Getenv("DESKFOB_TIME_SERVERS")),
	}
	if desktop.HasTrash {
		o.Trash = desktop.Trash
	}
	if !args.Demo {
		o.Examine, o.Try = examine, try
	}
	path, err := desktop.SettingsPath()
	if err != nil {
		return o // without a home folder there are no settings
	}
	o.SaveSettings = func(s desktop.Settings) error { return s.Save(path) }
	if o.Settings, err = desktop.LoadSettings(path); err != nil {
		fyne.LogError("the settings are left out", err)
	}
	return o
}

// forget lets new accounts begin where a vault is gone.
func forget(ctx context.Context, l vault.Location) error {
	dir, err := vault.DataDir()
	if err != nil {
		return err
	}
	return vault.ForgetAt(ctx, l, vault.Options{Dir: dir})
}

// examine looks at a vault's place. It has no passphrase, which is not kept,
// and asking for it is not the doctor's.
func examine(ctx context.Context, l vault.Location) []vault.Finding {
	return vault.Examine(ctx, l, doctorOptions())
}

func try(ctx context.Context, l vault.Location) vault.Finding {
	return vault.Try(ctx, l, doctorOptions())
}

// doctorOptions has no folder where the system has none for data.
func doctorOptions() vault.Options {
	dir, err := vault.DataDir()
	if err != nil {
		dir = ""
	}
	return vault.Options{Dir: dir, MustExist: true}
}

// opener is how the window opens a vault. Only the person's word creates a
// file; an empty keyring is an empty vault.
func opener(args windowArgs) func(context.Context, vault.Location, app.Passphrase, bool) (*vault.Vault, error) {
	if args.Demo {
		return func(ctx context.Context, _ vault.Location, _ app.Passphrase, _ bool) (*vault.Vault, error) {
			return demo.Vault(ctx, nil)
		}
	}
	file := &passphraseFile{read: args.Passphrase}
	return func(ctx context.Context, l vault.Location, p app.Passphrase, create bool) (*vault.Vault, error) {
		dir, err := vault.DataDir()
		if err != nil {
			return nil, err
		}
		if l == args.Location {
			p = file.before(p)
		}
		return vault.OpenAt(ctx, l, vault.Options{
			Dir: dir, Passphrase: p, MustExist: l.File != "" && !create,
		})
	}
}

// passphraseFile answers the vault's first question from the file that the
// flag or the environment named. A wrong passphrase is not given twice.
type passphraseFile struct {
	read func() ([]byte, error)
	used atomic.Bool
}

// before asks the person where the file does not answer, and for new vaults.
func (f *passphraseFile) before(person app.Passphrase) app.Passphrase {
	return func(ctx context.Context, create bool) ([]byte, error) {
		if !create && !f.used.Swap(true) {
			if text, err := f.read(); err == nil && len(text) > 0 {
				return text, nil
			}
		}
		return person(ctx, create)
	}
}

// absoluteIntake makes a picture's path one that another process understands;
// links stay as they are.
func absoluteIntake(intake string) string {
	if intake == "" || strings.Contains(intake, "://") {
		return intake
	}
	if path, err := filepath.Abs(intake); err == nil {
		return path
	}
	return intake
}
