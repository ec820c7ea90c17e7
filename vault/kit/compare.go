package kit

import (
	"slices"

	"github.com/deskfob/deskfob/vault"
)

// Match says how an account of a vault and a kit go together.
type Match string

// The ways.
const (
	MatchComplete Match = "complete" // the kit has all that a new one would have
	MatchStale    Match = "stale"    // the kit has the account, but something in it is old or left out
	MatchMissing  Match = "missing"  // the kit does not have it
	MatchExtra    Match = "extra"    // the vault does not have it, or not any more
)

// Difference is one account of a vault, of a kit, or of both.
type Difference struct {
	Account vault.Account // of the vault; for an extra one, of the kit
	Match   Match
	Why     Why // for MatchStale
}

// Compare says what of the vault's accounts a kit has: first those of the
// vault, in their order, then those that only the kit has. It looks at the kit
// alone, wherever that is kept.
func Compare(k Kit, accounts []vault.Account) []Difference {
	pairs := matchEntries(k.Entries, accounts)
	entryOf := make(map[int]int)
	for e, a := range pairs {
		if a >= 0 {
			entryOf[a] = e
		}
	}
	var all []Difference
	for i, a := range accounts {
		d := Difference{Account: a, Match: MatchMissing}
		if e, ok := entryOf[i]; ok {
			d.Match, d.Why = needsOf(a).compare(Hold(k.Entries[e : e+1])[0])
		}
		all = append(all, d)
	}
	for e, a := range pairs {
		if a < 0 {
			all = append(all, Difference{Account: k.Entries[e].Account, Match: MatchExtra})
		}
	}
	return all
}

func (n needs) compare(h Held) (Match, Why) {
	if n.open {
		return MatchStale, WhyOpen
	}
	if n.secret && !n.hasSecret(h) || n.codes && !n.hasCodes(h) {
		why, _ := n.missing(h)
		return MatchStale, why
	}
	return MatchComplete, WhyNone
}

// In is the kit with the ids that its accounts have in a vault with those
// accounts, for the register of that vault.
func (k Kit) In(accounts []vault.Account) Kit {
	k.Entries = slices.Clone(k.Entries)
	for e, a := range matchEntries(k.Entries, accounts) {
		if a >= 0 {
			k.Entries[e].Account.ID = accounts[a].ID
		}
	}
	return k
}

// matchEntries finds for each entry the account of the vault that it is: its
// index, -1 for none. The id decides; else the credential, as a vault that was
// restored may have given new ids; else, for an entry without a secret, the
// names. Two with secrets that differ are never the same for their names alone:
// one of them would be lost in the other.
func matchEntries(entries []Entry, accounts []vault.Account) []int {
	pairs := make([]int, len(entries))
	for i := range pairs {
		pairs[i] = -1
	}
	taken := make([]bool, len(accounts))
	match := func(key func(vault.Account) string, fits func(Entry) bool) {
		byKey := make(map[string]int)
		for i, a := range accounts {
			if k := key(a); k != "" && !taken[i] {
				byKey[k] = i
			}
		}
		for i, e := range entries {
			k := key(e.Account)
			at, ok := byKey[k]
			if pairs[i] >= 0 || k == "" || !ok || taken[at] || !fits(e) {
				continue
			}
			pairs[i], taken[at] = at, true
		}
	}
	always := func(Entry) bool { return true }
	match(func(a vault.Account) string { return a.ID }, always)
	match(Print, always)
	match(func(a vault.Account) string { return a.Issuer + "\x00" + a.Name }, func(e Entry) bool { return !e.HasSecret() })
	return pairs
}
