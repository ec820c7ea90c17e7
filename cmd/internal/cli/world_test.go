package cli

import (
	"bytes"
	"context"
	"errors"
	"image"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/kit"
)

// world is an Env for a test: a vault in memory, a clock that stands still
// until something sleeps, no terminal and no desktop.
type world struct {
	Env
	out, err bytes.Buffer
	now      time.Time
	vars     map[string]string
	copied   []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	keyring := vault.NewMemoryKeyring()
	w := &world{now: time.Unix(59, 0), vars: make(map[string]string)}
	w.Env = Env{
		In: strings.NewReader(""), Out: &w.out, Err: &w.err,
		Getenv: func(name string) string { return w.vars[name] },
		Now:    func() time.Time { return w.now },
		Sleep: func(ctx context.Context, d time.Duration) error {
			w.now = w.now.Add(d)
			return ctx.Err()
		},
		OpenVault: func(ctx context.Context, _ vault.Location, o vault.Options) (*vault.Vault, error) {
			o.Keyring, o.Dir = keyring, ""
			return vault.Open(ctx, o)
		},
		Examine:     func(context.Context, vault.Location, vault.Options) []vault.Finding { return nil },
		FinishErase: func(context.Context, vault.Location, vault.Options) (bool, error) { return false, nil },
		DataDir:     func() (string, error) { return t.TempDir(), nil },
		SaveKit: func(path string, k kit.Kit, passphrase []byte, over kit.Overwrite) (string, error) {
			return kit.SaveWith(path, k, passphrase, over, 10)
		},
		SavedVault:     func() (string, error) { return "", nil },
		SaveVault:      func(string) error { return nil },
		RemoveSettings: func() error { return nil },
		Capture:        func(context.Context) ([]image.Image, error) { return nil, scanner.ErrNoDisplay },
		CaptureRegion:  func(context.Context) (image.Image, error) { return nil, scanner.ErrNoDisplay },
		ClipboardImage: func(context.Context) (image.Image, error) { return nil, scanner.ErrNoClipboard },
		ClipboardText:  func(context.Context) (string, error) { return "", scanner.ErrNoClipboard },
		ClockOffset:    func(context.Context, []string) (clock.Result, error) { return clock.Result{}, clock.ErrOffline },
		DemoPicture:    assets.EnrolmentPNG(),
		CheckDisplay:   func() error { return nil },
		Copy: func(_ context.Context, text string) error {
			w.copied = append(w.copied, text)
			return nil
		},
	}
	return w
}

// run runs one command line; what it said before is forgotten.
func (w *world) run(args ...string) int {
	w.out.Reset()
	w.err.Reset()
	_, code := Run(context.Background(), args, w.Env)
	return code
}

// must runs a command line that has to succeed, and returns its output.
func (w *world) must(t *testing.T, args ...string) string {
	t.Helper()
	if code := w.run(args...); code != ExitOK {
		t.Fatalf("%q: exit code %d: %s", args, code, w.err.String())
	}
	return w.out.String()
}

// give puts text on standard input for the next command.
func (w *world) give(text string) { w.In = strings.NewReader(text) }

// typist is a Terminal with its answers ready.
type typist struct {
	answers []string
	asked   []string
}

func (y *typist) Password(ctx context.Context, prompt string) ([]byte, error) {
	line, err := y.Line(ctx, prompt)
	return []byte(line), err
}

func (y *typist) Line(_ context.Context, prompt string) (string, error) {
	y.asked = append(y.asked, prompt)
	if len(y.answers) == 0 {
		return "", errors.New("asked once too often")
	}
	answer := y.answers[0]
	y.answers = y.answers[1:]
	return answer, nil
}
