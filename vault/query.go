package vault

import (
	"strings"
	"unicode"
)

// FindAccounts is Find over a list; it keeps the list's order. A query without
// a letter or digit finds nothing but an exact match.
func FindAccounts(all []Account, query string) []Account {
	query = strings.TrimSpace(query)
	if query == "" {
		return nil
	}
	for _, a := range all {
		if a.ID == query {
			return []Account{a}
		}
	}
	exact := keep(all, func(a Account) bool {
		return strings.EqualFold(a.Issuer, query) || strings.EqualFold(a.Name, query)
	})
	if len(exact) > 0 {
		return exact
	}
	if len(foldedWords(query)) == 0 {
		return nil
	}
	return MatchAccounts(all, query)
}

// MatchAccounts returns the accounts of which every word of the query begins a
// word of issuer or account name, all of them for a query without words: what
// a search shows while it is being typed.
func MatchAccounts(all []Account, query string) []Account {
	wanted := foldedWords(query)
	if len(wanted) == 0 {
		return all
	}
	return keep(all, func(a Account) bool {
		return allArePrefixes(wanted, foldedWords(a.Issuer+" "+a.Name))
	})
}

func keep(all []Account, fits func(Account) bool) []Account {
	var kept []Account
	for _, a := range all {
		if fits(a) {
			kept = append(kept, a)
		}
	}
	return kept
}

// allArePrefixes reports whether each of wanted begins one of words.
func allArePrefixes(wanted, words []string) bool {
	for _, w := range wanted {
		found := false
		for _, word := range words {
			found = found || strings.HasPrefix(word, w)
		}
		if !found {
			return false
		}
	}
	return true
}

// foldedWords splits text at everything that is neither letter nor digit, and
// folds case so that words that differ only in case are equal. Marks belong to
// the letter before them: without them Hindi vowels would end a word.
func foldedWords(text string) []string {
	return strings.FieldsFunc(strings.Map(fold, text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// fold maps all runes that Unicode simple case folding calls equal (k, K and
// the kelvin sign) to the smallest of them, as strings.EqualFold does.
func fold(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}
