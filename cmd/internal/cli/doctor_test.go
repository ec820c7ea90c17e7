package cli

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestDoctorTry(t *testing.T) {
	const file = "--vault file:PATH"
	for _, tt := range []struct {
		name          string
		found, tried  vault.Finding
		cases, reason string
		code          int
	}{
		{"all well", vault.Finding{ID: "vault", Case: "vault-ok", OK: true}, vault.Finding{ID: "try", Case: "try-ok", OK: true}, "vault-ok try-ok", "", ExitOK},
		{
			"the trial fails",
			vault.Finding{ID: "vault", Case: "vault-ok", OK: true},
			vault.Finding{ID: "try", Case: "too-large", InFile: true},
			"vault-ok too-large", file, ExitUnavailable,
		},
		{
			"both say the same",
			vault.Finding{ID: "collection", Case: "dismissed", InFile: true},
			vault.Finding{ID: "collection", Case: "dismissed", InFile: true},
			"dismissed", file, ExitUnavailable,
		},
		{
			"only the trial knows",
			vault.Finding{ID: "vault", Case: "vault-ok", OK: true},
			vault.Finding{ID: "vault", Case: "busy"},
			"vault-ok busy", "", ExitUnavailable,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			tried := false
			w.Try = func(ctx context.Context, _ vault.Location, _ vault.Options) vault.Finding {
				_, limited := ctx.Deadline()
				tried = limited
				return tt.tried
			}
			w.Examine = func(context.Context, vault.Location, vault.Options) []vault.Finding { return []vault.Finding{tt.found} }
			if code := w.run("doctor", "--try", "--json"); code != tt.code || !tried {
				t.Errorf("exit code %d, tried %v: %s", code, tried, w.err.String())
			}
			var got []vault.Finding
			if err := json.Unmarshal(w.out.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			var cases []string
			for _, f := range got {
				cases = append(cases, f.Case)
			}
			if last := got[len(got)-1]; strings.Join(cases, " ") != tt.cases || !strings.Contains(last.Do, tt.reason) {
				t.Errorf("printed %s", w.out.String())
			}
		})
	}
}
