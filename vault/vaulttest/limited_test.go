package vaulttest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestLimited(t *testing.T) {
	TestKeyring(t, func(*testing.T) vault.Keyring { return limitedByContract{NewLimited()} })
	for _, c := range []struct {
		name, item, value string
		tooLarge          bool
	}{
		{"what Windows just takes", "a", strings.Repeat("x", 2560), false},
		{"a byte more", "a", strings.Repeat("x", 2561), true},
		{"bytes, not letters", "a", strings.Repeat("é", 1281), true},
		// 61 bytes of words and spaces, 3,416 of base64, 619 of name: 4,096.
		{"a line that macOS just takes", strings.Repeat("n", 619), strings.Repeat("x", 2560), false},
		{"a byte more on the line", strings.Repeat("n", 620), strings.Repeat("x", 2560), true},
		{"a name that needs quotes", strings.Repeat("n", 617) + " ", strings.Repeat("x", 2560), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := NewLimited().Set(context.Background(), c.item, c.value)
			if errors.Is(err, vault.ErrTooLarge) != c.tooLarge || (err != nil) != c.tooLarge {
				t.Errorf("line of %d bytes: %v", len(macCommand(c.item, c.value)), err)
			}
		})
	}
}

// limitedByContract keeps MaxItem besides, as a Keyring has to.
type limitedByContract struct{ *Limited }

func (l limitedByContract) Set(ctx context.Context, name, value string) error {
	if len(value) > vault.MaxItem {
		return vault.ErrTooLarge
	}
	return l.Limited.Set(ctx, name, value)
}
