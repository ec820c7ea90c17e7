package vault_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// docs/doctor.md lists every case with its sentences, as they are said.
func TestDoctorDocs(t *testing.T) {
	text, err := os.ReadFile("../docs/doctor.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "| `") {
			documented = append(documented, line)
		}
	}
	var said []string
	for _, c := range vault.DoctorCases() {
		well := "no"
		if c.OK {
			well = "yes"
		}
		said = append(said, fmt.Sprintf("| `%s` | `%s` | %s | %s | %s |", c.ID, c.Case, well, c.WhatText, c.DoText))
	}
	if !slices.Equal(documented, said) {
		t.Errorf("docs/doctor.md should list:\n%s", strings.Join(said, "\n"))
	}
}

func TestDoctorCases(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range vault.DoctorCases() {
		switch {
		case seen[c.Case]:
			t.Errorf("%s is there twice", c.Case)
		case !strings.HasSuffix(c.WhatText, ".") || c.DoText != "" && !strings.HasSuffix(c.DoText, "."):
			t.Errorf("%s: %q, %q are no sentences", c.Case, c.WhatText, c.DoText)
		case !c.OK && c.DoText == "":
			t.Errorf("%s does not say what to do", c.Case)
		}
		seen[c.Case] = true
	}
}
