package cli

import (
	"os"
	"strings"
	"testing"
)

// Packages take the version from FyneApp.toml, the program has its own.
func TestVersionAgrees(t *testing.T) {
	text, err := os.ReadFile("../../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	if want := `Version = "` + Version + `"`; !strings.Contains(string(text), want) {
		t.Errorf("FyneApp.toml does not say %s", want)
	}
}
