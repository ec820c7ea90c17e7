package kit_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault/kit"
)

// childEnv makes this test binary a program that saves files, for tests that
// stop it or take its disk away.
const (
	childEnv = "DESKFOB_TEST_SAVE" // the file to save
	fullEnv  = "DESKFOB_TEST_FULL" // once, on a full disk
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		if os.Getenv(fullEnv) != "" {
			saveOnAFullDisk(path)
		}
		saveForEver(path)
	}
	os.Exit(m.Run())
}

// version makes a content that shows whether it is whole.
func version(n int) []byte {
	return bytes.Repeat(fmt.Appendf(nil, "%08d\n", n), 50_000)
}

func saveForEver(path string) {
	for n := 1; ; n++ {
		if _, err := kit.SaveSheet(path, version(n), kit.Overwrite{Any: true}); err != nil {
			fmt.Println("save:", err)
			os.Exit(1)
		}
	}
}

// Whenever the program is killed, the file is one version, whole.
func TestSaveSurvivesAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	write(t, path, version(0))
	advanced := false
	for round := range 25 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), childEnv+"="+path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		before := read(t, path)
		deadline := time.Now().Add(20 * time.Second)
		for bytes.Equal(read(t, path), before) && time.Now().Before(deadline) {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(round) * 300 * time.Microsecond) // somewhere in a later save
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		content := read(t, path)
		var n int
		if _, err := fmt.Sscanf(string(content[:min(len(content), 9)]), "%d", &n); err != nil || !bytes.Equal(content, version(n)) {
			t.Fatalf("round %d: after the kill the file has %d bytes and is no version", round, len(content))
		}
		advanced = advanced || n > 0
	}
	if !advanced {
		t.Error("no child ever saved: the test shows nothing")
	}
}

// saveOnAFullDisk renews a kit where no file can be longer than 100 bytes. It
// is a process of its own: the limit holds for all of one.
func saveOnAFullDisk(path string) {
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 100, Max: 100}); err != nil {
		fmt.Println("no limit:", err)
		os.Exit(1)
	}
	_, err := kit.SaveCheap(path, full(), words, kit.Overwrite{})
	if !errors.Is(err, syscall.EFBIG) {
		fmt.Println("saving gave:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func TestSaveOnAFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deskfob.kit")
	if _, err := kit.SaveCheap(path, full(), words, kit.Overwrite{}); err != nil {
		t.Fatal(err)
	}
	before := read(t, path)
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+path, fullEnv+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	if !bytes.Equal(read(t, path), before) {
		t.Error("the old kit was changed")
	}
	onlyFile(t, path)
}
