package vault_test

import (
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestFindAccounts(t *testing.T) {
	all := []vault.Account{
		{ID: "id1", Issuer: "GitHub", Name: "alice@example.com"},
		{ID: "id2", Issuer: "GitHub Enterprise", Name: "alice.smith"},
		{ID: "id3", Issuer: "Große Bank", Name: "jörg"},
		{ID: "id4", Issuer: "", Name: "bob"},
		{ID: "id5", Issuer: "Bob", Name: "id1"},
		{ID: "id6", Issuer: "Σίσυφος", Name: "kelvin"},
		{ID: "id7", Issuer: "हिन्दी", Name: "x"},
		{ID: "id8", Issuer: "🏴", Name: "y_z-1"},
	}
	for _, c := range []struct{ name, query, want string }{
		{"exact id before names", "id1", "id1"},
		{"exact issuer before prefixes", "github", "id1"},
		{"space around", "  GitHub ", "id1"},
		{"issuer and name alike", "BOB", "id4 id5"},
		{"prefix", "git", "id1 id2"},
		{"prefixes of issuer and name", "git ali", "id1 id2"},
		{"prefixes in any order", "smi ent", "id2"},
		{"words part at signs", "example", "id1"},
		{"signs in the query", "alice@ex", "id1"},
		{"no infix", "hub", ""},
		{"umlauts", "GROẞE", "id3"},
		{"umlauts in the name", "JÖ", "id3"},
		{"final sigma", "σίσυφοσ", "id6"},
		{"kelvin sign", "\u212aEL", "id6"},
		{"marks within a word", "हिन्", "id7"},
		{"underscore and dash part", "z 1", "id8"},
		{"exact without letters", "🏴", "id8"},
		{"no letters", "🏳", ""},
		{"nothing", "", ""},
		{"space", " \t", ""},
		{"part of an id", "id", "id5"},
		{"one word fits, one not", "git zzz", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ids []string
			for _, a := range vault.FindAccounts(all, c.query) {
				ids = append(ids, a.ID)
			}
			if got := strings.Join(ids, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestMatchAccounts(t *testing.T) {
	all := []vault.Account{
		{ID: "1", Issuer: "Example Cloud", Name: "sam@example.com"},
		{ID: "2", Issuer: "Mail", Name: "sam@example.com"},
		{ID: "3", Issuer: "Mail Archive", Name: "Mara Okafor"},
		{ID: "4", Issuer: "Übersee Bank", Name: "kim"},
	}
	for _, tt := range []struct{ query, want string }{
		{"", "1234"},
		{"   ", "1234"},
		{"m", "23"},
		{"mail", "23"}, // an exact match does not hide what else begins so
		{"MAIL arch", "3"},
		{"sam mail", "2"},
		{"ample", ""}, // not the beginning of a word
		{"example.com", "12"},
		{"über", "4"},
		{"ÜBER", "4"},
		{"zebra", ""},
		{"@", "1234"},
	} {
		t.Run(tt.query, func(t *testing.T) {
			got := ""
			for _, a := range vault.MatchAccounts(all, tt.query) {
				got += a.ID
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
