package vault

import (
	"context"
	"fmt"
	"sync"
)

// NewMemoryKeyring returns an empty Keyring that lives and dies with the
// process: for trying Deskfob out, and for tests.
func NewMemoryKeyring() Keyring { return &memoryKeyring{items: map[string]string{}} }

type memoryKeyring struct {
	mu    sync.Mutex
	items map[string]string
}

var _ Keyring = (*memoryKeyring)(nil)

func (k *memoryKeyring) Get(ctx context.Context, name string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	value, ok := k.items[name]
	if !ok {
		return "", ErrNotFound
	}
	return value, nil
}

func (k *memoryKeyring) Set(ctx context.Context, name, value string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(value) > MaxItem {
		return fmt.Errorf("%d bytes: %w", len(value), ErrTooLarge)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.items[name] = value
	return nil
}

func (k *memoryKeyring) Delete(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.items[name]; !ok {
		return ErrNotFound
	}
	delete(k.items, name)
	return nil
}
