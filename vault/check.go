package vault

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Health is what Check found.
type Health struct {
	Accounts    int       // that can be read
	Items       int       // keyring items that the vault needs
	Problems    []Problem // empty: all is well
	Quarantined int       // items that an earlier Repair set aside
}

// Problem is one part of a vault that is not as it should be. Err wraps
// ErrDamaged.
type Problem struct {
	Part    ProblemPart
	Account string // the id of the account it belongs to, where that is known
	Err     error
}

// ProblemPart says what a Problem is about.
type ProblemPart string

// The parts that can be damaged.
const (
	PartAccounts ProblemPart = "accounts" // a page of accounts: nobody knows which ones
	PartCounters ProblemPart = "counters" // a page of counters
	PartRecovery ProblemPart = "recovery" // the recovery codes of an account, or a page of them
	PartTrash    ProblemPart = "trash"
	PartNotes    ProblemPart = "notes"
	PartListing  ProblemPart = "listing" // a list of pages
	PartUnknown  ProblemPart = "unknown" // a page of a kind that a newer Deskfob made
	PartOrphan   ProblemPart = "orphan"  // recovery codes that belong to nobody
)

func partOf(kind pageKind) ProblemPart {
	switch kind {
	case accountPages:
		return PartAccounts
	case counterPages:
		return PartCounters
	case recoveryPages:
		return PartRecovery
	case trashPages:
		return PartTrash
	case notePages:
		return PartNotes
	case folderPages:
		return PartListing
	}
	return PartUnknown
}

// Check reads every item the vault needs and says what is wrong. It changes nothing.
func (v *Vault) Check(ctx context.Context) (Health, error) {
	if _, err := v.Reload(ctx); err != nil {
		return Health{}, err
	}
	var health Health
	err := v.look(ctx, func(d *draft) error {
		x, err := d.examine(ctx)
		if err != nil {
			return err
		}
		health = x.health
		if len(x.health.Problems) > 0 {
			return fmt.Errorf("%d parts: %w", len(x.health.Problems), ErrDamaged) // look again
		}
		return nil
	})
	if errors.Is(err, ErrDamaged) && len(health.Problems) > 0 {
		return health, nil
	}
	return health, err
}

// examination is everything that could be read, and what is wrong with the rest.
type examination struct {
	health  Health
	bad     []int               // slots of pages that cannot be read
	without []string            // accounts whose codes are not where their record says
	orphans map[int][]string    // recovery records by slot that nobody refers to
	owned   map[string]struct{} // recovery records that somebody refers to
}

// examine reads all pages. Only a keyring that does not answer is an error.
func (d *draft) examine(ctx context.Context) (*examination, error) {
	x := &examination{orphans: map[int][]string{}, owned: map[string]struct{}{}}
	x.health.Accounts = len(d.base.accounts)
	if d.base.root == nil {
		return x, nil
	}
	x.health.Items = 1 + len(d.pages) + len(d.base.folders)
	x.health.Quarantined = len(d.base.root.Quarantine)
	for range d.base.lostFolders {
		x.found(PartListing, "", fmt.Errorf("a list of pages: %w", ErrDamaged))
	}
	for _, slot := range slices.Sorted(maps.Keys(d.pages)) {
		p := d.pages[slot]
		if err := d.tryPage(ctx, slot, p); err != nil {
			if !isDamage(err) {
				return nil, err
			}
			x.bad = append(x.bad, slot)
			x.found(partOf(p.ref.Kind), "", err)
		}
	}
	d.examineRecords(x)
	return x, d.examineCodes(ctx, x)
}

func (x *examination) found(part ProblemPart, account string, err error) {
	x.health.Problems = append(x.health.Problems, Problem{part, account, err})
}

// tryPage reads a page that was not read, or not readable, so far.
func (d *draft) tryPage(ctx context.Context, slot int, p *page) error {
	if p.read {
		return nil
	}
	if !p.ref.Kind.atOpen() && !p.ref.Kind.onDemand() {
		_, err := readItem(ctx, d.keyring, d.base.root, p.ref.Item, d.base.key)
		return damage(err)
	}
	_, err := d.fetch(ctx, slot)
	return err
}

// examineRecords looks for records that do not parse.
func (d *draft) examineRecords(x *examination) {
	s := emptyState()
	s.pages = d.pages
	s.index()
	for _, err := range s.damaged {
		x.found(PartUnknown, "", err)
	}
}

// examineCodes looks whether all recovery codes are where they are said to be,
// and whether there are some that nobody refers to.
func (d *draft) examineCodes(ctx context.Context, x *examination) error {
	for _, id := range slices.Sorted(maps.Keys(d.base.shelf)) {
		x.owned[id] = struct{}{}
		if _, err := d.codesAt(ctx, d.base.shelf[id], id); isDamage(err) {
			x.without = append(x.without, id)
			x.found(PartRecovery, id, err)
		} else if err != nil {
			return err
		}
	}
	trash, err := d.trash(ctx)
	if err != nil { // a page of the trash is among the bad ones
		return nil
	}
	if d.ownersUnknown(x) {
		return nil
	}
	for _, t := range trash {
		x.owned[t.ID] = struct{}{}
	}
	for _, slot := range d.slotsOf(recoveryPages) {
		for _, rec := range d.pages[slot].records {
			if _, owned := x.owned[rec.id]; !owned {
				x.orphans[slot] = append(x.orphans[slot], rec.id)
				x.found(PartOrphan, "", fmt.Errorf("recovery codes of nobody on page %d: %w", slot, ErrDamaged))
			}
		}
	}
	return nil
}

// ownersUnknown reports whether something that cannot be read may refer to
// recovery codes.
func (d *draft) ownersUnknown(x *examination) bool {
	refers := func(kind pageKind) bool { return kind != recoveryPages && kind != counterPages && kind != notePages }
	return len(d.base.lostFolders) > 0 ||
		slices.ContainsFunc(x.bad, func(slot int) bool { return refers(d.pages[slot].ref.Kind) }) ||
		slices.ContainsFunc(d.quarantine, func(ref pageRef) bool { return refers(ref.Kind) })
}
