package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Terminal asks a person.
type Terminal interface {
	// Password asks for a line without showing what is typed.
	Password(ctx context.Context, prompt string) ([]byte, error)
	// Line asks for a line.
	Line(ctx context.Context, prompt string) (string, error)
}

// SystemTerminal returns the terminal a person sits at, or nil. That is
// standard input; when data is piped in there, the controlling terminal, if
// standard error shows the questions.
func SystemTerminal() Terminal {
	if term.IsTerminal(int(os.Stdin.Fd())) {
		return &systemTerminal{os.Stdin}
	}
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return nil
	}
	return &systemTerminal{tty}
}

type systemTerminal struct{ in *os.File }

// Password puts the terminal's echo back when ctx ends first: the goroutine
// that still waits for the line cannot.
func (t *systemTerminal) Password(ctx context.Context, prompt string) ([]byte, error) {
	fd := int(t.in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, fmt.Errorf("asking on the terminal: %w", err)
	}
	fmt.Fprint(os.Stderr, prompt)
	defer fmt.Fprintln(os.Stderr)
	answer, err := await(ctx, func() ([]byte, error) { return term.ReadPassword(fd) })
	if ctx.Err() != nil {
		if err := term.Restore(fd, before); err != nil {
			return nil, fmt.Errorf("restoring the terminal: %w", err)
		}
	}
	return answer, err
}

func (t *systemTerminal) Line(ctx context.Context, prompt string) (string, error) {
	fmt.Fprint(os.Stderr, prompt)
	line, err := await(ctx, func() (string, error) { return bufio.NewReader(t.in).ReadString('\n') })
	if err == io.EOF {
		err = nil
	}
	return strings.TrimSpace(line), err
}

// await runs a read that knows no context, and leaves it behind when ctx ends.
func await[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := read()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}
