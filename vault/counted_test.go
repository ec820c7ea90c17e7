package vault_test

import (
	"context"

	"github.com/deskfob/deskfob/vault"
)

// counted counts the calls of a Keyring.
type counted struct {
	vault.Keyring
	calls int
	sets  int // of calls
	drops int // of calls
}

func (c *counted) Get(ctx context.Context, name string) (string, error) {
	c.calls++
	return c.Keyring.Get(ctx, name)
}

func (c *counted) Set(ctx context.Context, name, value string) error {
	c.calls++
	c.sets++
	return c.Keyring.Set(ctx, name, value)
}

func (c *counted) Delete(ctx context.Context, name string) error {
	c.calls++
	c.drops++
	return c.Keyring.Delete(ctx, name)
}
