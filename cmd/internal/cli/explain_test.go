package cli

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestExplain(t *testing.T) {
	file := vault.Location{File: "/home/me/vault"}
	for _, tt := range []struct {
		name string
		err  error
		code int
		text string
	}{
		{"own failure", fail(ExitAmbiguous, "text"), ExitAmbiguous, "text"},
		{"stopped", fmt.Errorf("open: %w", context.Canceled), ExitUnexpected, "Stopped."},
		{"no bus", fmt.Errorf("unlock: %w", vault.ErrNoBus), ExitUnavailable, "--vault file:PATH"},
		{"locked", vault.ErrLocked, ExitUnavailable, "Unlock"},
		{"a file that is no vault", &locatedError{file, vault.ErrDamaged}, ExitUnavailable, "deskfob doctor says more"},
		{"place of a file vault", &locatedError{file, vault.ErrPassphrase}, ExitUnavailable, "file:/home/me/vault"},
		{"duplicate", &vault.DuplicateError{Existing: vault.Account{ID: "abc", Issuer: "ACME"}}, ExitRefused, "abc: ACME"},
		{"refused parameter", &vault.ParamError{Param: vault.ParamIssuer, Reason: vault.ReasonTooLong}, ExitRefused, "issuer is too long"},
		{"no passphrase", vault.ErrNoPassphrase, ExitUsage, "--vault-passphrase-file"},
		{"anything else", errors.New("odd\nthing"), ExitUnexpected, "odd thing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, text := explain(tt.err)
			if code != tt.code || !strings.Contains(text, tt.text) {
				t.Errorf("got %d, %q; want %d with %q", code, text, tt.code, tt.text)
			}
		})
	}
}

// Every error that vault documents for its callers has a text of its own.
func TestEveryVaultErrorIsExplained(t *testing.T) {
	// These never reach a person: the first is about one item, the second
	// always comes as a DuplicateError.
	inner := map[string]bool{"ErrNotFound": true, "ErrDuplicate": true}
	file, err := parser.ParseFile(token.NewFileSet(), "../../../vault/errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	sentinels := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Err") && !inner[spec.Names[0].Name] {
			sentinels++
		}
		return true
	})
	explained := make(map[error]bool)
	for _, row := range vaultMessages() {
		if strings.HasPrefix(fmt.Sprint(row.err), "permission") {
			continue // of package fs
		}
		explained[row.err] = true
	}
	if sentinels == 0 || len(explained) != sentinels {
		t.Errorf("vault/errors.go has %d errors for callers, messages.go explains %d", sentinels, len(explained))
	}
}

func TestUsageNeverRepeatsArguments(t *testing.T) {
	const secret = "JBSWY3DPEHPK3PXP"
	for _, args := range [][]string{
		{secret},
		{"help", secret},
		{"recovery", secret},
		{"add", "--uri", secret},
		{"add", "--uri=" + secret},
		{"add", "--duplicate", secret, "x.png"},
		{"add", "otpauth://totp/x?secret=" + secret},
		{"code", "x", "--at", secret},
		{"code", "x", secret},
		{"recovery", "used", "x", "--code", secret},
		{"recovery", "used", "x", "--new", secret},
		{"recovery", "set", "x", "--kind", secret},
		{"list", "--json=" + secret},
		{"list", "-" + secret},
		{"list", "--vault", secret},
		{"trash", secret},
		{"vault", secret},
		{"passphrase", secret},
		{"vault", "move", "--to", secret},
		{"passphrase", "set", "--new-passphrase-file", secret},
		{"vault", "move", "--to", "file:/x", "--to-passphrase-file", secret},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			w := newWorld(t)
			if code := w.run(args...); code != ExitUsage {
				t.Errorf("exit code %d", code)
			}
			if said := w.out.String() + w.err.String(); strings.Contains(said, secret) {
				t.Errorf("said %q", said)
			}
		})
	}
}
