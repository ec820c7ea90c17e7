package vault

import (
	"errors"
	"slices"
)

// ErrOtherMigration: a part belongs to another export than the ones before it.
var ErrOtherMigration = errors.New("the part belongs to another export")

// Migration gathers the parts of one export, in any order. An export of a
// single part is whole by itself, so any number of those may come too. The zero
// value is empty and ready for use; it is not for several goroutines at once.
type Migration struct {
	parts  []MigrationPart // of the export of several parts
	single []MigrationPart
}

// Add takes a part. The same part again changes nothing. ErrOtherMigration
// means that the part was not taken: its batch or size differs from the others',
// or another part has its number.
func (m *Migration) Add(p MigrationPart) error {
	if p.Size <= 1 {
		if !slices.ContainsFunc(m.single, p.same) {
			m.single = append(m.single, p)
		}
		return nil
	}
	for _, had := range m.parts {
		if had.Batch != p.Batch || had.Size != p.Size || had.Index == p.Index && !p.same(had) {
			return ErrOtherMigration
		}
		if had.Index == p.Index {
			return nil
		}
	}
	m.parts = append(m.parts, p)
	slices.SortFunc(m.parts, func(a, b MigrationPart) int { return a.Index - b.Index })
	return nil
}

// Missing answers the numbers of the parts that have not come, counted from 1
// as the app does that writes them.
func (m *Migration) Missing() []int {
	if len(m.parts) == 0 {
		return nil
	}
	var missing []int
	for i := range m.parts[0].Size {
		if !slices.ContainsFunc(m.parts, func(p MigrationPart) bool { return p.Index == i }) {
			missing = append(missing, i+1)
		}
	}
	return missing
}

// Size is how many parts the export has that comes in several, 0 before any of it came.
func (m *Migration) Size() int {
	if len(m.parts) == 0 {
		return 0
	}
	return m.parts[0].Size
}

// Accounts are those of all parts that came, in the order of the export.
func (m *Migration) Accounts() []Account {
	var all []Account
	for _, p := range slices.Concat(m.parts, m.single) {
		all = append(all, p.Accounts...)
	}
	return all
}

// Refused are the entries of all parts that came which cannot be used.
func (m *Migration) Refused() []MigrationRefusal {
	var all []MigrationRefusal
	for _, p := range slices.Concat(m.parts, m.single) {
		all = append(all, p.Refused...)
	}
	return all
}

// same reports whether two parts are one, seen twice.
func (p MigrationPart) same(q MigrationPart) bool {
	return p.Batch == q.Batch && p.Index == q.Index && p.Size == q.Size && len(p.Refused) == len(q.Refused) &&
		slices.EqualFunc(p.Accounts, q.Accounts, func(a, b Account) bool {
			return a.SameCredential(b) && a.Issuer == b.Issuer && a.Name == b.Name && a.Counter == b.Counter
		})
}
