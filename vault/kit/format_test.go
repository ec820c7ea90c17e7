package kit_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

var (
	made  = time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC)
	saved = time.Date(2026, 10, 3, 18, 0, 0, 0, time.UTC)
)

// full is a kit with every kind of account and of recovery codes.
func full() kit.Kit {
	totp := vault.Account{
		ID: "aaaa", Issuer: "Example", Name: "ann@example.com", Type: vault.TypeTOTP, Created: saved,
		Secret: vault.NewSecret([]byte("12345678901234567890")), Algorithm: vault.SHA1, Digits: 6, Period: 30,
	}
	wide := totp
	wide.ID, wide.Issuer, wide.Name = "bbbb", "Ärger & Söhne: GmbH", "名前 + 100% <x>"
	wide.Algorithm, wide.Digits, wide.Period = vault.SHA512, 8, 60
	hotp := vault.Account{
		ID: "cccc", Issuer: "Counter", Name: "ann", Type: vault.TypeHOTP, Created: saved,
		Secret: vault.NewSecret([]byte("abcdefghij")), Algorithm: vault.SHA256, Digits: 7, Counter: 9_223_372_036_854_775_806,
	}
	steam := vault.Account{
		ID: "dddd", Issuer: "Steam", Name: "ann", Type: vault.TypeSteam, Created: saved,
		Secret: vault.NewSecret([]byte("98765432109876543210")), Algorithm: vault.SHA1, Digits: 5, Period: 30,
	}
	// Renamed to Steam: only its type says that it makes ordinary codes.
	nearly := steam
	nearly.ID, nearly.Type, nearly.Secret = "eeee", vault.TypeTOTP, vault.NewSecret([]byte("another secret"))
	none := vault.Account{ID: "ffff", Issuer: "Bank", Name: "ann", Type: vault.TypeNone}
	return kit.Kit{
		ID: "kit1", Vault: "vault1", Created: made, Replaces: saved,
		Entries: []kit.Entry{
			{Account: totp, Saved: saved, Recovery: &kit.Recovery{
				Kind: vault.RecoveryList, Codes: secrets([]string{"1a2b-3c4d", "5e6f 7081", "<&>\u00e9"}), Revision: 3, Saved: saved,
			}},
			{Account: wide, Saved: saved},
			{Account: hotp, Saved: saved},
			{Account: steam, Saved: saved, Recovery: &kit.Recovery{
				Kind: vault.RecoveryRemoval, Codes: secrets([]string{"R12345"}), Revision: 1, Saved: saved,
			}},
			{Account: nearly, Saved: saved},
			{Account: none, Recovery: &kit.Recovery{
				Kind: vault.RecoveryRotating, Codes: secrets([]string{"K6LGLV3RSH3VERMKET8L7QKU"}), Revision: 2, Saved: saved,
			}},
		},
	}
}

// sameKit compares with secrets by value.
func sameKit(t *testing.T, got, want kit.Kit) {
	t.Helper()
	if got.ID != want.ID || got.Vault != want.Vault || !got.Created.Equal(want.Created) || !got.Replaces.Equal(want.Replaces) {
		t.Errorf("kit %s of %s, %s replaces %s; want %s of %s, %s replaces %s",
			got.ID, got.Vault, got.Created, got.Replaces, want.ID, want.Vault, want.Created, want.Replaces)
	}
	if len(got.Entries) != len(want.Entries) {
		t.Fatalf("%d entries, want %d", len(got.Entries), len(want.Entries))
	}
	for i, g := range got.Entries {
		w := want.Entries[i]
		if !g.Account.Secret.Equal(w.Account.Secret) {
			t.Errorf("entry %d: another secret", i)
		}
		g.Account.Secret, w.Account.Secret = vault.Secret{}, vault.Secret{}
		if g.Account.Type == vault.TypeNone {
			g.Account.Created, w.Account.Created = time.Time{}, time.Time{}
		}
		if !reflect.DeepEqual(g.Account, w.Account) || !g.Saved.Equal(w.Saved) || (g.Problem == nil) != (w.Problem == nil) {
			t.Errorf("entry %d: %+v, want %+v", i, g, w)
		}
		if (g.Recovery == nil) != (w.Recovery == nil) {
			t.Fatalf("entry %d: recovery %v, want %v", i, g.Recovery, w.Recovery)
		}
		if g.Recovery == nil {
			continue
		}
		if g.Recovery.Kind != w.Recovery.Kind || g.Recovery.Revision != w.Recovery.Revision || !g.Recovery.Saved.Equal(w.Recovery.Saved) ||
			!slices.EqualFunc(g.Recovery.Codes, w.Recovery.Codes, vault.Secret.Equal) {
			t.Errorf("entry %d: other recovery codes", i)
		}
	}
}

