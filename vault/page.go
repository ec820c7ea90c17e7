package vault

import (
	"encoding/json"
	"fmt"
	"slices"
)

// pageKind says what a page holds. A reader keeps pages of kinds it does not
// know as they are.
type pageKind string

const (
	accountPages  pageKind = "a" // account records: read when the vault opens
	counterPages  pageKind = "c" // HOTP counters: rewritten at every use, so kept apart
	recoveryPages pageKind = "r" // recovery codes: read only when shown or changed
	trashPages    pageKind = "t" // what was deleted or replaced: read only when asked for
	notePages     pageKind = "n" // what other parts of the program keep: read when the vault opens
	folderPages   pageKind = "f" // lists of pages, when they outgrow the root
)

// atOpen reports whether pages of this kind are read when the vault opens.
func (k pageKind) atOpen() bool { return k == accountPages || k == counterPages || k == notePages }

// onDemand reports whether pages of this kind are read only when they are needed.
func (k pageKind) onDemand() bool { return k == recoveryPages || k == trashPages }

// record is one record of a page, as the JSON object that is stored. Its "id"
// says which account it belongs to.
type record struct {
	id   string
	data []byte
}

// page is a page's records, in the order they are stored. While read is false
// the records are not known: a recovery page not fetched yet, a page of a kind
// from the future, or one that could not be read.
type page struct {
	ref     pageRef
	records []record
	read    bool
	raw     []byte // deflated content to write in place of records, which were not looked into
}

func newRecord(id string, content any) (record, error) {
	data, err := json.Marshal(content)
	if err != nil {
		return record{}, fmt.Errorf("record of %s: %v: %w", id, err, ErrInvalid)
	}
	return record{id, data}, nil
}

// page returns the deflated records of a page, and whether they fit.
func (p *packer) page(records []record) (packed []byte, fits bool) {
	size := 2
	for _, r := range records {
		size += len(r.data) + 1
	}
	plain := append(make([]byte, 0, size), '[') // never grows: growing leaves a copy
	for i, r := range records {
		if i > 0 {
			plain = append(plain, ',')
		}
		plain = append(plain, r.data...)
	}
	plain = append(plain, ']')
	packed = p.deflate(plain)
	clear(plain)
	return packed, len(packed) <= pageRoom
}

// unpackRecords copies the records out of a page.
func unpackRecords(plain []byte) ([]record, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(plain, &raw); err != nil {
		return nil, fmt.Errorf("page does not parse: %w", ErrDamaged)
	}
	records := make([]record, len(raw))
	for i, data := range raw {
		var named struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(data, &named); err != nil || named.ID == "" {
			return nil, fmt.Errorf("record %d does not parse: %w", i, ErrDamaged)
		}
		records[i] = record{named.ID, data}
	}
	return records, nil
}

// wipe overwrites the records.
func (p *page) wipe() {
	for _, r := range p.records {
		clear(r.data)
	}
}

func (p *page) find(id string) int {
	return slices.IndexFunc(p.records, func(r record) bool { return r.id == id })
}

// with returns the records with r in place of the one of the same id, or added.
func (p *page) with(r record) []record {
	records := slices.Clone(p.records)
	if i := p.find(r.id); i >= 0 {
		records[i] = r
		return records
	}
	return append(records, r)
}

// without returns the records but for that of id.
func (p *page) without(id string) []record {
	return slices.DeleteFunc(slices.Clone(p.records), func(r record) bool { return r.id == id })
}
