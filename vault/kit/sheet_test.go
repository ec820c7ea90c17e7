package kit_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

func sheet(entries ...kit.Entry) kit.Sheet {
	return kit.Sheet{
		Created: made, Replaces: saved, Entries: entries, KitFile: "/media/usb/deskfob.kit",
		PassphraseLine: true, Text: kit.English(),
	}
}

// printed makes a sheet and, with DESKFOB_SHOTS set, leaves it there to be
// looked at.
func printed(t *testing.T, s kit.Sheet) kit.Printed {
	t.Helper()
	p, err := s.Print()
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("DESKFOB_SHOTS"); dir != "" {
		name := strings.NewReplacer("/", "-", " ", "-").Replace(t.Name()) + ".pdf"
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), p.PDF)
	}
	return p
}

// textOf is the text of a PDF as another program finds it in there.
func textOf(t *testing.T, pdf []byte) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	cmd := exec.CommandContext(t.Context(), program, "-layout", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}

// squeeze drops spaces: gaps between groups may look like some.
func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// services are accounts as people have them, with every shape of code.
func services() []kit.Entry {
	make := func(i int, issuer, name string, kind vault.RecoveryKind, codes ...string) kit.Entry {
		e := entry(fmt.Sprint("id", i), fmt.Sprintf("secret-%013d", i), saved)
		e.Account.Issuer, e.Account.Name = issuer, name
		if codes != nil {
			e.Recovery = &kit.Recovery{Kind: kind, Codes: secrets(codes), Revision: 1, Saved: saved}
		}
		return e
	}
	return []kit.Entry{
		make(1, "Auth Example", "ann@example.com", vault.RecoveryRotating, "K6LGLV3RSH3VERMKET8L7QKU"),
		make(2, "Code Forge", "ann", vault.RecoveryList, "1f0a2-9be43", "77c1d-0e5fa", "O0l1I-5S8B2", "93bd2-7aa10", "5e7cc-d1304", "aa01b-44c9e", "0f3e9-b2281", "c7a55-90d1e"),
		make(3, "Mail", "ann.example@mail.example", vault.RecoveryList, "1234 5678", "2345 6789", "3456 7890", "4567 8901"),
		make(4, "Games", "ann", vault.RecoveryRemoval, "R48213"),
		make(5, "Bank with no codes", "98 76 54", ""),
		make(6, "名前サービス", "名前", vault.RecoveryList, "aaaa1111", "bbbb2222"),
		make(7, "Почта · Ταχυδρομείο · דואר", "żółć@example.com Ω Ω µ μ K K", vault.RecoveryList, "cccc3333"),
	}
}

func TestSheetHasEveryCodeOnce(t *testing.T) {
	long := strings.Repeat("Very long issuer ", 14)
	many64 := entry("many", "secret-many", saved)
	many64.Account.Issuer = "Sixty-four codes"
	many64.Recovery = &kit.Recovery{Kind: vault.RecoveryList, Revision: 1, Saved: saved}
	for i := range 64 {
		many64.Recovery.Codes = append(many64.Recovery.Codes, vault.NewSecret(fmt.Appendf(nil, "q%03dz-%05dw", i, i*7)))
	}
	wide := entry("wide", "secret-wide", saved)
	wide.Account.Issuer, wide.Account.Name = long[:230], strings.Repeat("x", 250)
	wide.Recovery = &kit.Recovery{Kind: vault.RecoveryList, Revision: 1, Saved: saved}
	for i := range 64 {
		wide.Recovery.Codes = append(wide.Recovery.Codes, vault.NewSecret(fmt.Appendf(nil, "%03d%s", i, strings.Repeat("Wm", 62))))
	}
	for name, tt := range map[string]struct {
		entries []kit.Entry
		pages   [2]int // from, to
	}{
		"services":           {services(), [2]int{2, 3}},
		"sixty-four":         {[]kit.Entry{many64}, [2]int{2, 2}},
		"as wide as can be":  {[]kit.Entry{wide}, [2]int{4, 9}},
		"two hundred":        {many(200).Entries, [2]int{35, 60}},
		"none":               {nil, [2]int{1, 1}},
		"no codes":           {[]kit.Entry{entry("a", "secret", saved), entry("b", "secret-b", saved)}, [2]int{1, 1}},
		"codes and no names": {[]kit.Entry{entry("a", "", saved, "c1c1c1c1")}, [2]int{1, 1}},
	} {
		for _, paper := range []kit.Paper{kit.A4, kit.Letter} {
			t.Run(name+" "+string(paper), func(t *testing.T) {
				s := sheet(tt.entries...)
				s.Paper = paper
				start := time.Now()
				p := printed(t, s)
				t.Logf("%d pages, %d bytes, %s", p.Pages, len(p.PDF), time.Since(start))
				if p.Pages < tt.pages[0] || p.Pages > tt.pages[1] || len(p.Unprintable) != 0 {
					t.Errorf("%d pages, want %d to %d; not printable: %q", p.Pages, tt.pages[0], tt.pages[1], p.Unprintable)
				}
				text := textOf(t, p.PDF)
				if pages := strings.Count(text, "\f"); pages != p.Pages {
					t.Errorf("the PDF has %d pages, told %d", pages, p.Pages)
				}
				for n := 1; n <= p.Pages; n++ {
					if foot := fmt.Sprintf("page %d of %d", n, p.Pages); strings.Count(text, foot) != 1 {
						t.Errorf("%q is there %d times", foot, strings.Count(text, foot))
					}
				}
				checkCodes(t, text, tt.entries)
			})
		}
	}
}

