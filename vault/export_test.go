package vault

// FreshSystemKeyring is NewSystemKeyring without what earlier tests left: each
// test has a bus of its own.
func FreshSystemKeyring() Keyring { return newSystemKeyring() }

// OptionsAt is what OpenAt opens.
var OptionsAt = optionsAt

// LiveItems lists the names of all items the vault needs, for tests that look
// for leftovers.
func (v *Vault) LiveItems() map[string]bool {
	s := v.state()
	live := map[string]bool{}
	if s.root == nil {
		return live
	}
	live[rootName] = true
	for _, p := range s.pages {
		live[s.root.name(p.ref.Item)] = true
	}
	for _, f := range s.folders {
		live[s.root.name(f.Item)] = true
	}
	return live
}
