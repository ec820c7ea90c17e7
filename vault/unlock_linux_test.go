package vault_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// slowVault makes a vault file whose passphrase costs what a person's does.
func slowVault(t testing.TB) (path string, o vault.Options) {
	t.Helper()
	dir := t.TempDir()
	path = filepath.Join(dir, "my.vault")
	o = vault.Options{Dir: filepath.Join(dir, "data"), Passphrase: inTurn(firstPassphrase)}
	v, err := vault.OpenAt(t.Context(), vault.Location{File: path}, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Add(t.Context(), []vault.Account{loginAt("Cloud", "sam")}, vault.DuplicateRefuse); err != nil {
		t.Fatal(err)
	}
	return path, o
}

// BenchmarkUnlock opens a vault in a file with its passphrase. The processor
// time says more than the clock on a computer that is busy.
func BenchmarkUnlock(b *testing.B) {
	path, o := slowVault(b)
	before := processorTime(b)
	defer func() { b.ReportMetric(float64((processorTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op") }()
	for b.Loop() {
		v, err := vault.OpenAt(b.Context(), vault.Location{File: path}, o)
		if err != nil {
			b.Fatal(err)
		}
		v.Close()
	}
}

func processorTime(t testing.TB) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// unlockRole opens a vault and tells its resident memory before, at most, and after.
func unlockRole([]string) error {
	s := storeOfChild()
	l, err := vault.ParseLocation(s.location)
	if err != nil {
		return err
	}
	runtime.GC()
	before, err := memoryOf("VmRSS")
	if err != nil {
		return err
	}
	v, err := vault.OpenAt(context.Background(), l, vault.Options{Dir: s.dir, Passphrase: inTurn(firstPassphrase)})
	if err != nil {
		return err
	}
	after, err := memoryOf("VmRSS")
	if err != nil {
		return err
	}
	most, err := memoryOf("VmHWM")
	fmt.Println(before, most, after, len(v.Accounts()))
	return err
}

// memoryOf reads a field of /proc/self/status in KiB.
func memoryOf(field string) (int, error) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			return strconv.Atoi(strings.Fields(rest)[0])
		}
	}
	return 0, fmt.Errorf("no %s in /proc/self/status", field)
}

func TestUnlockGivesItsMemoryBack(t *testing.T) {
	if withRace {
		t.Skip("the race detector keeps memory of its own")
	}
	path, o := slowVault(t)
	c := startChild(t, "unlock", store{location: "file:" + path, dir: o.Dir})
	line, _ := c.line()
	c.end(t)
	var before, most, after, accounts int
	if _, err := fmt.Sscan(line, &before, &most, &after, &accounts); err != nil || accounts != 1 {
		t.Fatalf("%q: %v", line, err)
	}
	t.Logf("resident memory: %.1f MiB before, %.1f MiB at most, %.1f MiB after",
		float64(before)/1024, float64(most)/1024, float64(after)/1024)
	const mib = 1024
	if most-before < 120*mib {
		t.Errorf("one unlock took %d KiB: is it Argon2id with 128 MiB?", most-before)
	}
	if after-before > 8*mib {
		t.Errorf("%d KiB were kept after the unlock", after-before)
	}
}
