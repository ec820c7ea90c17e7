//go:build !nogui

package main

import (
	"context"
	"testing"
)

func TestPassphraseFile(t *testing.T) {
	file := &passphraseFile{read: func() ([]byte, error) { return []byte("from the file"), nil }}
	ask := file.before(func(context.Context, bool) ([]byte, error) { return []byte("from the person"), nil })
	for _, tt := range []struct {
		name   string
		create bool
		want   string
	}{
		{"a new vault", true, "from the person"},
		{"the first time", false, "from the file"},
		{"after a wrong one", false, "from the person"},
	} {
		got, err := ask(context.Background(), tt.create)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: got %q, %v; want %q", tt.name, got, err, tt.want)
		}
	}
}
