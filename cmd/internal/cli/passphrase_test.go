package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestReadPassphrase(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"no line end", "a b", "a b"},
		{"LF", "a b\n", "a b"},
		{"CRLF", "a b\r\n", "a b"},
		{"one line end only", "a\n\n", "a\n"},
		{"CR alone stays", "a\r", "a\r"},
		{"spaces stay", " a \n", " a "},
		{"empty", "", ""},
		{"a line end", "\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "pass")
			if err := os.WriteFile(path, []byte(tt.file), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := readPassphrase(path)
			if err != nil || string(got) != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
	t.Run("too long", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "pass")
		if err := os.WriteFile(path, bytes.Repeat([]byte("x"), maxPassphrase+1), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readPassphrase(path); err == nil {
			t.Error("was read")
		}
	})
}

func TestPassphraseFromTerminal(t *testing.T) {
	for _, tt := range []struct {
		name    string
		create  bool
		answers []string
		want    string
		code    int
	}{
		{"of a vault that is there", false, []string{"one"}, "one", ExitOK},
		{"of a new vault", true, []string{"one", "one"}, "one", ExitOK},
		{"typed differently", true, []string{"one", "two"}, "", ExitUsage},
		{"empty", true, []string{""}, "", ExitUsage},
		{"nothing typed", false, []string{""}, "", ExitUsage},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			y := &typist{answers: tt.answers}
			w.Terminal = y
			s := &session{Env: w.Env}
			got, err := s.passphrase(context.Background(), tt.create)
			var f *failure
			if tt.code == ExitOK && (err != nil || string(got) != tt.want) {
				t.Errorf("got %q, %v", got, err)
			}
			if tt.code != ExitOK && (!errors.As(err, &f) || f.code != tt.code) {
				t.Errorf("error %v, want exit code %d", err, tt.code)
			}
			if len(y.answers) > 0 {
				t.Errorf("not asked for %q", y.answers)
			}
		})
	}
}
