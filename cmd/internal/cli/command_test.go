package cli

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

func TestSplitName(t *testing.T) {
	for _, tt := range []struct {
		name     string
		args     []string
		wantName string
		wantRest []string
	}{
		{"nothing", nil, "", nil},
		{"name first", []string{"code", "x", "--json"}, "code", []string{"x", "--json"}},
		{"flag before", []string{"--json", "code", "x"}, "code", []string{"--json", "x"}},
		{"flag with a value before", []string{"--at", "59", "code", "x"}, "code", []string{"--at", "59", "x"}},
		{"value in the flag", []string{"--vault=file:a", "list"}, "list", []string{"--vault=file:a"}},
		{"a value that is a name", []string{"--issuer", "list", "rename", "x"}, "rename", []string{"--issuer", "list", "x"}},
		{"a dash as value", []string{"--uri", "-", "add"}, "add", []string{"--uri", "-"}},
		{"dashes before", []string{"--", "code", "--at"}, "code", []string{"--", "--at"}},
		{"dashes after", []string{"code", "--", "--at"}, "code", []string{"--", "--at"}},
		{"flags alone", []string{"--demo"}, "", []string{"--demo"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name, rest, err := splitName(tt.args)
			if err != nil || name != tt.wantName || !slices.Equal(rest, tt.wantRest) {
				t.Errorf("got %q, %q, %v; want %q, %q", name, rest, err, tt.wantName, tt.wantRest)
			}
		})
	}
}

// splitName relies on this: it knows flags by their names alone.
func TestFlagsOfOneNameAgree(t *testing.T) {
	kinds := make(map[string]string)
	for _, cmd := range commands() {
		var s session
		s.flags(cmd).VisitAll(func(f *pflag.Flag) {
			kind := f.NoOptDefVal + "/" + f.Shorthand
			if before, ok := kinds[f.Name]; ok && before != kind {
				t.Errorf("--%s of %s takes a value where another command's does not", f.Name, cmd.name)
			}
			kinds[f.Name] = kind
		})
	}
	if len(kinds) < 10 {
		t.Errorf("only %d flags seen", len(kinds))
	}
}

// "deskfob trash" is "deskfob trash list", with its flags, and still has help
// for all of its second words.
func TestFirstWordAlone(t *testing.T) {
	w := newWorld(t)
	if out := w.must(t, "trash", "--json"); out != "[]\n" {
		t.Errorf("printed %q", out)
	}
	for _, second := range []string{"list", "restore", "empty"} {
		if out := w.must(t, "trash", "--help"); !strings.Contains(out, "  "+second+" ") {
			t.Errorf("help without %s: %q", second, out)
		}
	}
	if _, after := words(); !slices.Contains(after["trash"], "--json") || !slices.Contains(after["trash"], "empty") {
		t.Errorf("completed by %q", after["trash"])
	}
	w.says(t, ExitUsage, secondWordMissing, "passphrase")
}

func TestIsIntake(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"list", "notes"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		arg  string
		want bool
	}{
		{"otpauth://totp/x", true},
		{"OTPAUTH://totp/x", true},
		{"otpauth-migration://offline", true},
		{"steam://X", true},
		{"file:///a/b.png", true},
		{"a/b", true},
		{"./list", true},
		{"missing.PNG", true},
		{"notes", true},
		{"list", false}, // a command wins over a file of its name
		{"recovery", false},
		{"lsit", false},
		{"https", false},
	} {
		t.Run(tt.arg, func(t *testing.T) {
			if got := isIntake(tt.arg); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestHelpOfEveryCommand(t *testing.T) {
	for _, cmd := range commands() {
		if cmd.summary == "" || cmd.help == "" || cmd.options == nil {
			t.Errorf("%s lacks a summary, help or options", cmd.name)
		}
	}
}
