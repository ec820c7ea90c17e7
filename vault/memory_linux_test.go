package vault_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// holderRole opens a vault with the passphrase that it reads, uses it as a
// person would, and closes it. After each part it waits for a byte.
func holderRole([]string) error {
	s := storeOfChild()
	l, err := vault.ParseLocation(s.location)
	if err != nil {
		return err
	}
	passphrase := make([]byte, 64)
	n, err := os.Stdin.Read(passphrase)
	if err != nil {
		return err
	}
	v, err := vault.OpenAt(context.Background(), l, vault.Options{
		Dir: s.dir, Passphrase: func(context.Context, bool) ([]byte, error) { return passphrase[:n], nil },
	})
	if err != nil {
		return err
	}
	if err := useAll(v); err != nil {
		return err
	}
	wait := func(done string) {
		fmt.Println(done)
		os.Stdin.Read(make([]byte, 1))
	}
	wait("used")
	v.Close()
	vault.SweepMemory() // Close leaves it to a goroutine
	wait("closed")
	return nil
}

// useAll makes every code, shows every recovery code, and changes a little.
func useAll(v *vault.Vault) error {
	ctx := context.Background()
	codes := 0
	for _, a := range v.Accounts() {
		if _, err := vault.CodeAt(a, testTime); err != nil {
			return err
		}
		shown, err := v.RecoveryCodes(ctx, a.ID)
		if err != nil {
			return err
		}
		codes += len(shown)
	}
	if codes != 200 {
		return fmt.Errorf("%d recovery codes", codes)
	}
	first := v.Accounts()[0]
	if err := v.Rename(ctx, first.ID, first.Issuer, "renamed"); err != nil {
		return err
	}
	return v.UseRecovery(ctx, first.ID, vault.RecoveryUse{})
}

// needle is one form of a secret.
type needle struct {
	kind, form string
	text       []byte
}

// formsOf are the shapes that a secret takes on its way.
func formsOf(kind string, secret []byte) []needle {
	return []needle{
		{kind, "raw", secret},
		{kind, "base32", []byte(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret))},
		{kind, "base64", []byte(base64.RawStdEncoding.EncodeToString(secret))},
		{kind, "hex", []byte(hex.EncodeToString(secret))},
	}
}

// memorySearch finds many needles in one pass, each by its first eight bytes.
type memorySearch struct {
	maybe  []bool // by the first three bytes
	needle map[uint64][]needle
	found  map[string]int          // copies by kind and form
	which  map[string]map[int]bool // different ones of each kind, in any form
	number map[string]int          // of a needle's text: which secret of its kind
}

func newMemorySearch() *memorySearch {
	return &memorySearch{maybe: make([]bool, 1<<24), needle: map[uint64][]needle{}, number: map[string]int{}}
}

func (m *memorySearch) add(number int, needles ...needle) {
	for _, n := range needles {
		m.maybe[int(n.text[0])<<16|int(n.text[1])<<8|int(n.text[2])] = true
		head := binary.LittleEndian.Uint64(n.text)
		m.needle[head] = append(m.needle[head], n)
		m.number[string(n.text)] = number
	}
}

func (m *memorySearch) scan(block []byte) {
	for i := range max(0, len(block)-7) {
		if !m.maybe[int(block[i])<<16|int(block[i+1])<<8|int(block[i+2])] {
			continue
		}
		for _, n := range m.needle[binary.LittleEndian.Uint64(block[i:])] {
			if bytes.HasPrefix(block[i:], n.text) {
				m.found[n.kind+" "+n.form]++
				if m.which[n.kind] == nil {
					m.which[n.kind] = map[int]bool{}
				}
				m.which[n.kind][m.number[string(n.text)]] = true
			}
		}
	}
}

