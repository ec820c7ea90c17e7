package vaulttest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// TestKeyring checks every promise of the Keyring contract. open is called
// once for each subtest and may give the same store again: the suite uses names
// of its own and deletes what it wrote.
func TestKeyring(t *testing.T, open func(t *testing.T) vault.Keyring) {
	for _, c := range []struct {
		name  string
		check func(*suite)
	}{
		{"an item comes back as it was set", checkExactText},
		{"set replaces", checkReplace},
		{"delete takes one item and leaves the others", checkDelete},
		{"what is not there is not found", checkNotFound},
		{"a value too long is refused and changes nothing", checkTooLarge},
		{"names differ by any letter and by length", checkNames},
		{"a context that is over changes nothing", checkContext},
		{"several goroutines", checkGoroutines},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(newSuite(t, open(t))) })
	}
}

// TestReopen checks that what one Keyring wrote is there for another. open
// opens the same store each time.
func TestReopen(t *testing.T, open func() vault.Keyring) {
	first := newSuite(t, open())
	first.set("a", "kept")
	second := &suite{t, open(), first.prefix}
	second.want("a", "kept")
	second.set("a", "changed")
	first.want("a", "changed")
	if err := second.keyring.Delete(t.Context(), second.name("a")); err != nil {
		t.Fatalf("delete: %v", err)
	}
	first.wantNone("a")
}

// suite is one subtest: a keyring, and a prefix that keeps its names apart.
type suite struct {
	t       *testing.T
	keyring vault.Keyring
	prefix  string
}

func newSuite(t *testing.T, k vault.Keyring) *suite {
	return &suite{t, k, "test-" + strings.ToLower(rand.Text()[:8]) + "-"}
}

func (s *suite) name(n string) string { return s.prefix + n }

// set writes an item that the test's end removes.
func (s *suite) set(n, value string) {
	s.t.Helper()
	s.t.Cleanup(func() {
		err := s.keyring.Delete(context.Background(), s.name(n))
		if err != nil && !errors.Is(err, vault.ErrNotFound) {
			s.t.Errorf("clean up %q: %v", n, err)
		}
	})
	if err := s.keyring.Set(s.t.Context(), s.name(n), value); err != nil {
		s.t.Fatalf("set %q, %d bytes: %v", n, len(value), err)
	}
}

func (s *suite) want(n, value string) {
	s.t.Helper()
	got, err := s.keyring.Get(s.t.Context(), s.name(n))
	if err != nil {
		s.t.Fatalf("get %q: %v", n, err)
	}
	if got != value {
		s.t.Fatalf("get %q: %d bytes %.60q, want %d bytes %.60q", n, len(got), got, len(value), value)
	}
}

func (s *suite) wantNone(n string) {
	s.t.Helper()
	if got, err := s.keyring.Get(s.t.Context(), s.name(n)); !errors.Is(err, vault.ErrNotFound) {
		s.t.Fatalf("get %q: %.60q, %v; want ErrNotFound", n, got, err)
	}
}

func checkExactText(s *suite) {
	var ascii strings.Builder
	for c := byte(' '); c <= '~'; c++ {
		ascii.WriteByte(c)
	}
	for n, value := range map[string]string{
		"one":       "x",
		"ascii":     ascii.String(),
		"shell":     `'; echo "$(id)" | cat \`,
		"spaces":    "  inner   spaces  ",
		"lines":     "first\nsecond\r\n\tthird",
		"beyond":    "Zürich 東京 🔑",
		"json":      `{"deskfob":1,"data":"AAAA+/=="}`,
		"digits":    "0123456789",
		"longest":   strings.Repeat("0123456789abcdef", vault.MaxItem/16),
		"longest-2": strings.Repeat("é", vault.MaxItem/2),
	} {
		s.set(n, value)
		s.want(n, value)
	}
}

func checkReplace(s *suite) {
	for _, value := range []string{"first", strings.Repeat("second", 300), "3"} {
		s.set("a", value)
		s.want("a", value)
	}
}

func checkDelete(s *suite) {
	s.set("a", "1")
	s.set("b", "2")
	if err := s.keyring.Delete(s.t.Context(), s.name("a")); err != nil {
		s.t.Fatalf("delete: %v", err)
	}
	s.wantNone("a")
	s.want("b", "2")
	s.set("a", "again")
	s.want("a", "again")
}

func checkNotFound(s *suite) {
	s.wantNone("never-set")
	if err := s.keyring.Delete(s.t.Context(), s.name("never-set")); !errors.Is(err, vault.ErrNotFound) {
		s.t.Errorf("delete: %v, want ErrNotFound", err)
	}
	s.set("a", "1")
	s.wantNone("never-set")
}

func checkTooLarge(s *suite) {
	long := strings.Repeat("x", vault.MaxItem+1)
	err := s.keyring.Set(s.t.Context(), s.name("new"), long)
	if !errors.Is(err, vault.ErrTooLarge) || errors.Is(err, vault.ErrNotFound) {
		s.t.Errorf("set a new item: %v, want ErrTooLarge alone", err)
	}
	s.wantNone("new")
	s.set("old", "kept")
	if err := s.keyring.Set(s.t.Context(), s.name("old"), long); !errors.Is(err, vault.ErrTooLarge) {
		s.t.Errorf("set an old item: %v, want ErrTooLarge", err)
	}
	s.want("old", "kept")
}

func checkNames(s *suite) {
	names := []string{"a", "b", "aa", "a-", "a-1", "a-10", "a.1", "a_1", "1", "0"}
	for _, n := range names {
		s.set(n, "value of "+n)
	}
	for _, n := range names {
		s.want(n, "value of "+n)
	}
}

func checkContext(s *suite) {
	s.set("a", "1")
	ctx, cancel := context.WithCancel(s.t.Context())
	cancel()
	calls := map[string]func() error{
		"get":    func() error { _, err := s.keyring.Get(ctx, s.name("a")); return err },
		"set":    func() error { return s.keyring.Set(ctx, s.name("a"), "2") },
		"delete": func() error { return s.keyring.Delete(ctx, s.name("a")) },
	}
	for n, call := range calls {
		err := call()
		var pending *vault.PendingError
		if !errors.Is(err, context.Canceled) || errors.As(err, &pending) {
			s.t.Errorf("%s: %v, want context.Canceled and nothing left out", n, err)
		}
	}
	s.want("a", "1")
}

func checkGoroutines(s *suite) {
	const workers, rounds = 8, 5
	var wg sync.WaitGroup
	for w := range workers {
		name := s.name(fmt.Sprintf("w%d", w))
		wg.Go(func() {
			for r := range rounds {
				if err := s.round(name, fmt.Sprintf("value %d of %s", r, name)); err != nil {
					s.t.Errorf("%s, round %d: %v", name, r, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// round sets, reads and deletes one item, without ending the test: it runs
// outside the test's goroutine.
func (s *suite) round(name, value string) error {
	ctx := s.t.Context()
	if err := s.keyring.Set(ctx, name, value); err != nil {
		return fmt.Errorf("set: %w", err)
	}
	got, err := s.keyring.Get(ctx, name)
	if err != nil {
		return fmt.Errorf("get: %w", err)
	}
	if got != value {
		return fmt.Errorf("got %q, want %q", got, value)
	}
	if err := s.keyring.Delete(ctx, name); err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	if _, err := s.keyring.Get(ctx, name); !errors.Is(err, vault.ErrNotFound) {
		return fmt.Errorf("after delete: %w", err)
	}
	return nil
}