// checkCodes finds each code once, and no secret.
func checkCodes(t *testing.T, text string, entries []kit.Entry) {
	t.Helper()
	squeezed := squeeze(text)
	for _, e := range entries {
		if e.Recovery != nil {
			for i, c := range e.Recovery.Codes {
				code := string(c.Expose())
				if n := strings.Count(squeezed, squeeze(code)); n != 1 {
					t.Errorf("code %d of %s is there %d times", i+1, e.Account.ID, n)
				}
			}
		}
		if e.HasSecret() && strings.Contains(squeezed, base32Of(e)) {
			t.Errorf("the secret of %s is there", e.Account.ID)
		}
	}
}

func base32Of(e kit.Entry) string {
	_, rest, _ := strings.Cut(vault.KeyURI(e.Account), "secret=")
	secret, _, _ := strings.Cut(rest, "&")
	return secret
}

func TestSheetWithSecrets(t *testing.T) {
	s := sheet(append(services(), full().Entries...)...)
	s.Secrets = true
	p := printed(t, s)
	squeezed := squeeze(textOf(t, p.PDF))
	for _, e := range s.Entries {
		if e.HasSecret() && !strings.Contains(squeezed, base32Of(e)) {
			t.Errorf("the secret of %s is missing", e.Account.ID)
		}
	}
}

func TestSheetTellsWhatItCannotPrint(t *testing.T) {
	bad, good := entry("bad", "secret-1", saved, "日本 1234", "ok-5678"), entry("good", "secret-2", saved, "fine-1234")
	bad.Account.Issuer = "名前"
	broken := entry("broken", "secret-3", saved)
	broken.Problem = vault.ErrDamaged
	s := sheet(bad, good, broken)
	p := printed(t, s)
	if len(p.Unprintable) != 1 || p.Unprintable[0] != "bad" {
		t.Errorf("not printable: %q, want the one", p.Unprintable)
	}
	text := textOf(t, p.PDF)
	for _, want := range []string{"Name, by hand", "cannot be printed", "could not be read", "ok-5678"} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet does not say %q", want)
		}
	}
	held := s.Copy(p, "s.pdf", "sum", "drawer").Held
	want := []kit.Held{
		{ID: "bad", Print: kit.Print(bad.Account)},
		{ID: "good", Print: kit.Print(good.Account), Codes: 1, Revision: 2, Saved: saved},
		{ID: "broken", Print: kit.Print(broken.Account)},
	}
	if !reflect.DeepEqual(held, want) {
		t.Errorf("it holds %+v, want %+v", held, want)
	}
	s.Secrets = true
	if held := s.Copy(p, "", "", "").Held; !held[0].Secret || !held[1].Secret {
		t.Error("a sheet with secrets does not hold them")
	}
}

func TestSheetRefusesOtherPaper(t *testing.T) {
	s := sheet()
	s.Paper = "napkin"
	if _, err := s.Print(); !errors.Is(err, kit.ErrInvalid) {
		t.Errorf("error %v", err)
	}
}

func FuzzSheet(f *testing.F) {
	f.Add("Example", "ann@example.com", "1a2b-3c4d")
	f.Add("名前", "\u202eabc\u202c", "\x00\x01")
	f.Add("\U0001F600 דואר ١٢٣", strings.Repeat("x", 300), strings.Repeat("W", 128))
	f.Fuzz(func(t *testing.T, issuer, name, code string) {
		e := entry("a", "secret", saved)
		e.Account.Issuer, e.Account.Name = vault.CleanName(issuer), vault.CleanName(name)
		if e.Account.Validate() != nil {
			t.Skip()
		}
		if code != "" {
			e.Recovery = &kit.Recovery{Kind: vault.RecoveryRotating, Codes: secrets([]string{code})}
		}
		s := sheet(e)
		s.Secrets = true
		if p, err := s.Print(); err != nil || p.Pages == 0 {
			t.Fatalf("%d pages, %v", p.Pages, err)
		}
	})
}

func BenchmarkSheet200(b *testing.B) {
	s := sheet(many(200).Entries...)
	for b.Loop() {
		if _, err := s.Print(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestSheetIsTheSameEachTime(t *testing.T) {
	s := sheet(services()...)
	s.Secrets = true
	first := printed(t, s)
	for range 3 {
		if again := printed(t, s); !bytes.Equal(again.PDF, first.PDF) {
			t.Fatal("the same sheet gives other bytes")
		}
	}
}
