// Command deskfob is an authenticator for the desktop: a window, and a command
// line on the same vault. The arguments decide which, before any toolkit is
// touched, so that the command line works where no window can.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/deskfob/deskfob/app/desktop"
	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/cmd/internal/cli"
	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/kit"
)

// windowArgs is what runWindow needs to know. The window is in gui.go;
// gui_none.go stands for it in a build without one.
type windowArgs struct {
	cli.Window
	Stdout, Stderr io.Writer
}

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	protectMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second Ctrl+C ends the program at once.
	context.AfterFunc(ctx, stop)
	window, code := cli.Run(ctx, args, environment())
	stop()
	if window == nil {
		return code
	}
	return runWindow(windowArgs{Window: *window, Stdout: os.Stdout, Stderr: os.Stderr})
}

// saveKit is kit.Save; tests make kits that cost little.
var saveKit = kit.Save

// environment is the world as it is.
func environment() cli.Env {
	return cli.Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Interactive:    term.IsTerminal(int(os.Stdin.Fd())),
		Terminal:       cli.SystemTerminal(),
		Live:           term.IsTerminal(int(os.Stdout.Fd())),
		Getenv:         os.Getenv,
		Now:            time.Now,
		Sleep:          sleep,
		OpenVault:      vault.OpenAt,
		Forget:         vault.ForgetAt,
		Examine:        vault.Examine,
		FinishErase:    vault.FinishEraseAt,
		Try:            vault.Try,
		SaveKit:        saveKit,
		DataDir:        vault.DataDir,
		SavedVault:     savedVault,
		SaveVault:      saveVault,
		RemoveSettings: removeSettings,
		Capture:        whileShown(scanner.CaptureScreen),
		CaptureRegion:  whileShown(scanner.CaptureRegion),
		ClipboardImage: scanner.ClipboardImage,
		ClipboardText:  scanner.ClipboardText,
		ClockOffset:    clock.Offset,
		CheckDisplay:   desktop.CheckDisplay,
		Copy:           desktop.CopySecret,
		DemoPicture:    assets.EnrolmentPNG(),
	}
}

// savedVault reads the window's choice of vault.
func savedVault() (string, error) {
	path, err := desktop.SettingsPath()
	if err != nil {
		// Without a home folder there are no settings.
		return "", nil
	}
	settings, err := desktop.LoadSettings(path)
	return settings.Vault, err
}

// saveVault makes another vault the window's choice.
func saveVault(location string) error {
	path, err := desktop.SettingsPath()
	if err != nil {
		return err
	}
	settings, err := desktop.LoadSettings(path)
	if err != nil {
		return err
	}
	settings.Vault = location
	return settings.Save(path)
}

// removeSettings deletes what the window saved.
func removeSettings() error {
	path, err := desktop.SettingsPath()
	if err != nil {
		// Without a home folder there are no settings.
		return nil
	}
	return desktop.RemoveSettings(path)
}

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
