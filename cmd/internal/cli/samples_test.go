package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSamplesOfPictures adds every sample of pictures of exports, part by part,
// and compares names and types.
func TestSamplesOfPictures(t *testing.T) {
	dir := os.Getenv("DESKFOB_SAMPLES")
	if dir == "" {
		t.Skip("DESKFOB_SAMPLES is not set: 7 samples skipped")
	}
	expected, err := filepath.Glob(filepath.Join(dir, "imports", "qr_image", "*.expected.json"))
	if err != nil || len(expected) < 7 {
		t.Fatalf("%d samples, error %v", len(expected), err)
	}
	for _, file := range expected {
		picture := strings.TrimSuffix(file, ".expected.json")
		t.Run(filepath.Base(picture), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want struct{ Entries []accountJSON }
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			w := newWorld(t)
			if code := w.run("add", "--partial", "--duplicate", "keep", "--json", picture); code != 0 {
				t.Fatalf("exit code %d: %s", code, w.err.String())
			}
			var got []accountJSON
			if err := json.Unmarshal(w.out.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if len(got) != len(want.Entries) {
				t.Fatalf("%d accounts, want %d", len(got), len(want.Entries))
			}
			for i, a := range got {
				w := want.Entries[i]
				if a.Issuer != w.Issuer || a.Account != oneLine(w.Account) || a.Type != w.Type || a.Digits != w.Digits || a.Algorithm != w.Algorithm {
					t.Errorf("account %d is %s %s, want %s %s", i, a.Issuer, a.Account, w.Issuer, w.Account)
				}
			}
		})
	}
}
