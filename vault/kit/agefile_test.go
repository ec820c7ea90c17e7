package kit_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/deskfob/deskfob/vault/kit"
)

var words = []byte("correct horse battery staple")

// cheap is the full kit as a file that costs little to open.
func cheap(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := kit.WriteCheap(&out, full(), words); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWriteThenRead(t *testing.T) {
	var out bytes.Buffer
	if err := kit.Write(&out, full(), words); err != nil {
		t.Fatal(err)
	}
	header, _, _ := strings.Cut(out.String(), "\n---")
	if !strings.HasPrefix(header, "age-encryption.org/v1\n-> scrypt ") || !strings.Contains(header, " 18\n") {
		t.Errorf("header %q", header)
	}
	start := time.Now()
	back, err := kit.Read(&out, words)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("opened in %s", time.Since(start))
	sameKit(t, back, full())
}

func TestReadTakesWordsAsTyped(t *testing.T) {
	file := cheap(t)
	for _, typed := range []string{
		"correct horse battery staple", "Correct Horse Battery Staple", "correct-horse-battery-staple",
		"  correct  horse\tbattery staple \n", "CORRECT\u00a0HORSE battery--staple",
	} {
		if _, err := kit.Read(bytes.NewReader(file), []byte(typed)); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
	}
	// A passphrase that is no words is taken exactly.
	var out bytes.Buffer
	if err := kit.WriteCheap(&out, full(), []byte("Pass-Phrase ")); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.Read(bytes.NewReader(out.Bytes()), []byte("Pass-Phrase ")); err != nil {
		t.Error(err)
	}
	if _, err := kit.Read(bytes.NewReader(out.Bytes()), []byte("pass phrase")); !errors.Is(err, kit.ErrPassphrase) {
		t.Errorf("another passphrase: %v", err)
	}
}

// ageFile encrypts text as any program could.
func ageFile(t *testing.T, text string, recipients ...age.Recipient) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipients...)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func scrypt(t *testing.T, work int) age.Recipient {
	t.Helper()
	r, err := age.NewScryptRecipient(string(words))
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(work)
	return r
}

func TestReadRefuses(t *testing.T) {
	good := cheap(t)
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Clone(good)
	changed[len(changed)-1] ^= 1
	work := func(n string) []byte { return bytes.Replace(good, []byte(" 10\n"), []byte(" "+n+"\n"), 1) }
	for name, tt := range map[string]struct {
		file       []byte
		passphrase string
		want       error
	}{
		"another passphrase":   {good, "incorrect horse", kit.ErrPassphrase},
		"no passphrase":        {good, "", kit.ErrNoPassphrase},
		"nothing":              {nil, "x", kit.ErrNotKit},
		"another file":         {[]byte("%PDF-1.7"), "x", kit.ErrNotKit},
		"another text in age":  {ageFile(t, "hello", scrypt(t, 10)), string(words), kit.ErrNotKit},
		"a file for a key":     {ageFile(t, "hello", key.Recipient()), string(words), kit.ErrNotKit},
		"a later age":          {[]byte("age-encryption.org/v9\n"), "x", kit.ErrNewer},
		"a later kit":          {ageFile(t, `{"deskfob_kit":9}`, scrypt(t, 10)), string(words), kit.ErrNewer},
		"the last byte":        {changed, string(words), kit.ErrDamaged},
		"cut off":              {good[:len(good)-20], string(words), kit.ErrDamaged},
		"cut off in the head":  {good[:60], string(words), kit.ErrDamaged},
		"more than fits":       {append(bytes.Clone(good), make([]byte, kit.MaxFile)...), string(words), kit.ErrTooLarge},
		"a gigabyte and more":  {work("21"), string(words), kit.ErrTooLarge},
		"a terabyte":           {work("30"), string(words), kit.ErrTooLarge},
		"work out of numbers":  {work("99999999999999999999999"), string(words), kit.ErrTooLarge},
		"work that is no work": {work("0"), string(words), kit.ErrDamaged},
		"negative work":        {work("-1"), string(words), kit.ErrDamaged},
		"other, possible work": {work("11"), string(words), kit.ErrPassphrase},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := kit.Read(bytes.NewReader(tt.file), []byte(tt.passphrase))
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("refused after %s", took)
			}
			if err != nil && strings.Contains(err.Error(), "horse") {
				t.Errorf("the error tells the passphrase: %v", err)
			}
		})
	}
}

// Every byte counts: whatever is changed or missing, nothing wrong comes out.
func TestReadNoticesEveryChange(t *testing.T) {
	good := cheap(t)
	for i := 0; i < len(good); i += 1 + i/40 {
		bad := bytes.Clone(good)
		bad[i] ^= 0x10
		if _, err := kit.Read(bytes.NewReader(bad), words); err == nil {
			t.Errorf("byte %d changed: read all the same", i)
		}
		if _, err := kit.Read(bytes.NewReader(good[:i]), words); err == nil {
			t.Errorf("cut off after %d: read all the same", i)
		}
	}
}

func FuzzRead(f *testing.F) {
	good := cheap(f)
	f.Add(good)
	f.Add(good[:100])
	f.Add([]byte("age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ 10\ngUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n--- x\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		// An expensive file is no bug, and would take the fuzzer's time.
		for n := 13; n <= kit.MaxWorkFactor; n++ {
			if bytes.Contains(file, fmt.Appendf(nil, " %d\n", n)) {
				t.Skip()
			}
		}
		k, err := kit.Read(bytes.NewReader(file), words)
		if err == nil && len(k.Entries) != len(full().Entries) {
			t.Error("a kit that nobody wrote")
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	for b.Loop() {
		if err := kit.Write(io.Discard, full(), words); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	var out bytes.Buffer
	if err := kit.Write(&out, full(), words); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := kit.Read(bytes.NewReader(out.Bytes()), words); err != nil {
			b.Fatal(err)
		}
	}
}

// A kit is known by the passphrase on paper, however it was typed.
func TestPassphraseOf(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deskfob.kit")
	const own = "Own-Phrase 7"
	for written, typed := range map[string]string{
		string(words): strings.ToUpper(strings.ReplaceAll(string(words), " ", "-")),
		own:           own,
	} {
		if _, err := kit.SaveWith(path, full(), []byte(written), kit.Overwrite{Any: true}, 10); err != nil {
			t.Fatal(err)
		}
		if got, err := kit.PassphraseOf(path, []byte(typed)); err != nil || string(got) != written {
			t.Errorf("typed %q: %q, %v; want %q", typed, got, err, written)
		}
		for _, wrong := range []string{"something else", "  "} {
			if _, err := kit.PassphraseOf(path, []byte(wrong)); !errors.Is(err, kit.ErrPassphrase) {
				t.Errorf("typed %q: %v", wrong, err)
			}
		}
	}
	if _, err := kit.PassphraseOf(path, nil); !errors.Is(err, kit.ErrNoPassphrase) {
		t.Errorf("nothing typed: %v", err)
	}
}
