package vault_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// BenchmarkSystemKeyring measures single calls on a real gnome-keyring that
// holds little else; each includes the unlock check.
func BenchmarkSystemKeyring(b *testing.B) {
	startBus(b, false).startKeyring()
	k := vault.FreshSystemKeyring()
	ctx := context.Background()
	value := strings.Repeat("x", vault.MaxItem)
	for name, call := range map[string]func() error{
		"unlock-check": func() error { return unlock(ctx, k) },
		"set":          func() error { return k.Set(ctx, "a", value) },
		"get":          func() error { _, err := k.Get(ctx, "a"); return err },
	} {
		if err := k.Set(ctx, "a", value); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := call(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("delete", func(b *testing.B) {
		for i := range b.N {
			if err := k.Set(ctx, fmt.Sprintf("d%d", i), value); err != nil {
				b.Fatal(err)
			}
		}
		b.ResetTimer()
		for i := range b.N {
			if err := k.Delete(ctx, fmt.Sprintf("d%d", i)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
