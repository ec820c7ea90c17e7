package app

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/deskfob/deskfob/vault"
)

// doctorReport is what was found, for a report of a fault: in English, and
// without the paths, which may hold a person's name.
func doctorReport(u *UI, found []vault.Finding) string {
	version := u.o.App.Metadata().Version
	if version == "" {
		version = "of unknown version"
	}
	place := "keyring"
	if u.o.Location.File != "" {
		place = "file"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Deskfob %s, %s/%s, vault in a %s\n", version, runtime.GOOS, runtime.GOARCH, place)
	fmt.Fprintf(&b, "desktop %q, session %q\n", os.Getenv("XDG_CURRENT_DESKTOP"), os.Getenv("XDG_SESSION_TYPE"))
	for _, f := range found {
		sign := "ok    "
		if !f.OK {
			sign = "NOT OK"
		}
		fmt.Fprintf(&b, "%s %s: %s\n", sign, f.Case, withoutPaths(f.What, u.o.Location, f))
	}
	return b.String()
}

// withoutPaths puts a word in the place of each path that a finding holds.
func withoutPaths(text string, l vault.Location, f vault.Finding) string {
	paths := []string{l.File}
	for _, name := range []string{"File", "Folder"} {
		if path, ok := f.Data[name].(string); ok {
			paths = append(paths, path)
		}
	}
	if home, err := os.UserHomeDir(); err == nil {
		paths = append(paths, home)
	}
	for _, path := range paths {
		if len(path) > 1 {
			text = strings.ReplaceAll(text, path, "(path)")
		}
	}
	return text
}