func TestFormatRoundTrip(t *testing.T) {
	data, err := kit.Encode(full())
	if err != nil {
		t.Fatal(err)
	}
	back, err := kit.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	sameKit(t, back, full())
}

// What is inside is documented: names, absences, and key URIs that any
// authenticator reads.
func TestFormatIsAsDocumented(t *testing.T) {
	data, err := kit.Encode(full())
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Version  int              `json:"deskfob_kit"`
		Created  string           `json:"created"`
		Accounts []map[string]any `json:"accounts"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != 1 || doc.Created != "2026-11-25T09:30:00Z" || len(doc.Accounts) != 6 {
		t.Fatalf("version %d, created %s, %d accounts", doc.Version, doc.Created, len(doc.Accounts))
	}
	first := doc.Accounts[0]
	want := map[string]any{
		"id": "aaaa", "issuer": "Example", "account": "ann@example.com", "saved": "2026-10-03T18:00:00Z",
		"uri": "otpauth://totp/Example:ann%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example&algorithm=SHA1&digits=6&period=30",
		"recovery": map[string]any{
			"kind": "list", "codes": []any{"1a2b-3c4d", "5e6f 7081", "<&>\u00e9"}, "revision": 3.0, "saved": "2026-10-03T18:00:00Z",
		},
	}
	if !reflect.DeepEqual(first, want) {
		t.Errorf("first account:\n%v\nwant\n%v", first, want)
	}
	if _, there := doc.Accounts[1]["recovery"]; there {
		t.Error("an account without codes has a recovery field")
	}
	if _, there := doc.Accounts[5]["uri"]; there {
		t.Error("an account without a secret has a uri field")
	}
}

func TestWriteRefusesWhatWouldNotReadBack(t *testing.T) {
	for name, spoil := range map[string]func(*kit.Kit){
		"two of one id":       func(k *kit.Kit) { k.Entries[1].Account.ID = k.Entries[0].Account.ID },
		"no id":               func(k *kit.Kit) { k.Entries[0].Account.ID = "" },
		"a name of two lines": func(k *kit.Kit) { k.Entries[0].Account.Name = "a\nb" },
		"no digits":           func(k *kit.Kit) { k.Entries[0].Account.Digits = 0 },
		"an empty code":       func(k *kit.Kit) { k.Entries[0].Recovery.Codes[1] = vault.Secret{} },
		"no codes":            func(k *kit.Kit) { k.Entries[0].Recovery.Codes = nil },
		"two rotating codes":  func(k *kit.Kit) { k.Entries[0].Recovery.Kind = vault.RecoveryRotating },
		"an unknown kind":     func(k *kit.Kit) { k.Entries[0].Recovery.Kind = "other" },
	} {
		t.Run(name, func(t *testing.T) {
			k := full()
			spoil(&k)
			var out bytes.Buffer
			if err := kit.WriteCheap(&out, k, []byte("pass")); !errors.Is(err, kit.ErrInvalid) || out.Len() != 0 {
				t.Errorf("error %v, %d bytes written", err, out.Len())
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	const head = `{"deskfob_kit":1,"created":"2026-11-25T09:30:00Z","accounts":`
	codes := strings.Repeat(`"x",`, vault.MaxRecoveryCodes) + `"x"`
	for name, tt := range map[string]struct {
		text string
		want error
	}{
		"nothing":             {``, kit.ErrNotKit},
		"no object":           {`[1]`, kit.ErrNotKit},
		"another object":      {`{"created":"2026-11-25T09:30:00Z"}`, kit.ErrNotKit},
		"the future":          {`{"deskfob_kit":2,"accounts":"quite different"}`, kit.ErrNewer},
		"a negative version":  {`{"deskfob_kit":-1}`, kit.ErrDamaged},
		"accounts no list":    {head + `{}}`, kit.ErrDamaged},
		"cut off":             {head + `[`, kit.ErrNotKit},
		"no date":             {`{"deskfob_kit":1,"accounts":[]}`, kit.ErrDamaged},
		"a wrong date":        {`{"deskfob_kit":1,"created":"yesterday","accounts":[]}`, kit.ErrDamaged},
		"an account without":  {head + `[{}]}`, kit.ErrDamaged},
		"twice":               {head + `[{"id":"a"},{"id":"a"}]}`, kit.ErrDamaged},
		"an odd id":           {head + `[{"id":"a\u0000"}]}`, kit.ErrDamaged},
		"a long name":         {head + `[{"id":"a","issuer":"` + strings.Repeat("x", 257) + `"}]}`, kit.ErrDamaged},
		"codes of no kind":    {head + `[{"id":"a","recovery":{"codes":["x"]}}]}`, kit.ErrDamaged},
		"too many codes":      {head + `[{"id":"a","recovery":{"kind":"list","codes":[` + codes + `]}}]}`, kit.ErrTooLarge},
		"too many accounts":   {head + `[` + strings.Repeat(`{},`, kit.MaxAccounts) + `{}]}`, kit.ErrTooLarge},
		"a very long code":    {head + `[{"id":"a","recovery":{"kind":"list","codes":["` + strings.Repeat("x", 129) + `"]}}]}`, kit.ErrDamaged},
		"a negative revision": {head + `[{"id":"a","recovery":{"kind":"list","codes":["x"],"revision":-1}}]}`, kit.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := kit.Decode([]byte(tt.text)); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

// A later version may know key URIs that this one does not: the account's
// recovery codes, and the other accounts, are still to be had.
func TestDecodeKeepsWhatItCan(t *testing.T) {
	k, err := kit.Decode([]byte(`{"deskfob_kit":1,"created":"2026-11-25T09:30:00Z","more":{},"accounts":[
		{"id":"a","issuer":"New","account":"x","uri":"otpauth://future/x?secret=GEZDGNBV","recovery":{"kind":"list","codes":["c1"],"revision":1}},
		{"id":"b","issuer":"Old","account":"y","uri":"otpauth://totp/y?secret=GEZDGNBV"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	a, b := k.Entries[0], k.Entries[1]
	if a.Problem == nil || a.HasSecret() || a.Recovery == nil || string(a.Recovery.Codes[0].Expose()) != "c1" {
		t.Errorf("the account of the future: %+v", a)
	}
	if b.Problem != nil || !b.HasSecret() || b.Account.Issuer != "Old" {
		t.Errorf("the account beside it: %+v", b)
	}
}

func TestKitPrintsNoSecret(t *testing.T) {
	k := full()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		text := fmt.Sprintf(verb, k)
		for _, e := range k.Entries {
			if e.Recovery == nil {
				continue
			}
			for _, c := range e.Recovery.Codes {
				code := string(c.Expose())
				if strings.Contains(text, code) || strings.Contains(text, fmt.Sprintf("%x", code)) {
					t.Errorf("%s prints a recovery code", verb)
				}
			}
		}
		if strings.Contains(text, "12345678901234567890") {
			t.Errorf("%s prints a secret", verb)
		}
	}
}

func FuzzDecode(f *testing.F) {
	data, err := kit.Encode(full())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"deskfob_kit":1,"created":"2026-11-25T09:30:00Z","accounts":null}`))
	f.Add([]byte(`{"deskfob_kit":1,"created":"2026-11-25T09:30:00+14:00","accounts":[{"id":"a","uri":"steam://AAAA"}]}`))
	f.Add([]byte(`{"deskfob_kit":1,"created":"0001-01-01T00:00:00Z","accounts":[[[[`))
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := kit.Decode(data)
		if err != nil {
			return
		}
		for i := range k.Entries {
			k.Entries[i].Problem = nil
		}
		// What was read can be written, and reads back as the same.
		again, err := kit.Encode(k)
		if errors.Is(err, kit.ErrTooLarge) {
			return
		}
		if err != nil {
			t.Fatalf("a kit that was read cannot be written: %v", err)
		}
		back, err := kit.Decode(again)
		if err != nil {
			t.Fatal(err)
		}
		sameKit(t, back, k)
	})
}
