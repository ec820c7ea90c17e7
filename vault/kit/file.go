package kit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// Overwrite says which file Save and SaveSheet may put theirs in the place of.
// One that is not there is always made.
type Overwrite struct {
	// Known are the copies whose files may be replaced, each by one of its kind:
	// those of the register.
	Known Register
	// Any replaces whatever file is there: the person said so. What is no
	// ordinary file, a folder or a device, is never replaced.
	Any bool
}

// Save writes a kit file. A crash or a full disk leaves the file that was
// there whole, and nothing half. A file that is there is replaced if it is a
// kit of the same vault: one that the register knows by its content, or that
// the passphrase opens; else ErrExists, unless it is to be forced. One that the
// register does not know and that has more than k is ErrHasMore: a vault that
// was put back from an old copy must not destroy what its newer kit has. The
// file is readable by its owner alone. sum is for the Copy in the register.
func Save(path string, k Kit, passphrase []byte, over Overwrite) (sum string, err error) {
	return SaveWith(path, k, passphrase, over, workFactor)
}

// SaveWith is Save with a work factor of its own, the exponent of scrypt's N.
// Save's is 18; less is for tests alone, which would take minutes otherwise.
func SaveWith(path string, k Kit, passphrase []byte, over Overwrite, work int) (sum string, err error) {
	mine := func(old []byte) error {
		was, err := Read(bytes.NewReader(old), passphrase)
		switch {
		case err != nil || k.Vault == "" || was.Vault != k.Vault:
			return ErrExists
		case was.hasMore(k):
			return ErrHasMore
		}
		return nil
	}
	if err := mayReplace(path, CopyKit, over, mine); err != nil {
		return "", err
	}
	var file bytes.Buffer
	if err := write(&file, k, passphrase, work); err != nil {
		return "", err
	}
	return saveFile(path, file.Bytes())
}

// SaveSheet writes a sheet's PDF in the same way. It is plain text for whoever
// reads the disk: offer to delete it once it is printed.
func SaveSheet(path string, pdf []byte, over Overwrite) (sum string, err error) {
	if err := mayReplace(path, CopySheet, over, func([]byte) error { return ErrExists }); err != nil {
		return "", err
	}
	return saveFile(path, pdf)
}

func mayReplace(path string, kind CopyKind, over Overwrite, mine func(old []byte) error) error {
	old, err := readFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case over.Any && !errors.Is(err, ErrExists):
		return nil
	case errors.Is(err, ErrTooLarge):
		return fmt.Errorf("%s: %w", path, ErrExists)
	case err != nil:
		return err
	case over.Known.knows(kind, fileSum(old)):
		return nil
	}
	if err := mine(old); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// saveFile replaces a file and reads it back.
func saveFile(path string, content []byte) (sum string, err error) {
	if err := vault.ReplaceFile(path, content); err != nil {
		return "", err
	}
	back, err := readFile(path)
	if err != nil {
		return "", fmt.Errorf("read back what was written: %w", err)
	}
	if !bytes.Equal(back, content) {
		return "", fmt.Errorf("%s: %w", path, ErrNotSaved)
	}
	sweepLeftovers(path)
	return fileSum(content), nil
}

// leftoverAge is how old a temporary file must be to be one that a crash left:
// another process may be writing.
const leftoverAge = 10 * time.Minute

// sweepLeftovers removes what crashes while writing this file left beside it: a
// sheet's would be plain text for ever. What cannot be removed stays.
func sweepLeftovers(path string) {
	names, err := filepath.Glob(filepath.Join(globQuote(filepath.Dir(path)), "."+globQuote(filepath.Base(path))+".*"))
	if err != nil {
		return
	}
	for _, name := range names {
		number := name[strings.LastIndexByte(name, '.')+1:]
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() || strings.Trim(number, "0123456789") != "" || time.Since(info.ModTime()) < leftoverAge {
			continue
		}
		_ = os.Remove(name)
	}
}

// globQuote makes a name stand for itself in a pattern.
func globQuote(name string) string {
	if runtime.GOOS == "windows" { // there a backslash parts folders, and * and ? are in no name
		return strings.ReplaceAll(name, "[", "[[]")
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}

// readFile reads a file no larger than a kit. What is no ordinary file is
// refused: a pipe would never end.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no ordinary file: %w", path, ErrExists)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, MaxFile+1))
	if err == nil && len(content) > MaxFile {
		err = ErrTooLarge
	}
	return content, err
}

// Open reads a kit file, without changing it.
func Open(path string, passphrase []byte) (k Kit, sum string, err error) {
	file, err := readFile(path)
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrExists) {
		return Kit{}, "", fmt.Errorf("%s: %w", path, ErrNotKit)
	}
	if err != nil {
		return Kit{}, "", err
	}
	k, err = Read(bytes.NewReader(file), passphrase)
	if err != nil {
		return Kit{}, "", fmt.Errorf("%s: %w", path, err)
	}
	return k, fileSum(file), nil
}

// fileSum identifies a file by its content.
func fileSum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:16])
}
