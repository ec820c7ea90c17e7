//go:build unix

package desktop

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func privateRuntimeDir(t *testing.T) string {
	t.Helper()
	// Not t.TempDir: a socket's path may have 104 bytes on some systems.
	dir, err := os.MkdirTemp("", "df")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("XDG_RUNTIME_DIR", dir)
	return dir
}

func TestSecondStartHandsOver(t *testing.T) {
	dir := privateRuntimeDir(t)
	first, handed := Claim("keyring", Handover{})
	if first == nil || handed {
		t.Fatalf("first start: %v, %v", first, handed)
	}
	defer first.Close()
	got := make(chan Handover, 1)
	first.Serve(func(h Handover) { got <- h })

	sockets, _ := filepath.Glob(filepath.Join(dir, "*.sock"))
	if len(sockets) != 1 {
		t.Fatalf("sockets: %v", sockets)
	}
	if info, err := os.Stat(sockets[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("socket: %v, %v", info.Mode(), err)
	}

	want := []string{"/home/sam/code.png", "otpauth://totp/x"}
	if again, handed := Claim("keyring", Handover{Open: want}); again != nil || !handed {
		t.Fatalf("second start: %v, %v", again, handed)
	}
	if h := <-got; !slices.Equal(h.Open, want) {
		t.Errorf("got %v", h.Open)
	}
	other, handed := Claim("file:/other", Handover{})
	if other == nil || handed {
		t.Errorf("another vault: %v, %v", other, handed)
	}
	other.Close()
}

func TestClaimAfterClose(t *testing.T) {
	privateRuntimeDir(t)
	first, _ := Claim("keyring", Handover{})
	first.Close()
	first.Close()
	second, handed := Claim("keyring", Handover{})
	if second == nil || handed {
		t.Fatalf("after the first ended: %v, %v", second, handed)
	}
	second.Close()
}

// A process that is killed leaves its socket and its lock file behind.
func TestClaimAfterKill(t *testing.T) {
	if os.Getenv("DESKFOB_TEST_CLAIM") != "" {
		i, _ := Claim("keyring", Handover{})
		i.Serve(func(Handover) {})
		os.Stdout.WriteString("claimed\n")
		select {}
	}
	dir := privateRuntimeDir(t)
	cmd := exec.Command(os.Args[0], "-test.run=^TestClaimAfterKill$")
	cmd.Env = append(os.Environ(), "DESKFOB_TEST_CLAIM=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 8)); err != nil {
		t.Fatal(err)
	}
	if _, handed := Claim("keyring", Handover{}); !handed {
		t.Error("the other process was not seen")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Error("the killed process ended well")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.sock")); len(left) != 1 {
		t.Fatalf("no stale socket to try: %v", left)
	}
	i, handed := Claim("keyring", Handover{})
	if i == nil || handed {
		t.Fatalf("after the kill: %v, %v", i, handed)
	}
	i.Close()
}

func TestClaimImpossible(t *testing.T) {
	for name, dir := range map[string]func(t *testing.T) string{
		"no folder named": func(*testing.T) string { return "" },
		"missing":         func(t *testing.T) string { return filepath.Join(t.TempDir(), "none") },
		"open to others": func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			return dir
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("XDG_RUNTIME_DIR", dir(t))
			i, handed := Claim("keyring", Handover{})
			if i != nil || handed {
				t.Errorf("got %v, %v", i, handed)
			}
			i.Serve(func(Handover) {})
			i.Close()
		})
	}
}

// A stranger that connects and says nonsense must not stop the instance.
func TestServeSurvivesNonsense(t *testing.T) {
	dir := privateRuntimeDir(t)
	first, _ := Claim("keyring", Handover{})
	defer first.Close()
	got := make(chan Handover, 2)
	first.Serve(func(h Handover) { got <- h })
	sockets, _ := filepath.Glob(filepath.Join(dir, "*.sock"))
	conn, err := net.Dial("unix", sockets[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("GET / HTTP/1.0\n\n")); err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if _, handed := Claim("keyring", Handover{Open: []string{"a"}}); !handed {
		t.Fatal("not handed over")
	}
	if h := <-got; len(h.Open) != 1 || h.Open[0] != "a" {
		t.Errorf("got %v", h.Open)
	}
}
