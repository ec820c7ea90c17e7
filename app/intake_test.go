package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
)

func TestReadCode(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       error // nil: an enrolment
		words      string
	}{
		{"key URI", uriCloud, nil, ""},
		{"damaged migration", "otpauth-migration://offline?data=hidden*", vault.ErrInvalid, "export"},
		{"unknown algorithm", "otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5", vault.ErrInvalid, "algorithm"},
		{"bad secret", "otpauth://totp/a?secret=GEZDG0000", vault.ErrInvalid, "secret"},
		{"link", "https://example.com/private?token=hidden", vault.ErrNotKeyURI, "a link to example.com,"},
		{"Wi-Fi", "WIFI:T:WPA;S:home;P:hidden;;", vault.ErrNotKeyURI, "Wi-Fi"},
		{"text", "hidden", vault.ErrNotKeyURI, "some other text"},
		{"empty", "", vault.ErrNotKeyURI, "some other text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readCode(tt.text)
			if tt.want == nil {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			shown := messageOf(err).String()
			if !strings.Contains(shown, tt.words) {
				t.Errorf("shown %q lacks %q", shown, tt.words)
			}
			for _, s := range []string{shown, err.Error()} {
				if strings.Contains(s, "hidden") || strings.Contains(s, "GEZDG") {
					t.Errorf("the text leaks: %q", s)
				}
			}
		})
	}
}

func TestSortText(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	picture := "data:image/png;base64," + base64.StdEncoding.EncodeToString(assets.EnrolmentPNG())
	for _, tt := range []struct {
		name, text string
		accounts   int
		others     int
		paths      []string
		data       bool
		secret     bool
		err        error
	}{
		{name: "key URI", text: "  " + uriCloud + "\n", accounts: 1},
		{name: "two key URIs", text: uriCloud + "\r\n" + uriServer, accounts: 2},
		{name: "the same twice", text: uriCloud + "\n" + uriCloud, accounts: 1},
		{name: "key URI and link", text: uriCloud + "\nhttps://example.com", accounts: 1, others: 1},
		{name: "path", text: "/tmp/a code.png", paths: []string{"/tmp/a code.png"}},
		{name: "quoted path", text: "'/tmp/a.png'", paths: []string{"/tmp/a.png"}},
		{name: "home", text: "~/a.png", paths: []string{filepath.Join(home, "a.png")}},
		{name: "file URI", text: "file:///tmp/a%20code.png", paths: []string{"/tmp/a code.png"}},
		{name: "file URIs", text: "file:///a.png\nfile:///b.png", paths: []string{"/a.png", "/b.png"}},
		{name: "data URI", text: picture, data: true},
		{name: "cut data URI", text: "data:image/png;base64,iVBOR*", err: scanner.ErrNotImage},
		{name: "other data URI", text: "data:text/plain,hello", err: scanner.ErrNotImage},
		{name: "secret", text: "gezd gnbv gy3t qojq gezd gnbv", secret: true},
		{name: "word", text: "hello", err: errNothingPasted},
		{name: "relative path", text: "a.png", err: errNothingPasted},
		{name: "empty", text: " \n", err: errNothingPasted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := sortText(tt.text)
			if !errors.Is(err, tt.err) {
				t.Fatalf("got error %v, want %v", err, tt.err)
			}
			if len(p.findings.single) != tt.accounts || len(p.findings.others) != tt.others {
				t.Errorf("%d accounts and %d others", len(p.findings.single), len(p.findings.others))
			}
			if !slices.Equal(p.paths, tt.paths) {
				t.Errorf("paths %q, want %q", p.paths, tt.paths)
			}
			if (p.data != nil) != tt.data || (p.secret != nil) != tt.secret {
				t.Errorf("data %v, secret %v", p.data != nil, p.secret != nil)
			}
		})
	}
}

func TestReadFiles(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var empty bytes.Buffer
	if err := png.Encode(&empty, image.NewGray(image.Rect(0, 0, 40, 40))); err != nil {
		t.Fatal(err)
	}
	paths := []string{
		file("enrolment.png", assets.EnrolmentPNG()),
		file("empty.png", empty.Bytes()),
		file("notes.txt", []byte("no picture")),
		filepath.Join(dir, "missing.png"),
	}
	f, err := readFiles(t.Context(), paths, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.single) != 1 || f.single[0].account.Issuer != "Example Cloud" || f.single[0].thumbnail == nil {
		t.Errorf("found %v", f.single)
	}
	want := []error{errNoCodeFound, scanner.ErrNotImage, os.ErrNotExist}
	if len(f.others) != len(want) {
		t.Fatalf("others %v", f.others)
	}
	for i, w := range want {
		if !errors.Is(f.others[i].err, w) {
			t.Errorf("%s: %v, want %v", filepath.Base(paths[i+1]), f.others[i].err, w)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := readFiles(ended, paths, func(string) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
}

// Every error that the window can meet has words of its own, in sentences.
func TestMessages(t *testing.T) {
	known := knownMessages()
	for _, k := range known {
		m := messageOf(k.err)
		if m != k.message {
			t.Errorf("%v is told as %q", k.err, m)
		}
		for _, sentence := range []string{m.what, m.do} {
			if !strings.HasSuffix(sentence, ".") || strings.Contains(sentence, "!") || strings.Contains(sentence, "{{") {
				t.Errorf("%v: %q is no plain sentence", k.err, sentence)
			}
		}
	}
	for _, param := range []vault.Param{
		vault.ParamSecret, vault.ParamDigits, vault.ParamPeriod, vault.ParamCounter, vault.ParamType,
		vault.ParamIssuer, vault.ParamRecoveryCode, vault.ParamKeyURI,
	} {
		for _, reason := range []vault.Reason{vault.ReasonMissing, vault.ReasonRange, vault.ReasonNotBase32, vault.ReasonNotFound} {
			if m := messageOf(&vault.ParamError{Param: param, Reason: reason}).String(); !strings.HasSuffix(m, ".") || strings.Contains(m, "{{") {
				t.Errorf("%s, %s: %q", param, reason, m)
			}
		}
	}
}

func FuzzSortText(f *testing.F) {
	for _, text := range []string{uriCloud, "file:///a", "data:image/png;base64,AAAA", "gezd gnbv gy3t qojq", "~/x", "https://[::1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := sortText(text)
		if err != nil && (p.data != nil || p.secret != nil) {
			t.Errorf("an error %v, and something to go on with", err)
		}
		for _, a := range p.findings.all() {
			if err := a.account.Validate(); err != nil {
				t.Errorf("found an account that cannot be stored: %v", err)
			}
		}
	})
}
