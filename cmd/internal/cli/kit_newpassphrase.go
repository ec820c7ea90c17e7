package cli

import (
	"bytes"
	"context"
	"unicode"
	"unicode/utf8"

	"github.com/deskfob/deskfob/vault/kit"
)

// askPassphrase asks for the passphrase of a kit to write: the one of the kit
// that is there, or a new one.
func (m *kitMaker) askPassphrase(ctx context.Context) ([]byte, error) {
	if m.making.Over == "" {
		return m.askNewPassphrase(ctx)
	}
	typed, err := m.Terminal.Password(ctx, askKitPassphraseAgain(m.o.file))
	if err != nil {
		return nil, err
	}
	if len(typed) == 0 {
		return m.askNewPassphrase(ctx)
	}
	passphrase, err := kit.PassphraseOf(m.o.file, typed)
	if err != nil {
		clear(typed)
		return nil, kitFailure(m.o.file, err)
	}
	return passphrase, nil
}

// askNewPassphrase offers six words, or takes what is typed twice.
func (m *kitMaker) askNewPassphrase(ctx context.Context) ([]byte, error) {
	words, err := kit.Passphrase()
	if err != nil {
		return nil, err
	}
	m.tell(kitPassphraseForever)
	m.tell(sixWords(words))
	typed, err := m.Terminal.Password(ctx, askKitWords)
	if err != nil {
		return nil, err
	}
	if len(typed) > 0 {
		return m.sameAgain(ctx, typed)
	}
	again, err := m.Terminal.Line(ctx, askWordsAgain)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(kit.TidyWords([]byte(again)), words) {
		return nil, fail(ExitUsage, otherWords)
	}
	return words, nil
}

// shortPassphrase is the length in characters under which a passphrase is told
// to be short: whoever finds the kit can try as many as they like.
const shortPassphrase = 12

// judge refuses a passphrase that nobody could type into age, and warns of a
// short one.
func (m *kitMaker) judge() error {
	if !utf8.Valid(m.passphrase) || bytes.ContainsFunc(m.passphrase, unicode.IsControl) {
		return fail(ExitRefused, untypeable)
	}
	if utf8.RuneCount(m.passphrase) < shortPassphrase {
		m.tell(passphraseShort)
	}
	return nil
}
