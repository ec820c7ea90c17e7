package cli

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestDemo(t *testing.T) {
	w := newWorld(t)
	began := w.now
	out := w.must(t, "demo")
	if took := w.now.Sub(began).Seconds(); took != demoSeconds {
		t.Errorf("took %v s, want %d", took, demoSeconds)
	}
	if lines := strings.Count(out, "\n"); lines != demoSeconds+1 {
		t.Errorf("%d lines, want a title and %d codes:\n%s", lines, demoSeconds, out)
	}
	// The clock starts at 59: one second of a step, then a new code.
	if !strings.Contains(out, "    1 s left\n") || !strings.Contains(out, "   30 s left\n") {
		t.Errorf("the countdown does not follow the clock:\n%s", out)
	}
}

func TestDemoOnTerminal(t *testing.T) {
	w := newWorld(t)
	w.Live = true
	if out := w.must(t, "demo"); strings.Count(out, "\n") != 1 || strings.Count(out, "\r") != demoSeconds {
		t.Errorf("not written over one line: %q", out)
	}
}

// Ctrl+C ends the demo early, and that is no failure.
func TestDemoStopped(t *testing.T) {
	w := newWorld(t)
	ctx, stop := context.WithCancel(context.Background())
	w.Sleep = func(ctx context.Context, _ time.Duration) error {
		stop()
		return ctx.Err()
	}
	if _, code := Run(ctx, []string{"demo"}, w.Env); code != ExitOK {
		t.Errorf("exit code %d: %s", code, w.err.String())
	}
	if lines := strings.Count(w.out.String(), "\n"); lines != 2 {
		t.Errorf("%d lines, want a title and one code", lines)
	}
}
