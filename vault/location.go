package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Location says where a vault lives: in the OS keyring (the zero Location) or
// in one file.
type Location struct{ File string }

// ParseLocation reads "keyring" or "file:PATH". A relative PATH counts from
// the working folder. A leading ~/ is the home folder: shells expand it only
// at the beginning of a word, which here begins with "file:".
func ParseLocation(text string) (Location, error) {
	if text == "keyring" {
		return Location{}, nil
	}
	path, isFile := strings.CutPrefix(text, "file:")
	if !isFile {
		return Location{}, fmt.Errorf("vault location %q is neither keyring nor file:PATH", text)
	}
	if path == "" {
		return Location{}, errors.New("vault location file: names no file")
	}
	if rest, inHome := strings.CutPrefix(path, "~/"); inHome {
		home, err := os.UserHomeDir()
		if err != nil {
			return Location{}, fmt.Errorf("vault location %q: %w", text, err)
		}
		path = filepath.Join(home, rest)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return Location{}, fmt.Errorf("vault location %q: %w", text, err)
	}
	return Location{File: abs}, nil
}

// String writes the location as ParseLocation reads it.
func (l Location) String() string {
	if l.File == "" {
		return "keyring"
	}
	return "file:" + l.File
}

// Same reports whether l and m are one place, also when links lead there.
func (l Location) Same(m Location) bool {
	if l == m || l.File == "" || m.File == "" {
		return l == m
	}
	a, err := os.Stat(l.File)
	if err != nil {
		return false
	}
	b, err := os.Stat(m.File)
	return err == nil && os.SameFile(a, b)
}

// OpenAt opens the vault at l: it makes the Keyring, sets RequirePassphrase
// for a file, and calls Open. It sets Scope and LockPath too; Dir stays as the
// caller chose it.
func OpenAt(ctx context.Context, l Location, o Options) (*Vault, error) {
	o, err := optionsAt(l, o)
	if err != nil {
		return nil, err
	}
	return Open(ctx, o)
}

// optionsAt fills in what follows from the location. A file that is a link
// is known by the file it leads to, so that both names share witness and lock.
// Links are followed here once: whoever turns one round later does not make an
// open vault write elsewhere than where it holds the lock.
func optionsAt(l Location, o Options) (Options, error) {
	if l.File == "" {
		o.Keyring, o.Scope, o.LockPath = NewSystemKeyring(), "keyring", ""
		return o, nil
	}
	path, err := filepath.Abs(l.File)
	if err != nil {
		return o, fmt.Errorf("open vault file: %w", err)
	}
	if path, err = followLinks(path); err != nil {
		return o, err
	}
	o.Keyring = NewFileKeyring(path)
	o.RequirePassphrase = true
	sum := sha256.Sum256([]byte(path))
	o.Scope = "file-" + hex.EncodeToString(sum[:8])
	o.LockPath = path + ".lock"
	return o, nil
}

// DataDir is the folder for what Deskfob keeps on this computer that is not
// secret: $DESKFOB_DATA_DIR, else the system's folder for application data. It
// need not exist.
func DataDir() (string, error) {
	if dir := os.Getenv("DESKFOB_DATA_DIR"); dir != "" {
		return filepath.Abs(dir)
	}
	if runtime.GOOS == "windows" {
		dir := os.Getenv("LocalAppData")
		if dir == "" {
			return "", errors.New("find data folder: %LocalAppData% is not set")
		}
		return filepath.Join(dir, "Deskfob"), nil
	}
	// The XDG Base Directory specification says to ignore a relative path.
	xdg := os.Getenv("XDG_DATA_HOME")
	if runtime.GOOS != "darwin" && filepath.IsAbs(xdg) {
		return filepath.Join(xdg, "deskfob"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find data folder: %w", err)
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "Deskfob"), nil
	}
	return filepath.Join(home, ".local", "share", "deskfob"), nil
}
