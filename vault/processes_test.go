package vault_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// workerRole makes steps of its own choice in a vault that others change too:
// args are its name, how many steps, and a seed. Then it writes what the vault
// must hold of its own.
func workerRole(args []string) error {
	name := args[0]
	count, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	chosen, err := strconv.ParseUint(args[2], 10, 64)
	if err != nil {
		return err
	}
	ctx := context.Background()
	v, err := storeOfChild().open(ctx, startPassphrase)
	if err != nil {
		return err
	}
	o := vault.Options{Keyring: vault.NewMemoryKeyring(), Now: func() time.Time { return testTime }}
	reference, err := vault.Open(ctx, o)
	if err != nil {
		return err
	}
	steps := newStepper(chosen, name)
	for n := range count {
		if n%5 == 0 {
			if err := putPair(ctx, v, fmt.Sprintf("%s %d", name, n)); err != nil {
				return fmt.Errorf("the pair, %d: %w", n, err)
			}
			continue
		}
		s := steps.next(ctx, reference)
		if err := s.perform(ctx, reference); err != nil {
			return fmt.Errorf("%+v in the reference: %w", s, err)
		}
		if err := s.perform(ctx, v); err != nil {
			return fmt.Errorf("step %d, %+v: %w", n, s, err)
		}
	}
	for _, line := range holdings(reference) {
		fmt.Println(line)
	}
	return nil
}

// putPair changes two accounts together, with their recovery codes.
func putPair(ctx context.Context, v *vault.Vault, name string) error {
	var entries []vault.Entry
	for _, id := range []string{"left", "right"} {
		a := loginAt("Pair "+id, "")
		a.ID, a.Name = id, name
		entries = append(entries, vault.Entry{Account: a, Codes: recoveryCodes("code of "+name, "and another")})
	}
	_, err := v.Put(ctx, entries)
	return err
}

// readerRole looks for half a change until its input ends. Every third time it
// opens the vault anew.
func readerRole([]string) error {
	ctx := context.Background()
	ended := make(chan struct{})
	go func() {
		os.Stdin.Read(make([]byte, 1))
		close(ended)
	}()
	var v *vault.Vault
	var seen []string
	for n := 0; ; n++ {
		select {
		case <-ended:
			fmt.Printf("%d looks, %d states of the pair seen\n", n, len(seen))
			return nil
		default:
		}
		var err error
		if n%3 == 0 {
			v, err = storeOfChild().open(ctx, startPassphrase)
		} else {
			_, err = v.Reload(ctx)
		}
		if err != nil {
			return fmt.Errorf("look %d: %w", n, err)
		}
		state, err := lookAtPair(ctx, v)
		if err != nil {
			return fmt.Errorf("look %d: %w", n, err)
		}
		if !slices.Contains(seen, state) {
			seen = append(seen, state)
		}
	}
}

// lookAtPair returns the name of both accounts, or an error when they differ.
func lookAtPair(ctx context.Context, v *vault.Vault) (string, error) {
	if notices := v.Notices(); len(notices) > 0 {
		return "", notices[0].Err
	}
	entries, err := v.Entries(ctx)
	if err != nil {
		return "", err
	}
	var names, codes []string
	for _, e := range entries {
		if e.Account.ID == "left" || e.Account.ID == "right" {
			names = append(names, e.Account.Name)
			if len(e.Codes) != 2 {
				return "", fmt.Errorf("%s has %d recovery codes", e.Account.ID, len(e.Codes))
			}
			codes = append(codes, string(e.Codes[0].Expose()))
		}
	}
	if len(names) == 0 {
		return "", nil // not made yet
	}
	if len(names) != 2 || names[0] != names[1] || codes[0] != "code of "+names[0] || codes[0] != codes[1] {
		return "", fmt.Errorf("half a change: %q with %q", names, codes)
	}
	return names[0], nil
}

// workTogether lets two processes change one vault and a third one read it.
func workTogether(t *testing.T, s store, count int) {
	t.Helper()
	began := time.Now()
	first := seed(t)
	if _, err := s.open(t.Context(), startPassphrase); err != nil {
		t.Fatal(err)
	}
	reader := startChild(t, "reader", s)
	held := make([][]string, 2)
	var wg sync.WaitGroup
	for i, name := range []string{"A", "B"} {
		c := startChild(t, "worker", s, name, strconv.Itoa(count), strconv.FormatUint(first+uint64(i), 10))
		wg.Go(func() {
			for line, ok := c.line(); ok; line, ok = c.line() {
				held[i] = append(held[i], line)
			}
			c.end(t)
		})
	}
	wg.Wait()
	reader.in.Close()
	looks, _ := reader.line()
	reader.end(t)
	v, err := s.open(t.Context(), startPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := lookAtPair(t.Context(), v)
	if err != nil || !strings.HasPrefix(pair, "A ") && !strings.HasPrefix(pair, "B ") {
		t.Errorf("the pair at the end: %q, %v", pair, err)
	}
	isShared := func(line string) bool {
		return strings.HasPrefix(line, "Pair ") || strings.HasPrefix(line, "passphrase")
	}
	found := slices.DeleteFunc(holdings(v), isShared)
	want := slices.Concat(held[0], held[1])
	slices.Sort(found)
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("the vault holds\n%s\nwant\n%s", strings.Join(found, "\n"), strings.Join(want, "\n"))
	}
	t.Logf("2 processes with %d changes each in %.1f s, nothing lost; the reader: %s, no half change", count, time.Since(began).Seconds(), looks)
}

// changes is how many changes each process makes: few, or DESKFOB_CHANGES in a soak.
func changes(t *testing.T, few int) int {
	text := os.Getenv("DESKFOB_CHANGES")
	if text == "" {
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(errors.New("DESKFOB_CHANGES is no number"))
	}
	return n
}

func TestProcessesTogetherOnAFile(t *testing.T) {
	dir := memoryDir(t)
	s := store{location: "file:" + filepath.Join(dir, "my.vault"), dir: filepath.Join(dir, "data")}
	workTogether(t, s, changes(t, 100))
}
