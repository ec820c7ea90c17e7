package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// state is a vault as it was read at one commit. It is not changed after it
// was made: a change builds the next one.
type state struct {
	root     *root // nil: no vault yet
	vaultID  string
	slot     keySlot
	key      []byte
	pages    map[int]*page      // by slot
	folders  map[int]pageRef    // by slot/folderSpan, where the root has folders
	accounts map[string]Account // by id
	shelf    map[string]int     // the slot of an account's recovery page
	notes    map[string][]byte  // by key
	damaged  []error            // what could not be read; it is kept as it is
	// lostFolders cannot be read: nobody knows which of their slots are taken.
	lostFolders map[int]bool
}

func emptyState() *state {
	return &state{
		pages: map[int]*page{}, folders: map[int]pageRef{}, lostFolders: map[int]bool{},
		accounts: map[string]Account{}, shelf: map[string]int{}, notes: map[string][]byte{},
	}
}

func (s *state) revision() int {
	if s.root == nil {
		return 0
	}
	return s.root.Revision
}

// accountRecord is an account as it is stored. What equals the default is left out.
type accountRecord struct {
	ID        string          `json:"id"`
	Issuer    string          `json:"i,omitempty"`
	Name      string          `json:"n,omitempty"`
	Type      Type            `json:"t"`
	Secret    []byte          `json:"s,omitempty"`
	Algorithm Algorithm       `json:"a,omitempty"`
	Digits    int             `json:"d,omitempty"`
	Period    int             `json:"p,omitempty"`
	Counter   uint64          `json:"c,omitempty"`
	Created   int64           `json:"at"`           // Unix seconds
	Renewed   int64           `json:"ra,omitempty"` // Unix seconds
	Open      EnrolmentStep   `json:"o,omitempty"`
	Recovery  *recoveryRecord `json:"r,omitempty"`
}

// recoveryRecord is the status of an account's recovery codes; the codes
// themselves are on the recovery page with number Slot.
type recoveryRecord struct {
	Kind     RecoveryKind  `json:"k"`
	State    RecoveryState `json:"s"`
	Left     int           `json:"l,omitempty"`
	Failed   int           `json:"f,omitempty"`
	Total    int           `json:"n,omitempty"`
	Saved    int64         `json:"at,omitempty"` // Unix seconds
	Revision int           `json:"v,omitempty"`
	Events   []eventRecord `json:"e,omitempty"`
	Slot     int           `json:"p,omitempty"`
}

type eventRecord struct {
	At   int64  `json:"at"`
	What string `json:"w"`
}

type counterRecord struct {
	ID      string `json:"id"`
	Counter uint64 `json:"n"`
}

// codesRecord holds an account's live recovery codes, the next to use first.
type codesRecord struct {
	ID    string   `json:"id"`
	Codes [][]byte `json:"c"`
}

// stored returns the account as it is stored; slot is that of its recovery page.
func (a Account) stored(slot int) accountRecord {
	r := accountRecord{
		ID: a.ID, Issuer: a.Issuer, Name: a.Name, Type: a.Type, Secret: a.Secret.bytes(),
		Algorithm: a.Algorithm, Digits: a.Digits, Period: a.Period, Counter: a.Counter,
		Created: a.Created.Unix(), Renewed: unixOrZero(a.Renewed), Open: a.Open,
	}
	if s := a.Recovery; s != nil {
		r.Recovery = &recoveryRecord{
			Kind: s.Kind, State: s.State, Left: s.Left, Failed: s.Failed, Total: s.Total,
			Saved: unixOrZero(s.Saved), Revision: s.Revision, Slot: slot,
		}
		for _, e := range s.Events {
			r.Recovery.Events = append(r.Recovery.Events, eventRecord{e.At.Unix(), e.What})
		}
	}
	return r
}

func (r accountRecord) account() Account {
	a := Account{
		ID: r.ID, Issuer: r.Issuer, Name: r.Name, Type: r.Type, Secret: NewSecret(r.Secret),
		Algorithm: r.Algorithm, Digits: r.Digits, Period: r.Period, Counter: r.Counter,
		Created: time.Unix(r.Created, 0).UTC(), Renewed: timeOrZero(r.Renewed), Open: r.Open,
	}
	if s := r.Recovery; s != nil {
		a.Recovery = &RecoveryStatus{
			Kind: s.Kind, State: s.State, Left: s.Left, Failed: s.Failed, Total: s.Total,
			Saved: timeOrZero(s.Saved), Revision: s.Revision,
		}
		for _, e := range s.Events {
			a.Recovery.Events = append(a.Recovery.Events, RecoveryEvent{time.Unix(e.At, 0).UTC(), e.What})
		}
	}
	return a
}

func unixOrZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func timeOrZero(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0).UTC()
}

// index fills accounts and shelf from the pages. A record that does not parse
// is reported and stays on its page; the others go on working. Of two counters
// for one account the larger wins: a code must never be shown twice.
func (s *state) index() {
	counters := map[string]uint64{}
	for _, slot := range slices.Sorted(maps.Keys(s.pages)) {
		p := s.pages[slot]
		for _, rec := range p.records {
			var err error
			switch p.ref.Kind {
			case accountPages:
				err = s.indexAccount(rec)
			case counterPages:
				var c counterRecord
				if err = json.Unmarshal(rec.data, &c); err == nil {
					counters[c.ID] = max(counters[c.ID], c.Counter)
				}
			case notePages:
				var n noteRecord
				if err = json.Unmarshal(rec.data, &n); err == nil {
					s.notes[n.Key] = n.Data
				}
			}
			if err != nil {
				s.damaged = append(s.damaged, fmt.Errorf("record on page %d: %w", slot, ErrDamaged))
			}
		}
	}
	for id, n := range counters {
		if a, ok := s.accounts[id]; ok {
			a.Counter = max(a.Counter, n)
			s.accounts[id] = a
		}
	}
}

func (s *state) indexAccount(rec record) error {
	var r accountRecord
	if err := json.Unmarshal(rec.data, &r); err != nil {
		return err
	}
	s.accounts[r.ID] = r.account()
	clear(r.Secret)
	if r.Recovery != nil && r.Recovery.Slot != 0 {
		s.shelf[r.ID] = r.Recovery.Slot
	}
	return nil
}

// forgetOnDemand drops the content of pages that are read only when needed: a
// recovery code stays in memory no longer than the change that handled it.
func (s *state) forgetOnDemand() {
	for slot, p := range s.pages {
		if p.ref.Kind.onDemand() && p.read {
			p.wipe()
			s.pages[slot] = &page{ref: p.ref}
		}
	}
}

// readItem gets one item that r names and opens it.
func readItem(ctx context.Context, k Keyring, r *root, ref itemRef, key []byte) ([]byte, error) {
	name := r.name(ref)
	if name == "" {
		return nil, fmt.Errorf("reference to an unknown writer: %w", ErrDamaged)
	}
	text, err := k.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	return openSealed(key, text, itemAD(name))
}

// readState reads everything r names but the recovery codes. A page that is
// not there or does not verify is reported in damaged and stays referenced;
// any other failure to read ends it, since no answer is not an empty answer.
func readState(ctx context.Context, k Keyring, r *root, key []byte) (*state, error) {
	s := emptyState()
	s.root, s.vaultID, s.slot, s.key = r, r.Vault, r.Key, key
	refs, err := s.readFolders(ctx, k)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		p := &page{ref: ref}
		s.pages[ref.Slot] = p
		if !ref.Kind.atOpen() {
			continue
		}
		p.records, err = readPage(ctx, k, r, ref, key)
		if err != nil && !isDamage(err) {
			return nil, err
		}
		if err != nil {
			s.damaged = append(s.damaged, fmt.Errorf("page %d: %w", ref.Slot, damage(err)))
			continue
		}
		p.read = true
	}
	s.index()
	return s, nil
}

// readFolders returns all page references: the root's, or its folders'.
func (s *state) readFolders(ctx context.Context, k Keyring) ([]pageRef, error) {
	refs := s.root.Pages
	for _, f := range s.root.Folders {
		s.folders[f.Slot] = f
		plain, err := readItem(ctx, k, s.root, f.Item, s.key)
		if err != nil && !isDamage(err) {
			return nil, err
		}
		var listed []pageRef
		if err == nil && json.Unmarshal(plain, &listed) != nil {
			err = fmt.Errorf("does not parse: %w", ErrDamaged)
		}
		if err != nil {
			s.lostFolders[f.Slot] = true
			s.damaged = append(s.damaged, fmt.Errorf("folder %d: %w", f.Slot, damage(err)))
			continue
		}
		refs = append(refs[:len(refs):len(refs)], listed...)
	}
	return refs, nil
}

func readPage(ctx context.Context, k Keyring, r *root, ref pageRef, key []byte) ([]record, error) {
	plain, err := readItem(ctx, k, r, ref.Item, key)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	return unpackRecords(plain)
}

func isDamage(err error) bool { return errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotFound) }

// damage makes a missing item a damaged vault: to a caller of Open, not found
// means that there is no vault.
func damage(err error) error {
	if errors.Is(err, ErrNotFound) {
		return fmt.Errorf("its item is missing: %w", ErrDamaged)
	}
	return err
}
