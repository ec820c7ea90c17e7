package cli

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestAccountJSON(t *testing.T) {
	totp := vault.Account{
		ID: "a", Issuer: "I", Name: "n", Type: vault.TypeTOTP,
		Secret: vault.NewSecret([]byte("s")), Algorithm: vault.SHA1, Digits: 6, Period: 30,
	}
	hotp := vault.Account{ID: "a", Type: vault.TypeHOTP, Algorithm: vault.SHA1, Digits: 6}
	none := vault.Account{ID: "a", Issuer: "I", Type: vault.TypeNone, Recovery: &vault.RecoveryStatus{
		Kind: vault.RecoveryList, State: vault.RecoveryLive, Left: 3,
	}}
	for _, tt := range []struct {
		name    string
		account vault.Account
		want    string
	}{
		{"totp", totp, `{"id":"a","issuer":"I","account":"n","type":"totp","algorithm":"SHA1","digits":6,"period":30,"recovery":null}`},
		{"hotp at zero", hotp, `{"id":"a","issuer":"","account":"","type":"hotp","algorithm":"SHA1","digits":6,"counter":0,"recovery":null}`},
		{"recovery codes only", none, `{"id":"a","issuer":"I","account":"","type":"none","recovery":{"kind":"list","state":"live"}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := json.Marshal(toJSON(tt.account))
			if err != nil || string(got) != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
		})
	}
}

func TestLine(t *testing.T) {
	got := line("id", "a\tb\nc", "d\x1b[31m", "e\u202ef\u2028g")
	if want := "id\ta b c\td[31m\tef g"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestVisible(t *testing.T) {
	if got, want := visible("a\nb\x1b\u202ec é"), `a\u000ab\u001b\u202ec é`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// lost is a Writer that has no room.
type lost struct{}

func (lost) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestOutputThatCannotBeWritten(t *testing.T) {
	w := newWorld(t)
	w.Out = lost{}
	for _, command := range []string{"version", "help", "demo"} {
		if code := w.run(command); code != ExitUnexpected || !strings.Contains(w.err.String(), outputLost) {
			t.Errorf("%s: exit code %d, said %q", command, code, w.err.String())
		}
	}
}
