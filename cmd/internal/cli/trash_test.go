package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// uriOf is a key URI; different secrets make different accounts.
func uriOf(issuer, name, secret string) string {
	return "otpauth://totp/" + issuer + ":" + name + "?secret=" + secret + "&issuer=" + issuer
}

// add adds an account and returns its id.
func (w *world) add(t *testing.T, issuer, name, secret string) string {
	t.Helper()
	w.give(uriOf(issuer, name, secret))
	id, _, _ := strings.Cut(w.must(t, "add", "--uri", "-"), "\t")
	return id
}

// says checks exit code and what was told.
func (w *world) says(t *testing.T, code int, text string, args ...string) {
	t.Helper()
	if got := w.run(args...); got != code || !strings.Contains(w.err.String(), text) {
		t.Errorf("%q: exit code %d, said %q; want %d and %q", args, got, w.err.String(), code, text)
	}
}

// trashIDs lists the ids in the trash, the newest first.
func (w *world) trashIDs(t *testing.T) []string {
	t.Helper()
	var things []struct{ ID string }
	if err := json.Unmarshal([]byte(w.must(t, "trash", "list", "--json")), &things); err != nil {
		t.Fatal(err)
	}
	ids := make([]string, len(things))
	for i, thing := range things {
		ids[i] = thing.ID
	}
	return ids
}

func TestTrashQueries(t *testing.T) {
	w := newWorld(t)
	joe := w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	w.add(t, "ACME", "jane", "JBSWY3DPEHPK3PXB")
	w.must(t, "remove", "joe", "--yes")
	w.must(t, "remove", "jane", "--yes")
	ids := w.trashIDs(t)

	w.says(t, ExitAmbiguous, ids[0]+"\tdeleted\tACME\tjane", "trash", "restore", "acme")
	w.says(t, ExitAmbiguous, ids[1]+"\tdeleted\tACME\tjoe", "trash", "empty", "acme", "--yes")
	w.says(t, ExitNothing, "deskfob trash", "trash", "restore", "nobody")
	w.says(t, ExitNothing, "deskfob trash", "trash", "empty", "nobody", "--yes")
	w.says(t, ExitUsage, "empty", "trash", "restore", "")
	w.says(t, ExitUsage, "--yes", "trash", "empty", "joe")
	if got := w.trashIDs(t); len(got) != 2 {
		t.Fatalf("in the trash: %q", got)
	}

	for _, query := range []string{ids[1], joe, "Joe", "ac jo"} {
		if out := w.must(t, "trash", "restore", query); out != joe+"\tACME\tjoe\n" {
			t.Errorf("restore %q printed %q", query, out)
		}
		w.must(t, "remove", "joe", "--yes")
	}
	w.must(t, "trash", "empty", "jane", "--yes")
	if out := w.must(t, "trash"); strings.Contains(out, "jane") || !strings.Contains(out, "\tdeleted\tACME\tjoe\ttotp\t1970-01-01T00:00:59Z\t1970-01-31T00:00:59Z\n") {
		t.Errorf("trash printed %q", out)
	}
}

// What has been in the trash for 30 days is no longer offered.
func TestTrashExpires(t *testing.T) {
	w := newWorld(t)
	w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	w.must(t, "remove", "acme", "--yes")
	w.now = w.now.Add(vault.TrashTime - time.Second)
	if got := w.trashIDs(t); len(got) != 1 {
		t.Errorf("a second before: %q", got)
	}
	w.now = w.now.Add(time.Second)
	w.says(t, ExitNothing, "trash is empty", "undo")
}

func TestTrashEmptyOfNothing(t *testing.T) {
	w := newWorld(t)
	w.says(t, ExitOK, "trash is empty", "trash", "empty", "--yes")
	if out := w.must(t, "trash", "--json"); out != "[]\n" {
		t.Errorf("printed %q", out)
	}
}

// On a terminal only yes in full deletes for good.
func TestTrashEmptyAsks(t *testing.T) {
	w := newWorld(t)
	for _, secret := range []string{"JBSWY3DPEHPK3PXA", "JBSWY3DPEHPK3PXB"} {
		w.add(t, "ACME", "joe", secret)
	}
	y := &typist{answers: []string{"yes", "yes", "", "y", "YES"}}
	w.Terminal = y
	for range 2 {
		id, _, _ := strings.Cut(w.must(t, "list"), "\t")
		w.must(t, "remove", id)
	}
	w.says(t, ExitUsage, notEmptied, "trash", "empty")
	w.says(t, ExitUsage, notEmptied, "trash", "empty")
	if !strings.Contains(y.asked[3], "2 things") {
		t.Errorf("asked %q", y.asked[3])
	}
	w.says(t, ExitOK, "Deleted 2 things", "trash", "empty")
	w.says(t, ExitNothing, "trash is empty", "undo")
}

// Each undo says what it did, and one undo takes another back.
func TestUndo(t *testing.T) {
	w := newWorld(t)
	id := w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	before := w.must(t, "code", id)
	w.give("K6LGLV3RSH3VERMKET8L7QKU")
	w.must(t, "recovery", "set", id)
	w.give(uriOf("ACME", "joe", "JBSWY3DPEHPK3PXB"))
	w.must(t, "add", "--uri", "-", "--replace", id)
	after := w.must(t, "code", id)
	if before == after {
		t.Fatal("the code is the same")
	}

	w.says(t, ExitOK, "has its earlier secret back. The one", "undo")
	if got := w.must(t, "code", id); got != before {
		t.Errorf("after undo: code %q", got)
	}
	w.says(t, ExitOK, "has its earlier secret back. The one", "undo")
	if got := w.must(t, "code", id); got != after {
		t.Errorf("after undo of undo: code %q", got)
	}

	w.must(t, "retire", id, "--yes")
	w.says(t, ExitNothing, "", "code", id)
	w.says(t, ExitNothing, "", "recovery", "show", id)
	w.says(t, ExitOK, "has its earlier secret and recovery codes back.\n", "undo")
	if got := w.must(t, "code", id) + w.must(t, "recovery", "show", id); got != after+"K6LGLV3RSH3VERMKET8L7QKU\n" {
		t.Errorf("after undo of retire: %q", got)
	}

	// Enrolled again after retiring: undo goes back to before both.
	w.must(t, "retire", id, "--yes")
	w.give(uriOf("ACME", "joe", "JBSWY3DPEHPK3PXC"))
	w.says(t, ExitOK, "has the new secret.\n", "add", "--uri", "-", "--replace", id)
	w.must(t, "undo")
	if got := w.must(t, "code", id); got != after {
		t.Errorf("after undo of retire and enrolling: code %q", got)
	}
}

func TestRetireRefusals(t *testing.T) {
	w := newWorld(t)
	w.must(t, "add", "--recovery-only", "--issuer", "Bank")
	w.says(t, ExitRefused, nothingToRetire, "retire", "bank", "--yes")
	w.says(t, ExitNothing, noSuchAccount, "retire", "nobody", "--yes")
	w.says(t, ExitUsage, "--yes", "retire", "bank")
	w.give("K6LGLV3RSH3VERMKET8L7QKU")
	w.must(t, "recovery", "set", "bank")
	w.Terminal = &typist{answers: []string{"no", "yes"}}
	w.says(t, ExitUsage, notRetired, "retire", "bank")
	w.must(t, "recovery", "show", "bank")
	w.says(t, ExitOK, "--replace", "retire", "bank")
	w.says(t, ExitNothing, "", "recovery", "show", "bank")
}
