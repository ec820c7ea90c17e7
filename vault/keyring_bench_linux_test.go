package vault_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// BenchmarkGnomeKeyring puts the vault's layout beside the plain one, an item
// an account and one that lists them, on a real gnome-keyring.
func BenchmarkGnomeKeyring(b *testing.B) {
	for _, n := range []int{1, 30, 300, 1000} {
		b.Run(fmt.Sprintf("pages/%d", n), func(b *testing.B) {
			startBus(b, false).startKeyring()
			benchmarkPages(b, n)
		})
		b.Run(fmt.Sprintf("item-each/%d", n), func(b *testing.B) {
			startBus(b, false).startKeyring()
			benchmarkItemEach(b, n)
		})
	}
}

// measure runs f b.N times and reports its keyring calls.
func measure(b *testing.B, k *counted, name string, f func(i int) error) {
	b.Run(name, func(b *testing.B) {
		k.calls = 0
		for i := range b.N {
			if err := f(i); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(k.calls)/float64(b.N), "calls/op")
	})
}

func benchmarkPages(b *testing.B, n int) {
	ctx := context.Background()
	k := &counted{Keyring: vault.FreshSystemKeyring()}
	o := vault.Options{Keyring: k, Dir: b.TempDir()}
	v, err := vault.Open(ctx, o)
	if err != nil {
		b.Fatal(err)
	}
	var all []vault.Account
	for i := range n {
		all = append(all, loginAt(fmt.Sprintf("Service %04d", i), "sam@example.com"))
	}
	all, err = v.Add(ctx, all, vault.DuplicateRefuse)
	if err != nil {
		b.Fatal(err)
	}
	measure(b, k, "open", func(int) error {
		_, err := vault.Open(ctx, o)
		return err
	})
	turn := 0 // the benchmark function runs several times
	measure(b, k, "edit", func(i int) error {
		turn++
		return v.Rename(ctx, all[i%n].ID, fmt.Sprintf("Renamed %d", turn), "sam@example.com")
	})
	measure(b, k, "add", func(int) error {
		turn++
		_, err := v.Add(ctx, []vault.Account{loginAt(fmt.Sprintf("Added %d", turn), "")}, vault.DuplicateRefuse)
		return err
	})
}

func benchmarkItemEach(b *testing.B, n int) {
	ctx := context.Background()
	k := &counted{Keyring: vault.FreshSystemKeyring()}
	name := func(i int) string { return fmt.Sprintf("account-%d", i) }
	value := func(i int) string { return vault.KeyURI(loginAt(fmt.Sprintf("Service %04d", i), "sam@example.com")) }
	for i := range n {
		if err := k.Set(ctx, name(i), value(i)); err != nil {
			b.Fatal(err)
		}
	}
	measure(b, k, "open", func(int) error {
		for i := range n {
			if _, err := k.Get(ctx, name(i)); err != nil {
				return err
			}
		}
		return nil
	})
	measure(b, k, "edit", func(i int) error { return setAndReadBack(ctx, k, name(i%n), value(i+n)) })
	turn := n
	measure(b, k, "add", func(i int) error {
		turn++
		if err := setAndReadBack(ctx, k, name(turn), value(turn)); err != nil {
			return err
		}
		return setAndReadBack(ctx, k, "list", fmt.Sprint(turn))
	})
}

func setAndReadBack(ctx context.Context, k vault.Keyring, name, value string) error {
	if err := k.Set(ctx, name, value); err != nil {
		return err
	}
	_, err := k.Get(ctx, name)
	return err
}
