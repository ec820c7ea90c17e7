package cli

import (
	"context"
	"strconv"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// clipboardHold is how long a copied code stays on the clipboard.
const clipboardHold = 20 * time.Second

// lastTime is the end of the year 9999, the last that RFC 3339 can write.
const lastTime = 253402300799

// codeOptions are the flags of "deskfob code".
type codeOptions struct {
	at               string
	next, json, copy bool
}

func codeCommand() command {
	return command{
		name: "code", args: "QUERY", min: 1, max: 1,
		summary: "print an account's code",
		help: `Prints the bare code. An account with a counter (HOTP) saves its new counter
before the code is printed, so each run gives another code.
QUERY is an id; else an issuer or account name; else the beginnings of words of
either.

Exit code 3: no such account, or an account without codes. 6: several accounts.
8: --copy without a display.`,
		options: &codeOptions{},
	}
}

func (o *codeOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.at, "at", "", "the code at `TIME`: Unix seconds or RFC 3339")
	f.BoolVar(&o.next, "next", false, "only the code that comes after")
	f.BoolVar(&o.json, "json", false, "print code, next, remaining (seconds) and expires")
	f.BoolVar(&o.copy, "copy", false, "put the code on the clipboard for 20 s instead of printing it")
}

func (o *codeOptions) run(ctx context.Context, s *session, args []string) error {
	if o.copy && o.json {
		return usage("code", copyOrJSON)
	}
	at, err := parseTime(o.at, s.Now())
	if err != nil {
		return err
	}
	// Before the vault: a counter must not move on for a code nobody gets.
	if o.copy && s.CheckDisplay() != nil {
		return fail(ExitNoWindow, noClipboard)
	}
	v, account, err := s.account(ctx, args[0], toRead)
	if err != nil {
		return err
	}
	defer v.Close()
	if account.Type == vault.TypeHOTP {
		if o.at != "" || o.next {
			return usage("code", counterHasNoTime)
		}
		if err := s.accept(ctx, v); err != nil { // its counter is about to change
			return err
		}
	}
	shown, err := o.make(ctx, v, account, at)
	if err != nil {
		return err
	}
	switch {
	case o.copy:
		v.Close()
		return copyCode(ctx, s, shown.plain())
	case o.json:
		return s.printJSON(shown)
	}
	return s.print(shown.plain() + "\n")
}

// parseTime reads Unix seconds or RFC 3339; nothing is now.
func parseTime(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return now, nil
	}
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && seconds >= 0 && seconds <= lastTime {
		return time.Unix(seconds, 0), nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil && t.Unix() >= 0 {
		return t, nil
	}
	return time.Time{}, usage("code", badTime)
}

// codeJSON is a code as it is printed. A counter's code has no time and no
// next one; with --next there is no current code.
type codeJSON struct {
	Code      string `json:"code,omitempty"`
	Next      string `json:"next,omitempty"`
	Remaining *int   `json:"remaining,omitempty"` // seconds until Next
	Expires   string `json:"expires,omitempty"`
}

// plain is what is printed without --json.
func (c codeJSON) plain() string {
	if c.Code != "" {
		return c.Code
	}
	return c.Next
}

// make makes the code of an account; that of a counter is saved as used first.
func (o *codeOptions) make(ctx context.Context, v *vault.Vault, a vault.Account, at time.Time) (codeJSON, error) {
	if a.Type == vault.TypeHOTP {
		code, err := v.NextHOTP(ctx, a.ID)
		return codeJSON{Code: code.Text}, err
	}
	now, err := vault.CodeAt(a, at)
	if err != nil {
		return codeJSON{}, err
	}
	next, err := vault.CodeAt(a, now.Until)
	if err != nil {
		return codeJSON{}, err
	}
	remaining := int(now.Remaining(at) / time.Second)
	shown := codeJSON{Next: next.Text, Remaining: &remaining, Expires: stamp(now.Until)}
	if !o.next {
		shown.Code = now.Text
	}
	return shown, nil
}

// copyCode keeps text on the clipboard until the time is up, another program
// takes the clipboard or the person stops the command.
func copyCode(ctx context.Context, s *session, text string) error {
	limited, cancel := context.WithTimeout(ctx, clipboardHold)
	defer cancel()
	if err := s.Copy(limited, text); err != nil {
		return fail(ExitNoWindow, noClipboard)
	}
	return nil
}
