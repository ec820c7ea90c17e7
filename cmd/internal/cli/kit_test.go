package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

const kitWords = "abacus basil cobalt dagger easel fable"

// kitWorld has one account with a recovery code, a folder for kits and a file
// with a passphrase.
func kitWorld(t *testing.T) (w *world, file, words string) {
	t.Helper()
	w = newRecoveryWorld(t)
	w.set(t, "K6LGLV3RSH3VERMKET8L7QKU")
	dir := t.TempDir()
	words = filepath.Join(dir, "words")
	if err := os.WriteFile(words, []byte(kitWords+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return w, filepath.Join(dir, "deskfob.kit"), words
}

// Every error that package kit documents for its callers has a text of its own.
func TestEveryKitErrorIsExplained(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../../vault/kit/errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var sentinels []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Err") {
			sentinels = append(sentinels, spec.Names[0].Name)
		}
		return true
	})
	explained := 0
	for _, row := range kitMessages() {
		if !strings.HasPrefix(fmt.Sprint(row.err), "file does not exist") && !errors.Is(row.err, os.ErrPermission) && !errors.Is(row.err, vault.ErrDenied) {
			explained++
		}
	}
	if len(sentinels) == 0 || explained != len(sentinels) {
		t.Errorf("vault/kit/errors.go has %q, messages_kit.go explains %d", sentinels, explained)
	}
}

func TestKitFailures(t *testing.T) {
	for _, tt := range []struct {
		err  error
		code int
	}{
		{kit.ErrPassphrase, ExitUnavailable},
		{kit.ErrDamaged, ExitRefused},
		{kit.ErrNotKit, ExitRefused},
		{fmt.Errorf("open: %w", os.ErrNotExist), ExitRefused},
		{fmt.Errorf("write: %w", vault.ErrDenied), ExitRefused},
		{errors.New("odd"), ExitUnexpected},
	} {
		for name, explained := range map[string]error{"read": kitFailure("a.kit", tt.err), "written": saveFailure("a.kit", tt.err)} {
			var f *failure
			if !errors.As(explained, &f) || f.code != tt.code || f.text == "" {
				t.Errorf("%v, when %s: %v, want exit code %d", tt.err, name, explained, tt.code)
			}
		}
	}
}

