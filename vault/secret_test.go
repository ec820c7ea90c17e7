package vault_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

const (
	secretText = "hunter2hunter2"
	// What the bytes of secretText look like to verbs for numbers.
	secretDecimal = "104 117 110"
	secretHex     = "68756e746572"
)

func leaks(text string) bool {
	low := strings.ToLower(text)
	for _, trace := range []string{secretText, secretDecimal, secretHex, "0x68, 0x75", "68 75 6e", "[1101000 ", "hunter"} {
		if strings.Contains(low, trace) {
			return true
		}
	}
	return false
}

func TestSecretPrintsPlaceholder(t *testing.T) {
	s := vault.NewSecret([]byte(secretText))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%o", "%b", "%c", "%U", "%e", "%t", "%p", "%10s", "%.3s", "%y"} {
		if got := fmt.Sprintf(verb, s); got != "[secret]" && verb != "%p" {
			t.Errorf("%s prints %s", verb, got)
		}
		type holder struct {
			Exported   vault.Secret
			unexported vault.Secret
			list       []vault.Secret
			account    vault.Account
		}
		h := holder{s, s, []vault.Secret{s}, vault.Account{Secret: s}}
		for _, value := range []any{&s, []vault.Secret{s}, map[string]vault.Secret{"k": s}, vault.Account{Secret: s}, h, &h} {
			if got := fmt.Sprintf(verb, value); leaks(got) {
				t.Errorf("%s of a %T leaks: %s", verb, value, got)
			}
		}
	}
	if got := fmt.Sprint(s) + s.String() + s.GoString(); got != "[secret][secret][secret]" {
		t.Error(got)
	}
}

func TestSecretEncodesPlaceholder(t *testing.T) {
	s := vault.NewSecret([]byte(secretText))
	a := vault.Account{Issuer: "X", Secret: s}
	var logged bytes.Buffer
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "secret", s, "account", a)
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "secret", s, "account", a)
	asJSON, err := json.Marshal(map[string]any{"secret": s, "account": a})
	if err != nil {
		t.Fatal(err)
	}
	type element struct{ S vault.Secret }
	asXML, err := xml.Marshal(element{s})
	if err != nil {
		t.Fatal(err)
	}
	asText, err := s.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []string{logged.String(), string(asJSON), string(asXML), string(asText)} {
		if leaks(got) || !strings.Contains(got, "[secret]") {
			t.Errorf("got %s", got)
		}
	}
}

func TestSecretHoldsItsOwnCopy(t *testing.T) {
	b := []byte(secretText)
	s := vault.NewSecret(b)
	b[0] = 'X'
	s.Expose()[1] = 'X'
	if got := string(s.Expose()); got != secretText {
		t.Errorf("got %q", got)
	}
	if s.Len() != len(secretText) || s.IsZero() || !(vault.Secret{}).IsZero() || !vault.NewSecret(nil).IsZero() {
		t.Error("wrong length")
	}
	if !s.Equal(vault.NewSecret([]byte(secretText))) || s.Equal(vault.Secret{}) || !(vault.Secret{}).Equal(vault.NewSecret([]byte{})) {
		t.Error("wrong comparison")
	}
}

// The bytes outlive their Secret as long as somebody reads them.
func TestSecretsAreNotOverwrittenWhileRead(t *testing.T) {
	var views [][]byte
	for n := 1; n < 600; n++ {
		views = append(views, vault.NewSecret(bytes.Repeat([]byte{0xa5}, n)).View()[n-1:])
	}
	for range 3 {
		runtime.GC()
	}
	for _, view := range views {
		if view[0] != 0xa5 {
			t.Fatal("a secret was overwritten while it was read")
		}
	}
}
