package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// demoSeconds is how long the demo counts down.
const demoSeconds = 10

// demoOptions are the flags of "deskfob demo": none.
type demoOptions struct{}

func demoCommand() command {
	return command{
		name:    "demo",
		summary: "decode a sample enrolment picture and show its live code for 10 seconds",
		help: `Reads the QR code of a picture that comes with the program and shows the account
and its code with the countdown. Opens no vault and keeps nothing.`,
		options: &demoOptions{},
	}
}

func (o *demoOptions) flags(*pflag.FlagSet) {}

func (o *demoOptions) run(ctx context.Context, s *session, _ []string) error {
	img, err := scanner.ReadImage(bytes.NewReader(s.DemoPicture))
	if err != nil {
		return fmt.Errorf("reading the demo picture: %w", err)
	}
	codes, err := readImage(ctx, "demo", img)
	if err != nil {
		return fmt.Errorf("decoding the demo picture: %w", err)
	}
	for _, code := range codes {
		if code.kind == enrolment && code.err == nil {
			return o.show(ctx, s, code.account)
		}
	}
	return fail(ExitNothing, noCodeFound)
}

// show counts down: on a terminal over one line, elsewhere a line a second.
func (o *demoOptions) show(ctx context.Context, s *session, a vault.Account) error {
	if err := s.print(demoTitle(a)); err != nil {
		return err
	}
	begin, end := "", "\n"
	if s.Live {
		begin, end = "\r", ""
		defer func() { s.tell("") }()
	}
	for range demoSeconds {
		now := s.Now()
		code, err := vault.CodeAt(a, now)
		if err != nil {
			return err
		}
		remaining := int(code.Remaining(now) / time.Second)
		shown := fmt.Sprintf("%s%s   %2d s left%s", begin, vault.GroupCode(code.Text), remaining, end)
		if err := s.print(shown); err != nil {
			return err
		}
		if err := s.Sleep(ctx, time.Second); err != nil {
			if errors.Is(err, context.Canceled) {
				return nil
			}
			return err
		}
	}
	return nil
}
