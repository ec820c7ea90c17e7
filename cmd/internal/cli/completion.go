package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// completionOptions are the flags of "deskfob completion": none.
type completionOptions struct{}

func completionCommand() command {
	return command{
		name: "completion", args: "bash|zsh|fish", min: 1, max: 1,
		summary: "print a completion script for a shell",
		help: `bash: source <(deskfob completion bash)
zsh:  source <(deskfob completion zsh)
fish: deskfob completion fish | source

Commands, flags and file names are completed. Account names are not: that would
open the vault at the press of a key.`,
		options: &completionOptions{},
	}
}

func (o *completionOptions) flags(*pflag.FlagSet) {}

func (o *completionOptions) run(_ context.Context, s *session, args []string) error {
	switch args[0] {
	case "bash":
		return s.print(bashCompletion())
	case "zsh":
		// zsh runs bash completions through its own adapter.
		return s.print("autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" + bashCompletion())
	case "fish":
		return s.print(fishCompletion())
	}
	return usage("completion", unknownShell)
}

// words lists what may follow the words before it: for "" the commands, for a
// command its flags, for the first of two words the second.
func words() (first []string, after map[string][]string) {
	after = make(map[string][]string)
	for _, cmd := range commands() {
		one, two, _ := strings.Cut(cmd.name, " ")
		if !slices.Contains(first, one) {
			first = append(first, one)
		}
		if two != "" {
			after[one] = append(after[one], two)
			if cmd.alone {
				after[one] = append(after[one], flagNames(cmd)...)
			}
		}
		after[cmd.name] = append(after[cmd.name], flagNames(cmd)...)
	}
	after["completion"] = append(after["completion"], "bash", "zsh", "fish")
	after["help"] = append(after["help"], first...)
	return first, after
}

func flagNames(cmd command) []string {
	var s session
	var names []string
	s.flags(cmd).VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}

func bashCompletion() string {
	first, after := words()
	var b strings.Builder
	b.WriteString(`_deskfob() {
    local cur="${COMP_WORDS[COMP_CWORD]}" words
    case "${COMP_WORDS[*]:1:COMP_CWORD-1}" in
`)
	fmt.Fprintf(&b, "    '') words='%s --demo --vault --help --version' ;;\n", strings.Join(first, " "))
	for _, cmd := range sortedByLength(after) {
		fmt.Fprintf(&b, "    '%s'*) words='%s' ;;\n", cmd, strings.Join(after[cmd], " "))
	}
	b.WriteString(`    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _deskfob deskfob
`)
	return b.String()
}

func fishCompletion() string {
	first, _ := words()
	var b strings.Builder
	fmt.Fprintf(&b, "complete -c deskfob -n __fish_use_subcommand -a '%s'\n", strings.Join(first, " "))
	for _, cmd := range commands() {
		one, two, paired := strings.Cut(cmd.name, " ")
		when := "__fish_seen_subcommand_from " + one
		if paired {
			fmt.Fprintf(&b, "complete -c deskfob -n '%s' -a %s -d '%s'\n", when, two, quoteFish(cmd.summary))
			when += "; and __fish_seen_subcommand_from " + two
		}
		var s session
		s.flags(cmd).VisitAll(func(f *pflag.Flag) {
			value := ""
			if f.NoOptDefVal == "" {
				value = " -r"
			}
			fmt.Fprintf(&b, "complete -c deskfob -n '%s' -l %s%s -d '%s'\n", when, f.Name, value, quoteFish(strings.ReplaceAll(f.Usage, "`", "")))
		})
	}
	b.WriteString("complete -c deskfob -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'\n")
	return b.String()
}

func quoteFish(text string) string { return strings.ReplaceAll(text, "'", `\'`) }

// sortedByLength puts longer names first, so that "recovery show" is tried
// before "recovery".
func sortedByLength(after map[string][]string) []string {
	names := make([]string, 0, len(after))
	for name := range after {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return names
}
