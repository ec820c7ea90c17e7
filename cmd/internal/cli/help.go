package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// helpOptions are the flags of "deskfob help": none.
type helpOptions struct{}

func helpCommand() command {
	return command{
		name: "help", args: "[COMMAND]", max: 2,
		summary: "show help for a command",
		help:    "Without a command, shows all of them.",
		options: &helpOptions{},
	}
}

func (o *helpOptions) flags(*pflag.FlagSet) {}

func (o *helpOptions) run(_ context.Context, s *session, args []string) error {
	if len(args) == 0 {
		return s.print(programHelp(s.windowHelpFlags()))
	}
	cmd, rest, err := find(args[0], args[1:])
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usage("help", unknownCommand(strings.Join(args, " ")))
	}
	return s.print(commandHelp(cmd, s.flags(cmd)))
}

// windowHelpFlags are the flags shown for the program as a whole.
func (s *session) windowHelpFlags() *pflag.FlagSet {
	flags := windowFlags(&Window{})
	s.commonFlags(flags)
	return flags
}

// programHelp is the help for the program as a whole.
func programHelp(flags *pflag.FlagSet) string {
	var b strings.Builder
	b.WriteString(`Deskfob keeps the codes and recovery codes of your accounts.

Usage:
  deskfob [PICTURE]                 open the window
  deskfob COMMAND [ARGUMENT...]     use the command line

Commands:
`)
	for _, cmd := range commands() {
		fmt.Fprintf(&b, "  %-18s %s\n", cmd.name, cmd.summary)
	}
	b.WriteString("\nFlags:\n" + flagList(flags) + `
Without --vault the vault is the one that DESKFOB_VAULT names, else the window's
choice, else the keyring. Without --vault-passphrase-file the vault's passphrase
is read from the file that DESKFOB_PASSPHRASE_FILE names, else asked for on the
terminal.

Exit codes: 0 done, 1 unexpected, 2 usage, 3 nothing found, 4 vault or keyring
unavailable, locked or wrong passphrase, 5 input refused, 6 several accounts
answer the query, 7 an account is stale or lost, 8 no window possible.

"deskfob help COMMAND" says more.
`)
	return b.String()
}

// commandHelp is the help for one command.
func commandHelp(cmd command, flags *pflag.FlagSet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "deskfob %s: %s\n\nUsage:\n  %s\n\n%s\n", cmd.name, cmd.summary, synopsis(cmd), cmd.help)
	b.WriteString("\nFlags:\n" + flagList(flags))
	return b.String()
}

// flagList is a line for each flag.
func flagList(flags *pflag.FlagSet) string {
	var b strings.Builder
	flags.VisitAll(func(f *pflag.Flag) {
		value, text := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if f.Value.Type() != "bool" {
			name += " " + value
		}
		if len(name) > flagColumn {
			name += "\n" + strings.Repeat(" ", flagColumn+2)
		}
		fmt.Fprintf(&b, "  %-*s  %s\n", flagColumn, name, text)
	})
	return b.String()
}

// flagColumn is how wide the names of flags are in help.
const flagColumn = 28

func synopsis(cmd command) string {
	return strings.TrimSpace("deskfob "+cmd.name+" "+cmd.args) + " [FLAG...]"
}

// group is the first word of commands of two words. Alone it only has help,
// unless one of them is what it means.
type group struct{ name string }

func groupHelp(name string) command {
	var names, lines []string
	all := command{name: name, summary: "commands of two words", options: group{name}}
	for _, cmd := range commands() {
		second, ok := strings.CutPrefix(cmd.name, name+" ")
		if !ok {
			continue
		}
		names = append(names, second)
		lines = append(lines, fmt.Sprintf("  %-8s %s", second, cmd.summary))
		if cmd.alone {
			all.options = cmd.options
			lines = append(lines, "           (also without the second word)")
		}
	}
	all.args = strings.Join(names, "|")
	all.help = strings.Join(lines, "\n")
	return all
}

func (group) flags(*pflag.FlagSet) {}

func (g group) run(context.Context, *session, []string) error {
	return usage(g.name, secondWordMissing)
}
