package cli

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestWindow(t *testing.T) {
	keyring := vault.Location{}
	file := vault.Location{File: "/v"}
	for _, tt := range []struct {
		name string
		args []string
		env  string // DESKFOB_VAULT
		want Window
	}{
		{"nothing", nil, "", Window{Location: keyring}},
		{"a picture", []string{"a.png"}, "", Window{Intake: "a.png"}},
		{"a link", []string{testURI}, "", Window{Intake: testURI}},
		{"the demo", []string{"--demo"}, "file:/v", Window{Demo: true}},
		{"a vault by flag", []string{"--vault", "file:/v"}, "", Window{Location: file}},
		{"a vault by environment", []string{"a.png"}, "file:/v", Window{Location: file, Intake: "a.png"}},
		{"after dashes", []string{"--", "a.png"}, "", Window{Intake: "a.png"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.vars["DESKFOB_VAULT"] = tt.env
			got, code := Run(context.Background(), tt.args, w.Env)
			if code != ExitOK || got == nil {
				t.Fatalf("no window, exit code %d: %s", code, w.err.String())
			}
			if got.Location != tt.want.Location || got.Intake != tt.want.Intake || got.Demo != tt.want.Demo {
				t.Errorf("got %+v, want %+v", *got, tt.want)
			}
		})
	}
}

func TestNoWindow(t *testing.T) {
	for name, args := range map[string][]string{
		"two pictures":     {"a.png", "b.png"},
		"a bad vault":      {"--vault", "here"},
		"the demo of list": {"list", "--demo"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if got, code := Run(context.Background(), args, w.Env); got != nil || code != ExitUsage {
				t.Errorf("got %+v, exit code %d", got, code)
			}
		})
	}
}

func TestWindowPassphrase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(path, []byte("correct horse\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"--vault-passphrase-file", path}, "correct horse"},
		{nil, ""},
	} {
		window, _ := Run(context.Background(), tt.args, w.Env)
		if got, err := window.Passphrase(); err != nil || string(got) != tt.want {
			t.Errorf("%q: got %q, %v; want %q", tt.args, got, err, tt.want)
		}
	}
}
