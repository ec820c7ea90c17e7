package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// options is what parsing fills for one run of a command.
type options interface {
	flags(*pflag.FlagSet)
	run(ctx context.Context, s *session, args []string) error
}

// command is one sub-command as help and completion show it.
type command struct {
	name     string // "code", "recovery show"
	args     string // what follows the name, flags left out
	summary  string // one line
	help     string // what a person should know, and the exit codes of its own
	min, max int    // how many arguments
	alone    bool   // of a name of two words: what the first one alone means
	options  options
}

// manyArgs is the max of a command that takes any number of arguments.
const manyArgs = 1 << 20

// commands is the table of all sub-commands, made afresh at each call so that
// no run shares options with another.
func commands() []command {
	return []command{
		scanCommand(),
		addCommand(),
		listCommand(),
		codeCommand(),
		renameCommand(),
		removeCommand(),
		recoveryShowCommand(),
		recoverySetCommand(),
		recoveryUsedCommand(),
		retireCommand(),
		undoCommand(),
		trashListCommand(),
		trashRestoreCommand(),
		trashEmptyCommand(),
		passphraseSetCommand(),
		passphraseChangeCommand(),
		passphraseRemoveCommand(),
		vaultCheckCommand(),
		vaultMoveCommand(),
		vaultEraseCommand(),
		kitCreateCommand(),
		kitCheckCommand(),
		kitDrillCommand(),
		kitRestoreCommand(),
		kitListCommand(),
		kitPlaceCommand(),
		kitForgetCommand(),
		readinessCommand(),
		diagnoseCommand(),
		doctorCommand(),
		demoCommand(),
		completionCommand(),
		helpCommand(),
		versionCommand(),
	}
}

// newFlags is an empty flag set that neither prints nor exits.
func newFlags(name string) *pflag.FlagSet {
	flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
	flags.Usage = func() {}
	flags.SortFlags = false
	return flags
}

// commonFlags adds what every command understands.
func (s *session) commonFlags(flags *pflag.FlagSet) {
	flags.StringVar(&s.location, "vault", "", "the vault: `keyring or file:PATH`")
	flags.StringVar(&s.passphraseFile, "vault-passphrase-file", "", "read the vault's passphrase from `FILE`")
	flags.BoolP("help", "h", false, "show this help")
}

// flags is the flag set of one command, bound to its options and to s.
func (s *session) flags(cmd command) *pflag.FlagSet {
	flags := newFlags(cmd.name)
	cmd.options.flags(flags)
	s.commonFlags(flags)
	return flags
}

// splitName takes the first argument that is neither a flag nor a flag's value
// out of args. Flags may stand before it, so this needs to know every flag of
// every command; flags of one name take a value in all commands or in none.
func splitName(args []string) (name string, rest []string, err error) {
	every := windowFlags(&Window{})
	var s session
	s.commonFlags(every)
	for _, cmd := range commands() {
		every.AddFlagSet(s.flags(cmd))
	}
	every.SetInterspersed(false)
	if err := every.Parse(args); err != nil {
		return "", nil, usage("", flagProblem(err))
	}
	if every.NArg() == 0 {
		return "", args, nil
	}
	at := len(args) - every.NArg()
	return args[at], slices.Concat(args[:at], args[at+1:]), nil
}

// find looks a command up, with the second word of a name of two.
func find(name string, args []string) (command, []string, error) {
	if !isGroup(name) {
		return lookUp(name, args)
	}
	second, rest, err := splitName(args)
	if err != nil {
		return command{}, nil, err
	}
	if second == "" {
		return groupHelp(name), rest, nil
	}
	return lookUp(name+" "+second, rest)
}

func lookUp(name string, args []string) (command, []string, error) {
	for _, cmd := range commands() {
		if cmd.name == name {
			return cmd, args, nil
		}
	}
	return command{}, nil, usage("", unknownCommand(name))
}

// isGroup tells whether name is the first word of commands of two words.
func isGroup(name string) bool {
	return slices.ContainsFunc(commands(), func(c command) bool {
		return strings.HasPrefix(c.name, name+" ")
	})
}

// isLink tells whether an argument is a link that holds a secret. Such a link
// is for the window alone: a desktop hands it over like this, a person must not.
func isLink(arg string) bool {
	scheme, _, ok := strings.Cut(strings.ToLower(strings.TrimSpace(arg)), "://")
	return ok && slices.Contains([]string{"otpauth", "otpauth-migration", "steam", "motp"}, scheme)
}

// isIntake tells whether the first argument is something for the window's add
// view and not a sub-command: a link or a file.
func isIntake(arg string) bool {
	if isLink(arg) || strings.HasPrefix(arg, "file://") || filepath.Base(arg) != arg {
		return true
	}
	if isGroup(arg) {
		return false
	}
	if _, _, err := lookUp(arg, nil); err == nil {
		return false
	}
	_, err := os.Stat(arg)
	return err == nil || slices.Contains(pictureEndings(), strings.ToLower(filepath.Ext(arg)))
}

// pictureEndings are the file name endings of the pictures that scan reads.
func pictureEndings() []string {
	return []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"}
}
