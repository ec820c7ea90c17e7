package vault

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// draft is a change in the making: a state's pages with some of them replaced.
// Nothing is written before commit.
type draft struct {
	keyring Keyring
	base    *state
	pages   map[int]*page // by slot; pages of base are not changed, only replaced
	touched map[int]bool  // slots to write
	due     int64         // when the next thing in the trash expires, Unix seconds; 0: nothing is there
	key     []byte        // what to seal with, and how the root carries it
	slot    keySlot
	// rootOnly commits a root even though no page was touched.
	rootOnly bool
	// quarantine is what was set aside because it cannot be read: by earlier
	// repairs and by this one. setAside are this one's slots, foldersAside says
	// that lists of pages went too; returned are pages taken back.
	quarantine   []pageRef
	setAside     map[int]bool
	foldersAside bool
	returned     []pageRef
	packer       *packer
}

// folderSpan is how many slots one folder lists; rootPages is how many pages a
// root lists itself before folders take over. Both are chosen so that root and
// folder stay well below MaxItem.
const (
	folderSpan = 64
	rootPages  = 48
)

func newDraft(k Keyring, base *state) *draft {
	d := &draft{
		keyring: k, base: base, pages: maps.Clone(base.pages), touched: map[int]bool{}, setAside: map[int]bool{},
		key: base.key, slot: base.slot, packer: newPacker(),
	}
	if base.root != nil {
		d.due, d.quarantine = base.root.Due, slices.Clone(base.root.Quarantine)
	}
	return d
}

// forget overwrites the pages that were read for this draft and will not be
// kept, and what packing them left.
func (d *draft) forget() {
	for slot, p := range d.pages {
		if p.ref.Kind.onDemand() && p != d.base.pages[slot] {
			p.wipe()
		}
	}
	d.packer.forget()
}

// put stores a record on the page where one of its id is, or on one with room,
// and returns the page's slot.
func (d *draft) put(ctx context.Context, kind pageKind, at int, rec record) (int, error) {
	if at != 0 {
		p, err := d.fetch(ctx, at)
		if err != nil {
			return 0, err
		}
		records := p.with(rec)
		if packed, fits := d.packer.page(records); fits {
			d.replace(at, kind, records, len(packed))
			return at, nil
		}
		if err := d.remove(ctx, at, rec.id); err != nil {
			return 0, err
		}
	}
	return d.place(ctx, kind, rec)
}

// place puts a new record on the first page of its kind with room, or on a new page.
func (d *draft) place(ctx context.Context, kind pageKind, rec record) (int, error) {
	alone, fits := d.packer.page([]record{rec})
	if !fits {
		return 0, fmt.Errorf("one record of %d bytes: %w", len(alone), ErrTooLarge)
	}
	for _, slot := range slices.Sorted(maps.Keys(d.pages)) {
		p := d.pages[slot]
		// Together two records deflate to less than apart, seldom to less than two thirds.
		if p.ref.Kind != kind || p.ref.Used+len(alone)*2/3 > pageRoom || d.unreadable(p) {
			continue
		}
		p, err := d.fetch(ctx, slot)
		if isDamage(err) {
			continue
		}
		if err != nil {
			return 0, err
		}
		records := p.with(rec)
		if packed, fits := d.packer.page(records); fits {
			d.replace(slot, kind, records, len(packed))
			return slot, nil
		}
	}
	slot := d.freeSlot()
	d.replace(slot, kind, []record{rec}, len(alone))
	return slot, nil
}

// remove takes a record off its page; a page left empty goes too.
func (d *draft) remove(ctx context.Context, slot int, id string) error {
	p, err := d.fetch(ctx, slot)
	if err != nil {
		return err
	}
	records := p.without(id)
	if len(records) == 0 {
		delete(d.pages, slot)
		d.touched[slot] = true
		return nil
	}
	packed, _ := d.packer.page(records)
	d.replace(slot, p.ref.Kind, records, len(packed))
	return nil
}

func (d *draft) replace(slot int, kind pageKind, records []record, used int) {
	d.pages[slot] = &page{ref: pageRef{Slot: slot, Kind: kind, Used: used}, records: records, read: true}
	d.touched[slot] = true
}

// fetch returns the page at slot with its records.
func (d *draft) fetch(ctx context.Context, slot int) (*page, error) {
	p := d.pages[slot]
	if p == nil {
		return nil, fmt.Errorf("no page %d: %w", slot, ErrDamaged)
	}
	if p.read {
		return p, nil
	}
	records, err := readPage(ctx, d.keyring, d.base.root, p.ref, d.base.key)
	if isDamage(err) { // believed when a second look agrees: what hangs on it may be forgotten
		records, err = readPage(ctx, d.keyring, d.base.root, p.ref, d.base.key)
	}
	if err != nil {
		return nil, fmt.Errorf("page %d: %w", slot, damage(err))
	}
	p = &page{ref: p.ref, records: records, read: true}
	d.pages[slot] = p
	return p, nil
}

// unreadable reports whether p was tried when the vault was opened and could
// not be read. Some pages are read only when needed.
func (d *draft) unreadable(p *page) bool { return !p.read && !p.ref.Kind.onDemand() }

// freeSlot returns the smallest slot that no page has; slots start at 1. The
// slots of a folder that cannot be read count as taken.
func (d *draft) freeSlot() int {
	for slot := 1; ; slot++ {
		if d.pages[slot] == nil && !d.touched[slot] && !d.base.lostFolders[slot/folderSpan] {
			return slot
		}
	}
}

// slotsOf returns the pages of a kind, in order.
func (d *draft) slotsOf(kind pageKind) []int {
	var slots []int
	for _, slot := range slices.Sorted(maps.Keys(d.pages)) {
		if d.pages[slot].ref.Kind == kind {
			slots = append(slots, slot)
		}
	}
	return slots
}

// slotOf returns the page of kind that holds the record of id, or 0. Where a page
// that was lost came back two may have one; the last counts, as when opening.
func (d *draft) slotOf(kind pageKind, id string) int {
	last := 0
	for slot, p := range d.pages {
		if slot > last && p.ref.Kind == kind && p.find(id) >= 0 {
			last = slot
		}
	}
	return last
}

// listing returns what the root, or each folder, has to list after the change.
func (d *draft) listing() (refs []pageRef, folders map[int][]pageRef) {
	for _, slot := range slices.Sorted(maps.Keys(d.pages)) {
		refs = append(refs, d.pages[slot].ref)
	}
	if len(refs) <= rootPages && (len(d.base.lostFolders) == 0 || d.foldersAside) {
		return refs, nil
	}
	folders = map[int][]pageRef{}
	for _, ref := range refs {
		folders[ref.Slot/folderSpan] = append(folders[ref.Slot/folderSpan], ref)
	}
	return nil, folders
}
