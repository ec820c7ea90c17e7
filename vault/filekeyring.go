package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"unicode/utf8"
)

const (
	fileVersion = 1
	// maxFile is the largest container that is read: thousands of accounts fit
	// many times over, and a wrong file does not fill the memory.
	maxFile = 64 << 20
)

// fileKeyring is a Keyring in one JSON file.
type fileKeyring struct {
	path string
	mu   sync.Mutex
}

var _ Keyring = (*fileKeyring)(nil)

// NewFileKeyring returns a Keyring whose items live in the file at path, the
// very items that an OS keyring would hold. The file is made by the first Set,
// with its folders; a file that cannot be read as a container gives ErrDamaged
// and is never written over. Every change replaces the file as a whole, so
// that a stop leaves the old or the new one.
//
// It does not guard against another process that changes the file at the same
// moment: Vault holds Options.LockPath for that.
func NewFileKeyring(path string) Keyring { return &fileKeyring{path: path} }

// fileItems is the container as it is written.
type fileItems struct {
	Version int               `json:"deskfob_items"`
	Items   map[string]string `json:"items"`
}

// Get reads one item.
func (k *fileKeyring) Get(ctx context.Context, name string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return "", contextError(err)
	}
	path, err := followLinks(k.path)
	if err != nil {
		return "", err
	}
	items, err := readItems(path)
	if err != nil {
		return "", err
	}
	value, ok := items[name]
	if !ok {
		return "", fmt.Errorf("%s: %w", path, ErrNotFound)
	}
	return value, nil
}

// Set writes one item.
func (k *fileKeyring) Set(ctx context.Context, name, value string) error {
	if err := checkItem(name, value); err != nil {
		return err
	}
	return k.change(ctx, func(items map[string]string, _ string) error {
		items[name] = value
		return nil
	})
}

// Delete removes one item.
func (k *fileKeyring) Delete(ctx context.Context, name string) error {
	return k.change(ctx, func(items map[string]string, path string) error {
		if _, ok := items[name]; !ok {
			return fmt.Errorf("%s: %w", path, ErrNotFound)
		}
		delete(items, name)
		return nil
	})
}

// strays lists temporary files that a process left which was killed.
func (k *fileKeyring) strays() []string {
	path, err := followLinks(k.path)
	if err != nil {
		return nil
	}
	return tempFiles(path)
}

// change reads the file, lets edit change its items and replaces it. A missing
// file counts as one without items.
func (k *fileKeyring) change(ctx context.Context, edit func(items map[string]string, path string) error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return contextError(err)
	}
	path, err := followLinks(k.path)
	if err != nil {
		return err
	}
	items, err := readItems(path)
	if errors.Is(err, ErrNotFound) {
		items = map[string]string{}
	} else if err != nil {
		return err
	}
	if err := edit(items, path); err != nil {
		return err
	}
	text, err := json.Marshal(fileItems{fileVersion, items})
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if len(text) >= maxFile {
		return fmt.Errorf("write %s: %w", path, ErrTooLarge)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fileError("make the folder of", path, err)
	}
	if err := replaceFile(path, append(text, '\n')); err != nil {
		return fileError("write", path, err)
	}
	return nil
}

// readItems reads the container at path; a missing file is ErrNotFound.
func readItems(path string) (map[string]string, error) {
	// Asked before opening: opening a named pipe would wait for its writer.
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("read %s: %w", path, ErrNotFound)
	}
	if err != nil {
		return nil, fileError("read", path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: not a regular file: %w", path, ErrDamaged)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fileError("read", path, err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, fileError("read", path, err)
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("read %s: larger than a vault can be: %w", path, ErrDamaged)
	}
	items, err := parseItems(text)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return items, nil
}

// parseItems reads a container's text. The errors of encoding/json may quote
// what they met, so they are dropped.
func parseItems(text []byte) (map[string]string, error) {
	var version struct {
		Version int `json:"deskfob_items"`
	}
	if json.Unmarshal(text, &version) != nil || version.Version < 1 {
		return nil, fmt.Errorf("not a whole Deskfob file: %w", ErrDamaged)
	}
	if version.Version > fileVersion {
		return nil, fmt.Errorf("file version %d: %w", version.Version, ErrNewer)
	}
	var all fileItems
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if d.Decode(&all) != nil || all.Items == nil {
		return nil, fmt.Errorf("not a whole Deskfob file: %w", ErrDamaged)
	}
	return all.Items, nil
}

// checkItem refuses what some keyring could not hold exactly.
func checkItem(name, value string) error {
	if len(value) > MaxItem {
		return fmt.Errorf("item %s of %d bytes: %w", name, len(value), ErrTooLarge)
	}
	if !utf8.ValidString(value) {
		return fmt.Errorf("item %s is not text: %w", name, ErrInvalid)
	}
	return nil
}

// contextError turns the end of a context into an error of the package: a
// passed deadline is ErrTimeout, a cancellation stays what it is.
func contextError(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	}
	return err
}
