package cli

import (
	"strings"
	"testing"
)

func TestAddReplace(t *testing.T) {
	w := newWorld(t)
	id := w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	other := w.add(t, "Other", "joe", "JBSWY3DPEHPK3PXB")
	replace := func(uri, query string, flags ...string) []string {
		w.give(uri)
		return append([]string{"add", "--uri", "-", "--replace", query}, flags...)
	}
	fresh := uriOf("ACME", "joe", "JBSWY3DPEHPK3PXC")

	w.says(t, ExitNothing, noSuchAccount, replace(fresh, "nobody")...)
	w.says(t, ExitAmbiguous, id, replace(fresh, "joe")...)
	w.says(t, ExitRefused, "with id "+other, replace(uriOf("ACME", "joe", "JBSWY3DPEHPK3PXB"), id)...)
	for _, flags := range [][]string{
		{"--issuer", "X"},
		{"--account", ""},
		{"--duplicate", "keep"},
		{"--partial"},
	} {
		w.says(t, ExitUsage, "--replace", replace(fresh, id, flags...)...)
	}
	w.says(t, ExitUsage, "", "add", "--replace", id)
	w.says(t, ExitUsage, "", "add", "--replace", id, "--recovery-only", "--issuer", "X")
	if out := w.must(t, "trash"); out != "" {
		t.Errorf("refused, and in the trash is %q", out)
	}

	w.says(t, ExitOK, "already", replace(uriOf("ACME", "joe", "JBSWY3DPEHPK3PXA"), id)...)
	w.says(t, ExitOK, "Moved the old one to the trash", replace(fresh, id, "--json")...)
	if out := w.out.String(); !strings.Contains(out, `"id": "`+id+`"`) || strings.Contains(w.err.String(), "The code is for") {
		t.Errorf("printed %q, said %q", out, w.err.String())
	}
	w.says(t, ExitOK, "The code is for New (jane); the account keeps its names, ACME (joe)", replace(uriOf("New", "jane", "JBSWY3DPEHPK3PXD"), id)...)
	if out := w.must(t, "list"); strings.Count(out, "\n") != 2 || !strings.Contains(out, id+"\tACME\tjoe") {
		t.Errorf("list printed %q", out)
	}
}

// A second account of the same names is added and told.
func TestAddTellsSameNames(t *testing.T) {
	w := newWorld(t)
	id := w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	if said := w.err.String(); said != "" {
		t.Errorf("said %q of the first one", said)
	}
	second := w.add(t, "acme", "Joe", "JBSWY3DPEHPK3PXB")
	if said := w.err.String(); !strings.Contains(said, "deskfob remove "+second+",") || !strings.Contains(said, "--replace "+id) {
		t.Errorf("said %q", said)
	}
	w.add(t, "ACME", "jane", "JBSWY3DPEHPK3PXC")
	if said := w.err.String(); said != "" {
		t.Errorf("said %q of another name", said)
	}
	w.give(uriOf("ACME", "joe", "JBSWY3DPEHPK3PXA"))
	w.says(t, ExitOK, "", "add", "--uri", "-", "--duplicate", "skip")
	if said := w.err.String(); said != "" {
		t.Errorf("said %q of one that was there", said)
	}
}
