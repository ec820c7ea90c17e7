package vault_test

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// message writes protobuf: pairs of a field's number and its value, a number
// or a text.
func message(fields ...any) string {
	var out []byte
	for i := 0; i < len(fields); i += 2 {
		number := uint64(fields[i].(int))
		switch v := fields[i+1].(type) {
		case int:
			out = binary.AppendUvarint(out, number<<3)
			out = binary.AppendUvarint(out, uint64(v))
		case string:
			out = binary.AppendUvarint(out, number<<3|2)
			out = binary.AppendUvarint(out, uint64(len(v)))
			out = append(out, v...)
		}
	}
	return string(out)
}

func migrationLink(payload string) string {
	return "otpauth-migration://offline?data=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(payload)))
}

// entry is an entry whose secret is its name twice over.
func entry(name string, fields ...any) string {
	return message(append([]any{1, name + name, 2, name}, fields...)...)
}

func part(batch, index, size int, entries ...string) string {
	var fields []any
	for _, e := range entries {
		fields = append(fields, 1, e)
	}
	return message(append(fields, 2, 1, 3, size, 4, index, 5, batch)...)
}

func TestParseMigrationEntries(t *testing.T) {
	for _, tt := range []struct {
		name  string
		entry string
		want  vault.Account
	}{
		{"all left out", entry("joe"), vault.Account{Name: "joe", Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}},
		{"all said", entry("joe", 3, "ACME", 4, 2, 5, 2, 6, 2), vault.Account{Issuer: "ACME", Name: "joe", Type: vault.TypeTOTP, Algorithm: vault.SHA256, Digits: 8, Period: 30}},
		{"counter", entry("joe", 4, 3, 5, 1, 6, 1, 7, 41), vault.Account{Name: "joe", Type: vault.TypeHOTP, Algorithm: vault.SHA512, Digits: 6, Counter: 41}},
		{"unknown fields", entry("joe", 8, "an id", 9, 7, 100, "x"), vault.Account{Name: "joe", Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}},
		{"fixed fields and a group", entry("joe") + "\x49\x08\x08\x08\x08\x08\x08\x08\x08\x55abcd\x5b\x20\x04\x5c", vault.Account{Name: "joe", Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}},
		{"issuer in the name", entry("ACME:joe"), vault.Account{Issuer: "ACME", Name: "joe", Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}},
		{"issuer twice", entry("acme: joe", 3, "ACME"), vault.Account{Issuer: "ACME", Name: "joe", Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}},
		{"issuer beside another prefix", entry("a:b", 3, "ACME"), vault.Account{Issuer: "ACME", Name: "a:b", Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}},
		{"escapes stay", entry("a%41+b"), vault.Account{Name: "a%41+b", Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := vault.ParseMigration(migrationLink(part(-7, 0, 1, tt.entry)))
			if err != nil || len(p.Accounts) != 1 || p.Batch != -7 || p.Index != 0 || p.Size != 1 {
				t.Fatalf("%+v, error %v", p, err)
			}
			got := p.Accounts[0]
			if got.Issuer != tt.want.Issuer || got.Name != tt.want.Name || got.Type != tt.want.Type || got.Algorithm != tt.want.Algorithm ||
				got.Digits != tt.want.Digits || got.Period != tt.want.Period || got.Counter != tt.want.Counter {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestParseMigrationRefusesEntries(t *testing.T) {
	for _, tt := range []struct {
		name, entry string
		want        vault.ParamError
	}{
		{"MD5", entry("joe", 4, 4), vault.ParamError{Param: vault.ParamAlgorithm, Reason: vault.ReasonUnsupported}},
		{"unknown algorithm", entry("joe", 4, 5), vault.ParamError{Param: vault.ParamAlgorithm, Reason: vault.ReasonUnknown}},
		{"unknown digits", entry("joe", 5, 3), vault.ParamError{Param: vault.ParamDigits, Reason: vault.ReasonUnknown}},
		{"unknown type", entry("joe", 6, 3), vault.ParamError{Param: vault.ParamType, Reason: vault.ReasonUnknown}},
		{"negative counter", entry("joe", 6, 1, 7, -1), vault.ParamError{Param: vault.ParamCounter, Reason: vault.ReasonRange}},
		{"no secret", message(2, "joe"), vault.ParamError{Param: vault.ParamSecret, Reason: vault.ReasonMissing}},
		{"empty secret", message(1, "", 2, "joe"), vault.ParamError{Param: vault.ParamSecret, Reason: vault.ReasonMissing}},
		{"long secret", message(1, strings.Repeat("x", 513), 2, "joe"), vault.ParamError{Param: vault.ParamSecret, Reason: vault.ReasonTooLong}},
		{"long issuer", entry("joe", 3, strings.Repeat("x", 257)), vault.ParamError{Param: vault.ParamName, Reason: vault.ReasonTooLong}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := vault.ParseMigration(migrationLink(part(1, 0, 1, tt.entry, entry("kim"))))
			if err != nil || len(p.Accounts) != 1 || len(p.Refused) != 1 {
				t.Fatalf("%+v, error %v", p, err)
			}
			var refusal *vault.ParamError
			if r := p.Refused[0]; !errors.As(r.Err, &refusal) || *refusal != tt.want || r.Name != "joe" {
				t.Errorf("%q refused: %v", r.Name, r.Err)
			}
		})
	}
}

func TestParseMigrationLinks(t *testing.T) {
	// A secret whose base64 has both characters that the alphabets differ in.
	const secret = "\x01\x01\xfb\xef\xbe\xff\xff\xff"
	payload := part(1, 0, 1, message(1, secret, 2, "joe"))
	std := base64.StdEncoding.EncodeToString([]byte(payload))
	if !strings.Contains(std, "+") || !strings.Contains(std, "/") {
		t.Fatalf("%s has neither", std)
	}
	const head = "otpauth-migration://offline?data="
	for _, tt := range []struct {
		name, link string
		err        error
	}{
		{"escaped", head + url.QueryEscape(std), nil},
		{"raw", head + std, nil},
		{"space for plus", head + strings.ReplaceAll(std, "+", " "), nil},
		{"escaped space for plus", head + strings.ReplaceAll(std, "+", "%20"), nil},
		{"without padding", head + strings.TrimRight(std, "="), nil},
		{"url alphabet", head + base64.URLEncoding.EncodeToString([]byte(payload)), nil},
		{"in capitals, with space around", " OTPAUTH-MIGRATION://OFFLINE?DATA=" + std + "\r\n", nil},
		{"other parameters", "otpauth-migration://offline?x=1&data=" + std + "&y=2", nil},
		{"key URI", "otpauth://totp/x?secret=AAAA", vault.ErrNotMigration},
		{"empty", "", vault.ErrNotMigration},
		{"no data", head, vault.ErrInvalid},
		{"no parameter", "otpauth-migration://offline", vault.ErrInvalid},
		{"not base64", head + "a*b", vault.ErrInvalid},
		{"cut off", head + std[:len(std)-16], vault.ErrInvalid},
		{"no entries", migrationLink(part(1, 0, 1)), vault.ErrInvalid},
		{"index beyond the size", migrationLink(part(1, 3, 3, entry("joe"))), vault.ErrInvalid},
		{"huge size", migrationLink(part(1, 0, 1<<40, entry("joe"))), vault.ErrInvalid},
		{"too many entries", migrationLink(part(1, 0, 1, slices.Repeat([]string{entry("j")}, 1001)...)), vault.ErrInvalid},
		{"end of no group", migrationLink(part(1, 0, 1, entry("joe")) + "\x5c"), vault.ErrInvalid},
		{"wire type that is none", migrationLink(part(1, 0, 1, entry("joe")) + "\x5f"), vault.ErrInvalid},
		{"too long", head + strings.Repeat("A", 70000), vault.ErrInvalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := vault.ParseMigration(tt.link)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err == nil && (len(p.Accounts) != 1 || string(p.Accounts[0].Secret.Expose()) != secret) {
				t.Errorf("%+v", p)
			}
		})
	}
}

func mustPart(t *testing.T, payload string) vault.MigrationPart {
	t.Helper()
	p, err := vault.ParseMigration(migrationLink(payload))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestMigrationGathersParts(t *testing.T) {
	one, two, three := part(5, 0, 3, entry("a")), part(5, 1, 3, entry("b"), entry("bb", 4, 4)), part(5, 2, 3, entry("c"))
	for _, tt := range []struct {
		name    string
		parts   []string
		last    error
		missing []int
		names   string
	}{
		{"nothing", nil, nil, nil, ""},
		{"in order", []string{one, two, three}, nil, nil, "abc"},
		{"in any order", []string{three, one, two}, nil, nil, "abc"},
		{"one missing", []string{three, one}, nil, []int{2}, "ac"},
		{"two missing", []string{two}, nil, []int{1, 3}, "b"},
		{"one twice", []string{one, one, two}, nil, []int{3}, "ab"},
		{"single ones", []string{part(1, 0, 1, entry("x")), part(2, 0, 1, entry("y")), part(1, 0, 1, entry("x"))}, nil, nil, "xy"},
		{"another batch", []string{one, part(6, 1, 3, entry("b"))}, vault.ErrOtherMigration, []int{2, 3}, "a"},
		{"another size", []string{one, part(5, 1, 4, entry("b"))}, vault.ErrOtherMigration, []int{2, 3}, "a"},
		{"a number taken", []string{one, part(5, 0, 3, entry("b"))}, vault.ErrOtherMigration, []int{2, 3}, "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var m vault.Migration
			var err error
			for _, p := range tt.parts {
				err = m.Add(mustPart(t, p))
			}
			names := ""
			for _, a := range m.Accounts() {
				names += a.Name
			}
			if err != tt.last || !slices.Equal(m.Missing(), tt.missing) || names != tt.names {
				t.Errorf("error %v, missing %v, accounts %s", err, m.Missing(), names)
			}
		})
	}
}

// expectedAccount is an account as the sample folder describes it.
type expectedAccount struct {
	Type                    vault.Type
	Issuer, Account, Secret string
	Algorithm               vault.Algorithm
	Digits, Period          int
	Counter                 uint64
}

func checkAccounts(t *testing.T, name string, got []vault.Account, want []expectedAccount) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d accounts, want %d", name, len(got), len(want))
		return
	}
	for i, a := range got {
		g := expectedAccount{a.Type, a.Issuer, a.Name, base32Text(a.Secret), a.Algorithm, a.Digits, a.Period, a.Counter}
		if g != want[i] {
			t.Errorf("%s: account %d is %+v, want %+v", name, i, g, want[i])
		}
	}
}

func TestVectorsMigration(t *testing.T) {
	for _, c := range readVectors(t).Migration.Vectors {
		p, err := vault.ParseMigration(c.URI)
		if err != nil {
			t.Errorf("%s: %v", c.URI, err)
		}
		checkAccounts(t, c.URI, p.Accounts, c.Expect)
	}
}

// TestSamplesMigration reads lists of links as exports hold them.
func TestSamplesMigration(t *testing.T) {
	dir := os.Getenv("DESKFOB_SAMPLES")
	if dir == "" {
		t.Skip("DESKFOB_SAMPLES is not set: 5 samples skipped")
	}
	files, err := filepath.Glob(filepath.Join(dir, "imports", "google_migration", "*.txt"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d samples, error %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		expected, err := os.ReadFile(file + ".expected.json")
		if err != nil {
			t.Fatal(err)
		}
		var want struct {
			Entries   []expectedAccount
			FileError string `json:"file_error"`
		}
		if err := json.Unmarshal(expected, &want); err != nil {
			t.Fatal(err)
		}
		var m vault.Migration
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "otpauth-migration") {
				continue
			}
			p, err := vault.ParseMigration(line)
			if (err != nil) != (want.FileError != "") {
				t.Errorf("%s: error %v, want %q", file, err, want.FileError)
			} else if err == nil && m.Add(p) != nil {
				t.Errorf("%s: part refused", file)
			}
		}
		checkAccounts(t, filepath.Base(file), m.Accounts(), want.Entries)
	}
}

func FuzzParseMigration(f *testing.F) {
	f.Add(part(5, 1, 3, entry("joe", 3, "ACME", 4, 2, 5, 2), entry("kim", 6, 1, 7, 9)), false)
	f.Add(entry("joe")+"\x49\x08\x08\x08\x08\x08\x08\x08\x08\x55abcd\x5b\x20\x04\x5c", false)
	f.Add("otpauth-migration://offline?data=CigKEPqlBekzoNEukL7qlsjBCDYSDnBpQHJhc3BiZXJyeXBpIAEoATACEAEYASAAKLzjp5n4", true)
	f.Fuzz(func(t *testing.T, text string, isLink bool) {
		if !isLink {
			text = migrationLink(text)
		}
		p, err := vault.ParseMigration(text)
		if err != nil {
			return
		}
		for _, a := range p.Accounts {
			if err := a.Validate(); err != nil {
				t.Errorf("account that cannot be stored: %v", err)
			}
		}
		var m vault.Migration
		if first, again := m.Add(p), m.Add(p); first != nil || again != nil || len(m.Missing()) != p.Size-1 || len(m.Accounts()) != len(p.Accounts) {
			t.Errorf("part %d of %d is gathered wrongly", p.Index, p.Size)
		}
	})
}