// process searches everything that a process can write to: heap, stacks, data.
func (m *memorySearch) process(t *testing.T, pid int) (size int) {
	t.Helper()
	m.found, m.which = map[string]int{}, map[string]map[int]bool{}
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Fatal(err)
	}
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if errors.Is(err, os.ErrPermission) {
		t.Skip("this system lets no process read the memory of its child")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	for line := range strings.Lines(string(maps)) {
		var from, to uint64
		var rights string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &rights); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(rights, "rw") {
			continue
		}
		size += m.span(memory, int64(from), int64(to))
	}
	return size
}

// span reads in pieces that overlap by the length of a needle.
func (m *memorySearch) span(memory io.ReaderAt, from, to int64) (size int) {
	const piece, overlap = 1 << 20, 256
	block := make([]byte, piece+overlap)
	for ; from < to; from += piece {
		n, err := memory.ReadAt(block[:min(piece+overlap, to-from)], from)
		if err != nil && n == 0 {
			return size
		}
		m.scan(block[:n])
		size += min(n, piece)
	}
	return size
}

func (m *memorySearch) total(kind string) int {
	total := 0
	for name, n := range m.found {
		if strings.HasPrefix(name, kind) {
			total += n
		}
	}
	return total
}

func (m *memorySearch) String() string {
	var parts []string
	for name, n := range m.found {
		parts = append(parts, fmt.Sprintf("%s %d", name, n))
	}
	slices.Sort(parts)
	for kind, which := range m.which {
		parts = append(parts, fmt.Sprintf("(%d different: %s)", len(which), kind))
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

// TestMemoryAfterClose searches the memory of a process that used a vault for
// 100 accounts' secrets, their 200 recovery codes, the passphrase and the key.
func TestMemoryAfterClose(t *testing.T) {
	if withRace {
		t.Skip("the race detector keeps memory of its own")
	}
	dir := memoryDir(t)
	s := store{location: "file:" + filepath.Join(dir, "my.vault"), dir: filepath.Join(dir, "data")}
	passphrase := strings.ToLower(rand.Text())
	m := newMemorySearch()
	m.add(0, formsOf("passphrase", []byte(passphrase))...)
	v, err := s.open(t.Context(), passphrase)
	if err != nil {
		t.Fatal(err)
	}
	var entries []vault.Entry
	for i := range 100 {
		e := vault.Entry{Account: loginAt(fmt.Sprintf("Service %d", i), rand.Text()), Codes: recoveryCodes(rand.Text(), rand.Text())}
		entries = append(entries, e)
		m.add(i, formsOf("secret", e.Account.Secret.Expose())...)
		m.add(2*i, formsOf("recovery code", e.Codes[0].Expose())...)
		m.add(2*i+1, formsOf("recovery code", e.Codes[1].Expose())...)
	}
	if _, err := v.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	m.add(0, formsOf("data key", v.DataKey())...)
	v.Close()

	c := startChild(t, "holder", s)
	fmt.Fprint(c.in, passphrase)
	if line, _ := c.line(); line != "used" {
		t.Fatalf("the holder says %q: %s", line, c.talk.String())
	}
	size := m.process(t, c.cmd.Process.Pid)
	t.Logf("open, of %d MiB: %s", size>>20, m)
	if m.total("secret raw") < 100 || m.total("data key") == 0 {
		t.Error("the search does not find what must be there")
	}
	fmt.Fprint(c.in, "x")
	if line, _ := c.line(); line != "closed" {
		t.Fatalf("the holder says %q: %s", line, c.talk.String())
	}
	size = m.process(t, c.cmd.Process.Pid)
	t.Logf("closed, of %d MiB: %s", size>>20, m)
	for kind, most := range map[string]int{"passphrase": 0, "data key": 0, "secret": 3, "recovery code": 4} {
		if n := len(m.which[kind]); n > most { // the buffers of encoding/json keep what was last written
			t.Errorf("%d different of kind %s are left after Close", n, kind)
		}
	}
	fmt.Fprint(c.in, "x")
	c.end(t)
}
