package cli

import (
	"context"
	"fmt"
	"image"
	"io"
	"strings"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/kit"
)

// Env is the world outside the commands.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	// Interactive says that In is a terminal, so that reading it needs a hint.
	Interactive bool
	// Terminal answers questions; nil when nobody is there to ask.
	Terminal Terminal
	// Live says that Out is a terminal, where a line can be written over.
	Live bool

	Getenv func(name string) string
	Now    func() time.Time
	// Sleep waits for d, or until ctx ends: then it returns the error of ctx.
	Sleep func(ctx context.Context, d time.Duration) error

	OpenVault func(ctx context.Context, l vault.Location, o vault.Options) (*vault.Vault, error)
	// Forget lets a new vault begin where one is gone.
	Forget func(ctx context.Context, l vault.Location, o vault.Options) error
	// Examine and Try look at the place of a vault, as those of package vault do.
	Examine func(ctx context.Context, l vault.Location, o vault.Options) []vault.Finding
	// FinishErase does the rest of a vault move or vault erase that was stopped,
	// and reports whether there was any.
	FinishErase func(ctx context.Context, l vault.Location, o vault.Options) (bool, error)
	Try         func(ctx context.Context, l vault.Location, o vault.Options) vault.Finding
	// SaveKit writes a kit file, as kit.Save does.
	SaveKit func(path string, k kit.Kit, passphrase []byte, over kit.Overwrite) (sum string, err error)
	// DataDir is the folder of a vault's witness and lock.
	DataDir func() (string, error)
	// SavedVault is the window's choice of vault as ParseLocation reads it, or
	// empty when it made none.
	SavedVault func() (string, error)
	// SaveVault makes another vault the window's choice.
	SaveVault func(location string) error
	// RemoveSettings deletes the window's settings.
	RemoveSettings func() error

	// Capture gives one image a display.
	Capture func(ctx context.Context) ([]image.Image, error)
	// CaptureRegion gives a part of the screen that the person chooses.
	CaptureRegion func(ctx context.Context) (image.Image, error)
	// ClipboardImage and ClipboardText give what was copied, as those of
	// package scanner do.
	ClipboardImage func(ctx context.Context) (image.Image, error)
	ClipboardText  func(ctx context.Context) (string, error)
	// CheckDisplay gives an error where there is no desktop to copy to.
	CheckDisplay func() error
	// ClockOffset asks time servers how far the clock is off.
	ClockOffset func(ctx context.Context, servers []string) (clock.Result, error)
	// Copy keeps text on the clipboard until ctx ends or another program takes
	// the clipboard. An error means that there is no clipboard.
	Copy func(ctx context.Context, text string) error
	// DemoPicture is the enrolment picture that comes with the program.
	DemoPicture []byte
}

// Window is what the arguments ask a window to show.
type Window struct {
	Location vault.Location
	Intake   string // a picture's path or a link; empty: none
	Demo     bool   // a vault in memory with sample accounts
	// Passphrase reads the vault's passphrase from the file that the flag or
	// the environment names; empty without an error: none is named.
	Passphrase func() ([]byte, error)
}

// session is an Env with the flags that every command has.
type session struct {
	Env
	location       string // --vault
	passphraseFile string // --vault-passphrase-file
}

// Run does what args (without the program's name) say. It returns a Window when
// they ask for one; otherwise nil and the exit code, after it has told any
// error on env.Err.
func Run(ctx context.Context, args []string, env Env) (*Window, int) {
	out := &output{w: env.Out}
	env.Out = out
	window, err := dispatch(ctx, args, env)
	if err == nil {
		err = out.err
	}
	if err == nil {
		return window, ExitOK
	}
	code, text := explain(err)
	if text != "" {
		fmt.Fprintln(env.Err, "deskfob: "+text)
	}
	return nil, code
}

// dispatch finds out what is asked for, and does it unless it is a window.
func dispatch(ctx context.Context, args []string, env Env) (*Window, error) {
	name, rest, err := splitName(args)
	if err != nil {
		return nil, err
	}
	s := &session{Env: env}
	if name == "" || isIntake(name) {
		return s.window(args)
	}
	cmd, rest, err := find(name, rest)
	if err != nil {
		return nil, err
	}
	return nil, s.execute(ctx, cmd, rest)
}

// execute parses the flags of one command and runs it.
func (s *session) execute(ctx context.Context, cmd command, args []string) error {
	for _, arg := range args {
		_, value, _ := strings.Cut(arg, "=") // of a flag
		if isLink(arg) || isLink(value) {
			return usage(cmd.name, linkInArguments)
		}
	}
	flags := s.flags(cmd)
	if err := flags.Parse(args); err != nil {
		return usage(cmd.name, flagProblem(err))
	}
	if help, _ := flags.GetBool("help"); help {
		return s.print(commandHelp(cmd, flags))
	}
	if n := flags.NArg(); n < cmd.min || n > cmd.max {
		return usage(cmd.name, wrongCount(cmd))
	}
	return cmd.options.run(ctx, s, flags.Args())
}

// print writes text to standard output. Run notices when that fails.
func (s *session) print(text string) error {
	_, err := io.WriteString(s.Out, text)
	return err
}

// tell writes one line of talk to standard error.
func (s *session) tell(text string) { fmt.Fprintln(s.Err, text) }

// output remembers that a Writer failed, so that a full disk behind standard
// output is noticed without a check at every print.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil {
		o.err = fail(ExitUnexpected, outputLost)
	}
	return n, o.err
}
