//go:build linux

package desktop

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// startX starts a display of its own for the test.
func startX(t *testing.T) {
	t.Helper()
	for _, tool := range []string{"Xvfb", "xclip"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: the clipboard tests are skipped", tool)
		}
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// -noreset: the server would start over when a first client leaves.
	cmd := exec.Command("Xvfb", "-noreset", "-displayfd", "3", "-screen", "0", "320x240x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Error("Xvfb ended by itself")
		}
	})
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
}

// paste asks for the clipboard as another program would.
func paste(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "xclip", append([]string{"-selection", "clipboard", "-o"}, args...)...).Output()
	if err != nil {
		return "(nothing)"
	}
	return string(out)
}

// start copies in the background and returns when the text can be pasted.
func start(t *testing.T, ctx context.Context, text string) <-chan error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- CopySecret(ctx, text) }()
	for range 500 {
		if paste(t) == text {
			return done
		}
		select {
		case err := <-done:
			t.Fatalf("it ended before it could be pasted: %v", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatal("the text never came to the clipboard")
	return nil
}

func TestCopySecret(t *testing.T) {
	startX(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := start(t, ctx, "492039")

	for target, want := range map[string]string{
		"UTF8_STRING":               "492039",
		"STRING":                    "492039",
		"text/plain;charset=utf-8":  "492039",
		"x-kde-passwordManagerHint": "secret",
		"image/png":                 "(nothing)",
	} {
		if got := paste(t, "-t", target); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
	if got := paste(t, "-t", "TARGETS"); !strings.Contains(got, "UTF8_STRING\n") || !strings.Contains(got, "passwordManagerHint") {
		t.Errorf("targets: %q", got)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("after its time: %v", err)
	}
	if got := paste(t); got != "(nothing)" {
		t.Errorf("after its time the clipboard holds %q", got)
	}
}

func TestCopySecretTaken(t *testing.T) {
	startX(t)
	done := start(t, t.Context(), "492039")
	other := exec.CommandContext(t.Context(), "xclip", "-selection", "clipboard", "-i", "-quiet") // stays in front
	other.Stdin = strings.NewReader("a letter")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Wait() }) // ends with its display
	if err := <-done; err != nil {
		t.Errorf("after another program copied: %v", err)
	}
	if got := paste(t); got != "a letter" {
		t.Errorf("the clipboard holds %q", got)
	}
}

func TestCopySecretWithoutDisplay(t *testing.T) {
	for name, display := range map[string]string{"none": "", "dead": ":54321"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DISPLAY", display)
			if err := CopySecret(t.Context(), "492039"); err == nil || strings.Contains(err.Error(), "492039") {
				t.Errorf("got %v", err)
			}
		})
	}
}
