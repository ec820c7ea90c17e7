package cli

import (
	"bytes"
	"context"
	"io"
)

// maxInput is the longest text read from standard input, in bytes.
const maxInput = 1 << 20

// readInput reads what standard input holds, a secret text.
func (s *session) readInput(ctx context.Context, hint string) (string, error) {
	if s.Interactive {
		s.tell(hint)
	}
	text, err := await(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(s.In, maxInput+1)) })
	if err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fail(ExitUnexpected, inputLost)
	}
	if len(text) > maxInput {
		return "", fail(ExitRefused, inputTooLong)
	}
	return string(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))), nil
}

// onlyDash refuses a value that is not "-": it would be a secret in the
// arguments, where every process of the computer can read it.
func onlyDash(command, flag, value string) error {
	if value == "" || value == "-" {
		return nil
	}
	return usage(command, valueInArguments(flag))
}
