package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A kit outlives Deskfob: the age of the distribution opens what kit create
// wrote. It takes a passphrase from a terminal only, so it gets one.
func TestStockAgeOpensKitCreate(t *testing.T) {
	age, err := exec.LookPath("age")
	if err != nil {
		t.Skip("age is not installed")
	}
	const secret, code, words = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "K6LGLV3RSH3VERMKET8L7QKU", "abacus basil cobalt dagger easel fable"
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	vaultWords, kitWords := write("vault-words", "correct horse\n"), write("kit-words", words+"\n")
	file, plain := filepath.Join(dir, "deskfob.kit"), filepath.Join(dir, "plain.json")
	deskfob := func(input string, args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "deskfob", args...) // testscript.Main puts it on the path
		cmd.Env = append(
			os.Environ(), "DESKFOB_VAULT=file:"+filepath.Join(dir, "vault"),
			"DESKFOB_DATA_DIR="+filepath.Join(dir, "data"), "DESKFOB_PASSPHRASE_FILE="+vaultWords, "HOME="+dir,
		)
		cmd.Stdin = strings.NewReader(input)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("deskfob %q: %v\n%s", args, err, said)
		}
	}
	deskfob("otpauth://totp/ACME:joe?secret="+secret, "add", "--uri", "-")
	deskfob(code, "recovery", "set", "acme")
	deskfob("", "kit", "create", "-o", file, "--kit-passphrase-file", kitWords)

	onTerminal(t, words, age, "-d", "-o", plain, file)
	text, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	var inside struct {
		Version  int `json:"deskfob_kit"`
		Accounts []struct {
			Issuer, Account, URI string
			Recovery             struct{ Codes []string }
		}
	}
	if err := json.Unmarshal(text, &inside); err != nil {
		t.Fatal(err)
	}
	if inside.Version != 1 || len(inside.Accounts) != 1 {
		t.Fatalf("age gives %s", text)
	}
	a := inside.Accounts[0]
	if a.Issuer != "ACME" || a.Account != "joe" || !strings.Contains(a.URI, secret) || len(a.Recovery.Codes) != 1 || a.Recovery.Codes[0] != code {
		t.Errorf("age gives %s", text)
	}
}

// onTerminal runs a program on a terminal of its own and answers its first
// question.
func onTerminal(t *testing.T, answer, program string, args ...string) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal to be had: %v", err)
	}
	defer master.Close()
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, terminal, terminal
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	terminal.Close()
	timer := time.AfterFunc(3*time.Minute, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()

	var said strings.Builder
	answered, part := false, make([]byte, 512)
	for err == nil { // until the terminal is closed, when the program has ended
		n, err = master.Read(part)
		said.Write(part[:n])
		if !answered && strings.Contains(said.String(), "passphrase") {
			answered = true
			if _, err := io.WriteString(master, answer+"\n"); err != nil {
				t.Error(err)
			}
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, strings.ReplaceAll(said.String(), answer, "..."))
	}
}
