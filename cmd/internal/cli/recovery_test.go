package cli

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// recoveryJSONOf is what recovery show --json prints.
func recoveryJSONOf(t *testing.T, w *world) map[string]any {
	t.Helper()
	var shown map[string]any
	if err := json.Unmarshal([]byte(w.must(t, "recovery", "show", "acme", "--json")), &shown); err != nil {
		t.Fatal(err)
	}
	return shown
}

// newRecoveryWorld has one account, and a time that is not the start of 1970.
func newRecoveryWorld(t *testing.T) *world {
	w := newWorld(t)
	w.now = time.Date(2026, 11, 24, 3, 42, 57, 0, time.UTC)
	w.give(testURI)
	w.must(t, "add", "--uri", "-")
	return w
}

func (w *world) set(t *testing.T, text string, flags ...string) {
	t.Helper()
	w.give(text)
	w.must(t, append([]string{"recovery", "set", "acme"}, flags...)...)
}

// The contract of recovery show --json: these keys and no others.
func TestRecoveryShowJSON(t *testing.T) {
	w := newRecoveryWorld(t)
	w.set(t, "1. abcde-12345\n2. fghij-67890\n3. klmno-13579")
	shown := recoveryJSONOf(t, w)
	if keys := slices.Sorted(maps.Keys(shown)); !slices.Equal(keys, []string{"codes", "kind", "left", "saved", "state"}) {
		t.Errorf("keys %q", keys)
	}
	codes, _ := shown["codes"].([]any)
	if len(codes) != 3 || codes[0] != "abcde-12345" || shown["kind"] != "list" || shown["state"] != "live" ||
		shown["left"] != 3.0 || shown["saved"] != "2026-11-24T03:42:57Z" {
		t.Errorf("got %v", shown)
	}
}

// The contract of recovery set: several codes are a list; one code keeps the
// account's kind, else is rotating.
func TestRecoverySetKinds(t *testing.T) {
	const one, two = "K6LGLV3RSH3VERMKET8L7QKU", "abcde-12345\nfghij-67890"
	for _, tt := range []struct {
		name  string
		steps [][]string // text, then flags
		kind  string
	}{
		{"one code", [][]string{{one}}, "rotating"},
		{"several codes", [][]string{{two}}, "list"},
		{"one code after a list", [][]string{{two}, {one}}, "list"},
		{"several codes after one", [][]string{{one}, {two}}, "list"},
		{"removal", [][]string{{one, "--kind", "removal"}}, "removal"},
		{"one code after removal", [][]string{{one, "--kind", "removal"}, {"M7PQ2XZ4VB9N"}}, "removal"},
		{"one code of a list", [][]string{{one, "--kind", "list"}}, "list"},
		{"rotating after a list", [][]string{{two}, {one, "--kind", "rotating"}}, "rotating"},
		{"the text speaks of removal", [][]string{{"This code turns off two-factor authentication: " + one}}, "rotating"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newRecoveryWorld(t)
			for _, step := range tt.steps {
				w.set(t, step[0], step[1:]...)
			}
			if shown := recoveryJSONOf(t, w); shown["kind"] != tt.kind {
				t.Errorf("kind %v, want %s", shown["kind"], tt.kind)
			}
		})
	}
}

func TestRecoverySetTellsDoubts(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		flags      []string
		said       string // empty: nothing beside what was saved
	}{
		{"a plain list", "abcde-12345\nfghij-67890", nil, ""},
		{"used ones", "abcde-12345 (used)\nfghij-67890\nklmno-13579", nil, "One code was marked as used"},
		{"a code in a sentence", "Your code is K6LGLV3RSH3V, keep it.", nil, "Compare with the page"},
		{"removal in the words", "Revocation code: K6LGLV3RSH3V", nil, "--kind removal"},
		{"removal as said", "Revocation code: K6LGLV3RSH3V", []string{"--kind", "removal"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newRecoveryWorld(t)
			w.set(t, tt.text, tt.flags...)
			said := strings.TrimSpace(w.err.String())
			if tt.said == "" && strings.Count(said, "\n") > 0 || !strings.Contains(said, tt.said) {
				t.Errorf("said %q, want %q", said, tt.said)
			}
		})
	}
}

func TestRecoverySetRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ text, said string }{
		"a picture":      {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture"},
		"a path":         {"/home/alice/codes.png\n", "picture"},
		"all used":       {"abcde-12345 (used)", "marked as used"},
		"no code":        {"Keep this page safe.\nIt is the last one!", "no recovery code"},
		"nothing at all": {"", "no recovery code"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newRecoveryWorld(t)
			w.give(tt.text)
			if code := w.run("recovery", "set", "acme"); code != ExitRefused || !strings.Contains(w.err.String(), tt.said) {
				t.Errorf("exit code %d: %s", code, w.err.String())
			}
			if code := w.run("recovery", "show", "acme"); code != ExitNothing {
				t.Errorf("something was saved: exit code %d", code)
			}
		})
	}
}

// The contract of recovery used: open until a new one is saved; a list is live
// until it is spent; a code that failed is kept and suspect.
func TestRecoveryUsedStates(t *testing.T) {
	const one, two = "K6LGLV3RSH3VERMKET8L7QKU", "abcde-12345\nfghij-67890"
	type step struct {
		input string
		args  []string
		exit  int
	}
	for _, tt := range []struct {
		name, set string
		steps     []step
		state     string
		left      []string
	}{
		{"rotating, used", one, []step{{"", nil, 0}}, "open", nil},
		{"rotating, used with its successor", one, []step{{"M7PQ2XZ4VB9N", []string{"--new", "-"}, 0}}, "live", []string{"M7PQ2XZ4VB9N"}},
		{"rotating, both given", one, []step{{one + "\r\nM7PQ2XZ4VB9N", []string{"--code", "-", "--new", "-"}, 0}}, "live", []string{"M7PQ2XZ4VB9N"}},
		{"rotating, failed", one, []step{{"", []string{"--failed"}, 0}}, "suspect", []string{one}},
		{"rotating, typed in groups", one, []step{{"k6lg lv3r sh3v ermk et8l 7qku", []string{"--code", "-"}, 0}}, "open", nil},
		{"list, one used", two, []step{{"", nil, 0}}, "live", []string{"fghij-67890"}},
		{"list, second used", two, []step{{"fghij-67890", []string{"--code", "-"}, 0}}, "live", []string{"abcde-12345"}},
		{"list, all used", two, []step{{"", nil, 0}, {"", nil, 0}}, "spent", nil},
		{"list, used twice", two, []step{{"fghij-67890", []string{"--code", "-"}, 0}, {"fghij-67890", []string{"--code", "-"}, ExitNothing}}, "live", []string{"abcde-12345"}},
		{"list, first failed", two, []step{{"", []string{"--failed"}, 0}}, "suspect", []string{"fghij-67890", "abcde-12345"}},
		{"list, replaced", two, []step{{"klmno-11111\npqrst-22222", []string{"--new", "-"}, 0}}, "live", []string{"klmno-11111", "pqrst-22222"}},
		{"none such", one, []step{{"M7PQ2XZ4VB9N", []string{"--code", "-"}, ExitNothing}}, "live", []string{one}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newRecoveryWorld(t)
			w.set(t, tt.set)
			for _, s := range tt.steps {
				w.give(s.input)
				if code := w.run(append([]string{"recovery", "used", "acme"}, s.args...)...); code != s.exit {
					t.Fatalf("%q: exit code %d, want %d: %s", s.args, code, s.exit, w.err.String())
				}
			}
			if listed := w.must(t, "list"); !strings.HasSuffix(strings.TrimSpace(listed), "\t"+tt.state) {
				t.Errorf("listed as %q, want state %s", listed, tt.state)
			}
			code := w.run("recovery", "show", "acme")
			if got := strings.Fields(w.out.String()); !slices.Equal(got, tt.left) || (code == ExitNothing) != (len(tt.left) == 0) {
				t.Errorf("live codes %q, exit code %d; want %q", got, code, tt.left)
			}
		})
	}
}
