package scanner

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"time"
)

// mostToolOutput is what a tool may print: the largest picture in hexadecimal.
const mostToolOutput = 2*MaxBytes + 1024

// runTool runs one of the system's own tools, by its full path, and gives what
// it prints. Without C nothing else on macOS hands out screen and clipboard.
// The error of a tool that failed holds what it said.
func runTool(ctx context.Context, path string, args ...string) ([]byte, error) {
	tool := exec.CommandContext(ctx, path, args...)
	tool.WaitDelay = time.Second
	var out, said limitedBuffer
	tool.Stdout, tool.Stderr = &out, &said
	err := tool.Run()
	if ctx.Err() != nil {
		return nil, contextError(ctx)
	}
	if out.full {
		return nil, ErrTooManyBytes
	}
	if err != nil {
		return nil, &toolError{err, said.held.String()}
	}
	return out.held.Bytes(), nil
}

// toolError is a tool's failure.
type toolError struct {
	err  error
	said string
}

func (e *toolError) Error() string { return e.err.Error() + ": " + e.said }
func (e *toolError) Unwrap() error { return e.err }

// limitedBuffer takes no more than mostToolOutput.
// The buffer is no embedded one, whose ReadFrom would go round the limit.
type limitedBuffer struct {
	held bytes.Buffer
	full bool
}

var errToolOutput = errors.New("the tool prints too much")

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.held.Len()+len(p) > mostToolOutput {
		b.full = true
		return 0, errToolOutput
	}
	return b.held.Write(p)
}