// The contract of readiness --json: these keys and no others.
func TestReadinessJSON(t *testing.T) {
	w := newRecoveryWorld(t)
	if code := w.run("readiness", "--json"); code != ExitNotReady || w.err.Len() > 0 {
		t.Errorf("exit code %d: %s", code, w.err.String())
	}
	var report map[string]any
	if err := json.Unmarshal(w.out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	if keys := slices.Sorted(maps.Keys(report)); !slices.Equal(keys, []string{"accounts", "lost", "stale"}) {
		t.Errorf("keys %q", keys)
	}
	accounts, _ := report["accounts"].([]any)
	if len(accounts) != 1 || report["lost"] != 1.0 || report["stale"] != 0.0 {
		t.Fatalf("got %v", report)
	}
	account, _ := accounts[0].(map[string]any)
	if keys := slices.Sorted(maps.Keys(account)); !slices.Equal(keys, []string{"account", "id", "issuer", "next", "state", "why"}) {
		t.Errorf("keys %q", keys)
	}
	if account["state"] != "lost" || account["why"] != "no-copy" || account["next"] != "make-kit" || account["issuer"] != "ACME" {
		t.Errorf("got %v", account)
	}
	if got := newWorld(t).must(t, "readiness", "--json"); got != "{\n  \"lost\": 0,\n  \"stale\": 0,\n  \"accounts\": []\n}\n" {
		t.Errorf("an empty vault: %q", got)
	}
}

// The worst comes first, and each reason and way has a sentence.
func TestReadinessSaysWhatToDo(t *testing.T) {
	register := kit.Register{}.Add(kit.Copy{ID: "copy", Kind: kit.CopyKit, File: "/home/me/my kit", Place: "desk", Created: time.Unix(59, 0)})
	for _, why := range []kit.Why{
		kit.WhyNoCopy, kit.WhyNoPlace, kit.WhyOldSecret, kit.WhyNoSecret, kit.WhyOldCodes, kit.WhyNoCodes,
		kit.WhyOpen, kit.WhyUnread, kit.WhySuspect, kit.WhySpent, kit.WhyEnrolment,
	} {
		text := whatToDo(kit.Readiness{Why: why, Copy: "copy", Account: vault.Account{ID: "abc"}}, register)
		if !strings.Contains(text, "deskfob ") {
			t.Errorf("%s: %q names no command", why, text)
		}
	}
	if text := whatToDo(kit.Readiness{Why: kit.WhyOldCodes, Copy: "copy"}, register); !strings.HasSuffix(text, "-o '/home/me/my kit' --where desk") {
		t.Errorf("got %q", text)
	}
	accounts := []kit.Readiness{{State: kit.StateReady}, {State: kit.StateRecovery}, {State: kit.StateLost}, {State: kit.StateStale}}
	worstFirst(accounts)
	if accounts[0].State != kit.StateLost || accounts[1].State != kit.StateStale || accounts[3].State != kit.StateReady {
		t.Errorf("order %v", accounts)
	}
}

func TestReadinessSentence(t *testing.T) {
	for want, r := range map[string]kit.Report{
		"no accounts yet":                            {},
		"into your account":                          {Accounts: make([]kit.Readiness, 1)},
		"into all 3 accounts":                        {Accounts: make([]kit.Readiness, 3)},
		"2 of 14 accounts would be lost.":            {Lost: 2, Accounts: make([]kit.Readiness, 14)},
		"the copies of 1 of 14 accounts":             {Stale: 1, Accounts: make([]kit.Readiness, 14)},
		"2 of 14 accounts would be lost, and the co": {Lost: 2, Stale: 1, Accounts: make([]kit.Readiness, 14)},
	} {
		if got := readinessSentence(r); !strings.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestKitPassphraseOnATerminal(t *testing.T) {
	w, file, _ := kitWorld(t)
	drawn := func() string { // the six words as they were shown
		for line := range strings.Lines(w.err.String()) {
			if strings.HasPrefix(line, "    ") {
				return strings.TrimSpace(line)
			}
		}
		return ""
	}
	for _, tt := range []struct {
		name    string
		answers []string
		code    int
	}{
		{"typed differently", []string{kitWords, "something else"}, ExitUsage},
		{"the six words not written down", []string{"", "abacus"}, ExitUsage},
		{"typed twice", []string{kitWords, kitWords}, ExitOK},
		{"renewing, wrong", []string{"something else"}, ExitUnavailable},
		{"renewing, as read off paper", []string{strings.ToUpper(strings.ReplaceAll(kitWords, " ", "-"))}, ExitOK},
	} {
		y := &typist{answers: tt.answers}
		w.Terminal = y
		if code := w.run("kit", "create", "-o", file); code != tt.code || len(y.answers) > 0 {
			t.Fatalf("%s: exit code %d with answers left %q: %s", tt.name, code, y.answers, w.err.String())
		}
	}
	// The file is under the words as they are, whatever way they were typed.
	if _, _, err := kit.Open(file, []byte(kitWords)); err != nil {
		t.Error(err)
	}
	y := &sixWordsTaker{drawn}
	w.Terminal = y
	if code := w.run("kit", "create", "-o", file+"2"); code != ExitOK {
		t.Fatalf("six words: exit code %d: %s", code, w.err.String())
	}
	if _, _, err := kit.Open(file+"2", []byte(drawn())); err != nil || len(strings.Fields(drawn())) != kit.Words {
		t.Errorf("the kit is not under the words that were shown: %v", err)
	}
}

// sixWordsTaker takes the words that are offered, and types them when asked.
type sixWordsTaker struct{ drawn func() string }

func (y *sixWordsTaker) Line(_ context.Context, _ string) (string, error) {
	return strings.ToUpper(y.drawn()), nil
}

func (y *sixWordsTaker) Password(context.Context, string) ([]byte, error) { return nil, nil }

func TestKitOfManyAccounts(t *testing.T) {
	const many = 300
	w, file, words := kitWorld(t)
	v, err := w.OpenVault(t.Context(), vault.Location{}, vault.Options{Now: w.Now})
	if err != nil {
		t.Fatal(err)
	}
	accounts := make([]vault.Account, many)
	for i := range accounts {
		accounts[i] = vault.Account{
			Issuer: "Service", Name: fmt.Sprintf("person%d@example.com", i), Type: vault.TypeTOTP,
			Secret: vault.NewSecret(fmt.Appendf(nil, "a secret of person %d", i)), Algorithm: vault.SHA1, Digits: 6, Period: 30,
		}
	}
	if _, err := v.Add(t.Context(), accounts, vault.DuplicateRefuse); err != nil {
		t.Fatal(err)
	}
	v.Close()
	start := time.Now()
	w.must(t, "kit", "create", "-o", file, "--kit-passphrase-file", words, "--where", "USB stick", "--sheet", file+".pdf")
	t.Logf("create with a sheet: %v", time.Since(start))
	if got := w.must(t, "readiness"); strings.Count(got, "\nready\t") != many+1 {
		t.Errorf("readiness: %.200s", got)
	}
	start = time.Now()
	w.must(t, "kit", "drill", file, "--kit-passphrase-file", words, "--json")
	t.Logf("drill: %v", time.Since(start))
	fresh := newWorld(t)
	fresh.now = w.now
	start = time.Now()
	fresh.must(t, "kit", "restore", file, "--kit-passphrase-file", words, "--yes")
	t.Logf("restore: %v", time.Since(start))
	if got := strings.Count(fresh.must(t, "list"), "\n"); got != many+1 {
		t.Errorf("%d accounts were restored", got)
	}
}

func TestLocalPaper(t *testing.T) {
	for _, tt := range []struct {
		vars map[string]string
		want kit.Paper
	}{
		{nil, kit.A4},
		{map[string]string{"LANG": "C.UTF-8"}, kit.A4},
		{map[string]string{"LANG": "de_DE.UTF-8"}, kit.A4},
		{map[string]string{"LANG": "en_US.UTF-8"}, kit.Letter},
		{map[string]string{"LANG": "es_MX"}, kit.Letter},
		{map[string]string{"LANG": "en_US.UTF-8", "LC_PAPER": "de_DE.UTF-8"}, kit.A4},
		{map[string]string{"LC_PAPER": "de_DE.UTF-8", "LC_ALL": "en_US.UTF-8"}, kit.Letter},
	} {
		if got := localPaper(func(name string) string { return tt.vars[name] }); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.vars, got, tt.want)
		}
	}
}

func TestShellWord(t *testing.T) {
	for path, want := range map[string]string{
		"/home/me/deskfob.kit": "/home/me/deskfob.kit",
		"my kit":               "'my kit'",
		"it's":                 `'it'\''s'`,
		"$HOME":                "'$HOME'",
		"":                     "''",
	} {
		if got := shellWord(path); got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
}
