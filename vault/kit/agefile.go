package kit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"
)

// What opening a kit costs, as the exponent of scrypt's N: 2^18 with r = 8 is
// 256 MiB and about a second, what stock age uses. A file may ask for up to
// 2^20, 1 GiB: anyone may have written it, and the work is done before the
// first check.
const (
	workFactor    = 18
	maxWorkFactor = 20
)

// Write encrypts a kit to w under a passphrase, as stock age does with -p. It
// takes about a second. Nothing is written unless the kit reads back as it is.
func Write(w io.Writer, k Kit, passphrase []byte) error {
	return write(w, k, passphrase, workFactor)
}

func write(w io.Writer, k Kit, passphrase []byte, work int) error {
	if len(passphrase) == 0 {
		return ErrNoPassphrase
	}
	plain, err := encode(k)
	if err != nil {
		return err
	}
	defer clear(plain)
	recipient, err := age.NewScryptRecipient(string(passphrase))
	if err != nil {
		return fmt.Errorf("encrypt the kit: %v", err)
	}
	recipient.SetWorkFactor(work)
	sealed, err := age.Encrypt(w, recipient)
	if err != nil {
		return fmt.Errorf("encrypt the kit: %w", err)
	}
	if _, err := sealed.Write(plain); err != nil {
		return fmt.Errorf("write the kit: %w", err)
	}
	if err := sealed.Close(); err != nil {
		return fmt.Errorf("write the kit: %w", err)
	}
	return nil
}

// Read opens a kit. It takes about a second, and at most 1 GiB of memory. A
// passphrase of words opens it also when they were typed in capitals, with
// dashes or with more than one space between: it is read off a paper.
func Read(r io.Reader, passphrase []byte) (Kit, error) {
	if len(passphrase) == 0 {
		return Kit{}, ErrNoPassphrase
	}
	file, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return Kit{}, fmt.Errorf("read the kit: %w", err)
	}
	if len(file) > MaxFile {
		return Kit{}, fmt.Errorf("more than %d bytes: %w", MaxFile, ErrTooLarge)
	}
	plain, err := open(file, string(passphrase))
	if words := TidyWords(passphrase); errors.Is(err, ErrPassphrase) && len(words) > 0 && !bytes.Equal(words, passphrase) {
		plain, err = open(file, string(words))
	}
	if err != nil {
		return Kit{}, err
	}
	defer clear(plain)
	return decode(plain)
}

// open decrypts an age file and gives the errors of this package.
func open(file []byte, passphrase string) ([]byte, error) {
	if !bytes.HasPrefix(file, []byte("age-encryption.org/v1\n")) {
		if bytes.HasPrefix(file, []byte("age-encryption.org/")) {
			return nil, ErrNewer
		}
		return nil, ErrNotKit
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, ErrNoPassphrase
	}
	identity.SetMaxWorkFactor(maxWorkFactor)
	r, err := age.Decrypt(bytes.NewReader(file), guarded{identity})
	switch {
	case errors.Is(err, age.ErrIncorrectIdentity):
		return nil, ErrPassphrase
	case errors.Is(err, ErrNotKit), errors.Is(err, ErrTooLarge):
		return nil, err
	case err != nil:
		return nil, ErrDamaged
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

// guarded tells apart what age tells in words only: files for keys, and files
// that ask for too much work.
type guarded struct{ *age.ScryptIdentity }

func (g guarded) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, s := range stanzas {
		if s.Type != "scrypt" {
			return nil, fmt.Errorf("locked with a key, not a passphrase: %w", ErrNotKit)
		}
		if len(s.Args) != 2 {
			continue
		}
		work, err := strconv.Atoi(s.Args[1])
		if errors.Is(err, strconv.ErrRange) || err == nil && work > maxWorkFactor {
			return nil, fmt.Errorf("its passphrase asks for too much work: %w", ErrTooLarge)
		}
	}
	return g.ScryptIdentity.Unwrap(stanzas)
}

// PassphraseOf returns the passphrase of the kit at path: the words that typed
// stands for, else what was typed. Open takes words typed in another way too, and
// a kit that is written anew must not get those for its passphrase. Its errors
// are those of Open.
func PassphraseOf(path string, typed []byte) ([]byte, error) {
	words := TidyWords(typed)
	_, _, err := Open(path, words)
	if err == nil {
		return words, nil
	}
	if !bytes.Equal(words, typed) && (errors.Is(err, ErrPassphrase) || errors.Is(err, ErrNoPassphrase)) {
		_, _, err = Open(path, typed)
	}
	clear(words)
	return typed, err
}

// TidyWords is a passphrase of words, however it was typed, as Passphrase makes
// it: lower case, one space between. What Read opens with a passphrase typed
// otherwise must not be written anew under that one.
func TidyWords(typed []byte) []byte {
	return []byte(strings.Join(strings.FieldsFunc(strings.ToLower(string(typed)), func(r rune) bool {
		return r == ' ' || r == '-' || r == '\t' || r == '\u00a0' || r == '\n' || r == '\r'
	}), " "))
}
