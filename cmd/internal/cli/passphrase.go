package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"
)

// maxPassphrase is the longest passphrase file that is read, in bytes.
const maxPassphrase = 64 << 10

// passphrase gets the vault's passphrase from a file, else from the terminal;
// there twice for a new vault.
func (s *session) passphrase(ctx context.Context, create bool) ([]byte, error) {
	text, err := s.filePassphrase()
	if err != nil || len(text) > 0 {
		return text, err
	}
	if s.Terminal == nil {
		return nil, fail(ExitUsage, passphraseNeeded(create))
	}
	if !create {
		return s.typedPassphrase(ctx, askPassphrase)
	}
	return s.newPassphrase(ctx, aboutPassphrases)
}

// typedPassphrase asks for the passphrase that a vault has.
func (s *session) typedPassphrase(ctx context.Context, question string) ([]byte, error) {
	typed, err := s.Terminal.Password(ctx, question)
	if err == nil && len(typed) == 0 {
		err = fail(ExitUsage, nothingTyped)
	}
	return typed, err
}

// filePassphrase reads the file that the flag or the environment names. An
// empty file counts as none.
func (s *session) filePassphrase() ([]byte, error) {
	for _, path := range []string{s.passphraseFile, s.Getenv("DESKFOB_PASSPHRASE_FILE")} {
		if path == "" {
			continue
		}
		text, err := readPassphrase(path)
		if err != nil {
			return nil, fail(ExitUsage, passphraseFileUnreadable)
		}
		if len(text) > 0 {
			return text, nil
		}
	}
	return nil, nil
}

// newPassphraseFile is the flag of a file with a passphrase to come.
type newPassphraseFile struct{ path string }

// read gives the passphrase in the file, before any vault is opened. Where there
// is none it has to be asked for: then it returns nil, or fails when nobody is there.
func (n *newPassphraseFile) read(s *session, command string) ([]byte, error) {
	return s.passphraseIn(n.path, command, newPassphraseUnreadable, newPassphraseNeeded)
}

// passphraseIn gives the passphrase in the file that a flag names. Without one
// it returns nil where somebody can be asked, and fails with the text needed
// where nobody is there.
func (s *session) passphraseIn(path, command, unreadable, needed string) ([]byte, error) {
	if path != "" {
		text, err := readPassphrase(path)
		if err != nil {
			return nil, usage(command, unreadable)
		}
		if len(text) > 0 {
			return text, nil
		}
	}
	if s.Terminal == nil {
		return nil, usage(command, needed)
	}
	return nil, nil
}

func (n *newPassphraseFile) flags(f *pflag.FlagSet) {
	f.StringVar(&n.path, "new-passphrase-file", "", "read the new passphrase from `FILE`")
}

// newPassphrase asks twice on the terminal, after it has told what about.
func (s *session) newPassphrase(ctx context.Context, about string) ([]byte, error) {
	s.tell(about)
	first, err := s.Terminal.Password(ctx, askNewPassphrase)
	if err != nil {
		return nil, err
	}
	if len(first) == 0 {
		return nil, fail(ExitUsage, passphraseEmpty)
	}
	return s.sameAgain(ctx, first)
}

// sameAgain asks for the passphrase that was just typed once more.
func (s *session) sameAgain(ctx context.Context, first []byte) ([]byte, error) {
	second, err := s.Terminal.Password(ctx, askPassphraseAgain)
	defer clear(second)
	if err != nil || !bytes.Equal(first, second) {
		clear(first)
		if err == nil {
			err = fail(ExitUsage, passphrasesDiffer)
		}
		return nil, err
	}
	return first, nil
}

// readPassphrase reads a file and drops one line end, LF or CRLF; the rest is
// the passphrase as it is.
func readPassphrase(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxPassphrase+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxPassphrase {
		clear(text)
		return nil, fmt.Errorf("passphrase file is longer than %d bytes", maxPassphrase)
	}
	if rest, ok := bytes.CutSuffix(text, []byte("\n")); ok {
		text, _ = bytes.CutSuffix(rest, []byte("\r"))
	}
	return text, nil
}
