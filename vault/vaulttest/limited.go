package vaulttest

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"strings"
	"sync"

	"github.com/deskfob/deskfob/vault"
)

// What go-keyring 0.2.8 refuses with ErrSetDataTooBig.
const (
	windowsValue   = 2560 // keyring_windows.go: bytes of a value
	windowsService = 512  // and of the service's name, which must be shorter
	macLine        = 4096 // keyring_darwin.go: bytes of the line for the security command
)

// service is what the vault's OS keyring files its items under.
const service = "Deskfob"

// Limited is a Keyring in memory that refuses what the keyrings of Windows and
// macOS refuse, by the rules of go-keyring. It knows no MaxItem: that the
// vault keeps to it is what is tested.
type Limited struct {
	mu       sync.Mutex
	items    map[string]string
	longest  int // of the values that were set
	longLine int // of the lines for macOS's security command
	refused  int
}

var _ vault.Keyring = (*Limited)(nil)

// NewLimited returns an empty Limited.
func NewLimited() *Limited { return &Limited{items: map[string]string{}} }

// Longest returns the longest value in bytes, the longest line for macOS in
// bytes, and how many Sets were refused.
func (l *Limited) Longest() (value, line, refused int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.longest, l.longLine, l.refused
}

// Items returns all items by name.
func (l *Limited) Items() map[string]string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.items)
}

// Get implements vault.Keyring.
func (l *Limited) Get(ctx context.Context, name string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return "", err
	}
	value, there := l.items[name]
	if !there {
		return "", vault.ErrNotFound
	}
	return value, nil
}

// Set implements vault.Keyring.
func (l *Limited) Set(ctx context.Context, name, value string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	line := len(macCommand(name, value))
	if len(value) > windowsValue || len(service) >= windowsService || line > macLine {
		l.refused++
		return fmt.Errorf("%d bytes, line of %d: %w", len(value), line, vault.ErrTooLarge)
	}
	l.longest, l.longLine = max(l.longest, len(value)), max(l.longLine, line)
	l.items[name] = value
	return nil
}

// Delete implements vault.Keyring.
func (l *Limited) Delete(ctx context.Context, name string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, there := l.items[name]; !there {
		return vault.ErrNotFound
	}
	delete(l.items, name)
	return nil
}

// macCommand is the line that go-keyring gives to macOS's security command.
func macCommand(name, value string) string {
	password := "go-keyring-base64:" + base64.StdEncoding.EncodeToString([]byte(value))
	return "add-generic-password -U -s " + quoted(service) + " -a " + quoted(name) + " -w " + quoted(password) + "\n"
}

// quoted is a word for a shell: as it is when no character needs quotes.
func quoted(word string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-"
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'"'"'`) + "'"
}
