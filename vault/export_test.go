package vault

import "context"

// FreshSystemKeyring is NewSystemKeyring without what earlier tests left: each
// test has a bus of its own.
func FreshSystemKeyring() Keyring { return newSystemKeyring() }

// OptionsAt is what OpenAt opens.
var OptionsAt = optionsAt

// View is the secret's own bytes.
func (s Secret) View() []byte { return s.bytes() }

// SweepMemory is what Close starts.
var SweepMemory = sweepMemory

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
	for _, q := range s.root.Quarantine {
		live[s.root.name(q.Item)] = true
	}
	return live
}

// WithFastPassphrases makes new passphrases cost nearly nothing.
func (o Options) WithFastPassphrases() Options {
	o.kdf = kdfSpec{Time: 1, Memory: 8, Threads: 1}
	return o
}

// RecoveryItems names the items that hold recovery codes.
func (v *Vault) RecoveryItems() []string {
	s := v.state()
	var names []string
	for _, p := range s.pages {
		if p.ref.Kind == recoveryPages {
			names = append(names, s.root.name(p.ref.Item))
		}
	}
	return names
}

// DataKey is a copy of the key that everything is sealed with.
func (v *Vault) DataKey() []byte {
	_, key := v.knownKey()
	return key
}

// TrashedCodes reads the recovery codes of what is in the trash, by its ids there.
func (v *Vault) TrashedCodes(ctx context.Context) (map[string][]Secret, error) {
	var all contents
	err := v.look(ctx, func(d *draft) error {
		all.codes = map[string][]Secret{}
		return d.readTrash(ctx, &all)
	})
	return all.codes, err
}

// FolderItems names the items that list pages.
func (v *Vault) FolderItems() []string {
	s := v.state()
	var names []string
	for _, f := range s.folders {
		names = append(names, s.root.name(f.Item))
	}
	return names
}

// ExamineKeyring and ExamineVault are layers of Examine, for keyrings that no
// location names.
var (
	ExamineKeyring = examineKeyring
	ExamineVault   = examineVault
)

// DoctorCases lists every finding there can be, without data.
func DoctorCases() []Finding {
	var all []Finding
	for _, c := range doctorCases() {
		all = append(all, found(c.name, nil))
	}
	return all
}
