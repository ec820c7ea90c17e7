package cli

import (
	"context"
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
			if code != ExitOK || got == nil || *got != tt.want {
				t.Errorf("got %+v, exit code %d: %s; want %+v", got, code, w.err.String(), tt.want)
			}
		})
	}
}

func TestNoWindow(t *testing.T) {
	for name, args := range map[string][]string{
		"two pictures":      {"a.png", "b.png"},
		"a passphrase file": {"--vault-passphrase-file", "f"},
		"a bad vault":       {"--vault", "here"},
		"the demo of list":  {"list", "--demo"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if got, code := Run(context.Background(), args, w.Env); got != nil || code != ExitUsage {
				t.Errorf("got %+v, exit code %d", got, code)
			}
		})
	}
}
