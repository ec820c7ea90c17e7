package kit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// version is the format that this package writes and the newest it reads.
const version = 1

// document is the JSON object in a kit; docs/kit.md describes it for people.
type document struct {
	Version  int         `json:"deskfob_kit"`
	Created  string      `json:"created"` // RFC 3339, UTC
	Kit      string      `json:"kit,omitempty"`
	Vault    string      `json:"vault,omitempty"`
	Replaces string      `json:"replaces,omitempty"` // RFC 3339, UTC
	Accounts accountList `json:"accounts"`
}

type accountItem struct {
	ID       string        `json:"id"`
	Issuer   string        `json:"issuer"`
	Account  string        `json:"account"`
	URI      string        `json:"uri,omitempty"`
	Saved    string        `json:"saved,omitempty"` // RFC 3339, UTC
	Recovery *recoveryItem `json:"recovery,omitempty"`
}

type recoveryItem struct {
	Kind     vault.RecoveryKind `json:"kind"`
	Codes    codeList           `json:"codes"`
	Revision int                `json:"revision"`
	Saved    string             `json:"saved,omitempty"` // RFC 3339, UTC
}

// accountList and codeList stop reading at their limits: three bytes of JSON
// would otherwise cost a hundred of memory.
type (
	accountList []accountItem
	codeList    []string
)

func (l *accountList) UnmarshalJSON(data []byte) (err error) {
	*l, err = readList[accountItem](data, MaxAccounts)
	return err
}

func (l *codeList) UnmarshalJSON(data []byte) (err error) {
	*l, err = readList[string](data, vault.MaxRecoveryCodes)
	return err
}

func readList[T any](data []byte, limit int) ([]T, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	start, err := d.Token()
	if err != nil || start == nil { // null is an empty list
		return nil, err
	}
	if start != json.Delim('[') {
		return nil, ErrDamaged
	}
	var list []T
	for d.More() {
		if len(list) == limit {
			return nil, ErrTooLarge
		}
		var item T
		if err := d.Decode(&item); err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, nil
}

// encode makes the JSON object of a kit, indented for whoever opens it without
// Deskfob. It refuses what decode would not read back as it is.
func encode(k Kit) ([]byte, error) {
	if len(k.Entries) > MaxAccounts {
		return nil, fmt.Errorf("%d accounts: %w", len(k.Entries), ErrTooLarge)
	}
	doc := document{
		Version: version, Created: k.Created.UTC().Format(time.RFC3339),
		Kit: k.ID, Vault: k.Vault, Replaces: formatTime(k.Replaces), Accounts: accountList{},
	}
	seen := make(map[string]bool)
	for i, e := range k.Entries {
		if !isID(e.Account.ID) || seen[e.Account.ID] {
			return nil, fmt.Errorf("id of entry %d: %w", i+1, ErrInvalid)
		}
		seen[e.Account.ID] = true
		item, err := e.item()
		if err != nil {
			return nil, fmt.Errorf("entry %d (%s): %w", i+1, e.Account.ID, err)
		}
		doc.Accounts = append(doc.Accounts, item)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // & is in every key URI
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return nil, err
	}
	if out.Len() > MaxFile/2 {
		return nil, fmt.Errorf("%d bytes: %w", out.Len(), ErrTooLarge)
	}
	return out.Bytes(), nil
}

func (e Entry) item() (accountItem, error) {
	a := e.Account
	item := accountItem{ID: a.ID, Issuer: a.Issuer, Account: a.Name, Saved: formatTime(e.Saved)}
	if err := a.Validate(); err != nil {
		return item, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if e.HasSecret() {
		item.URI = exactURI(a)
		back, err := readURI(item.URI, a)
		if err != nil || !back.SameCredential(a) || back.Counter != a.Counter {
			return item, fmt.Errorf("its key URI: %w", ErrInvalid)
		}
	}
	if e.Recovery == nil {
		return item, nil
	}
	if err := e.Recovery.validate(); err != nil {
		return item, err
	}
	item.Recovery = &recoveryItem{
		Kind: e.Recovery.Kind, Revision: e.Recovery.Revision, Saved: formatTime(e.Recovery.Saved),
	}
	for _, c := range e.Recovery.Codes {
		item.Recovery.Codes = append(item.Recovery.Codes, string(c.Expose()))
	}
	return item, nil
}

// exactURI is a key URI that reads back as the same account. One that makes
// ordinary codes with all that a Steam account has would read back as Steam:
// only its issuer says so, and that stands beside the URI too.
func exactURI(a vault.Account) string {
	uri := vault.KeyURI(a)
	if back, err := vault.ParseKeyURI(uri); err == nil && back.Type != a.Type {
		a.Issuer = ""
		uri = vault.KeyURI(a)
	}
	return uri
}

// readURI reads an account's credential from its key URI and the rest from named.
func readURI(uri string, named vault.Account) (vault.Account, error) {
	a, err := vault.ParseKeyURI(uri)
	if err != nil {
		return vault.Account{}, err
	}
	a.ID, a.Issuer, a.Name, a.Created = named.ID, named.Issuer, named.Name, named.Created
	return a, a.Validate()
}

// decode reads the JSON object of a kit. The errors hold nothing of it.
func decode(data []byte) (Kit, error) {
	var head struct {
		Version int `json:"deskfob_kit"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return Kit{}, fmt.Errorf("what is in it does not parse: %w", ErrNotKit)
	}
	switch {
	case head.Version == 0:
		return Kit{}, ErrNotKit
	case head.Version > version:
		return Kit{}, fmt.Errorf("format %d: %w", head.Version, ErrNewer)
	case head.Version < 0:
		return Kit{}, ErrDamaged
	}
	var doc document
	if err := json.Unmarshal(data, &doc); err != nil {
		if errors.Is(err, ErrTooLarge) {
			return Kit{}, ErrTooLarge
		}
		return Kit{}, fmt.Errorf("what is in it does not parse: %w", ErrDamaged)
	}
	k := Kit{ID: doc.Kit, Vault: doc.Vault}
	var ok, replacesOK bool
	k.Created, ok = parseTime(doc.Created)
	k.Replaces, replacesOK = parseTime(doc.Replaces)
	if !ok || !replacesOK || k.Created.IsZero() || k.ID != "" && !isID(k.ID) || k.Vault != "" && !isID(k.Vault) {
		return Kit{}, fmt.Errorf("its dates or ids: %w", ErrDamaged)
	}
	seen := make(map[string]bool)
	for i, item := range doc.Accounts {
		e, ok := item.entry()
		if !ok || seen[item.ID] {
			return Kit{}, fmt.Errorf("account %d: %w", i+1, ErrDamaged)
		}
		seen[item.ID] = true
		k.Entries = append(k.Entries, e)
	}
	return k, nil
}

// entry reads one account; false when it cannot be one at all. A key URI that
// this version does not know must not cost the recovery codes beside it, nor
// the other accounts.
func (item accountItem) entry() (Entry, bool) {
	saved, ok := parseTime(item.Saved)
	e := Entry{Saved: saved, Account: vault.Account{
		ID: item.ID, Issuer: vault.CleanName(item.Issuer), Name: vault.CleanName(item.Account),
		Type: vault.TypeNone, Created: saved,
	}}
	if !ok || !isID(item.ID) || e.Account.Validate() != nil {
		return e, false
	}
	if item.URI != "" {
		a, err := readURI(item.URI, e.Account)
		if err == nil {
			e.Account = a
		} else {
			e.Problem = err
		}
	}
	if item.Recovery == nil {
		return e, true
	}
	r := &Recovery{Kind: item.Recovery.Kind, Revision: item.Recovery.Revision}
	r.Saved, ok = parseTime(item.Recovery.Saved)
	for _, c := range item.Recovery.Codes {
		r.Codes = append(r.Codes, vault.NewSecret([]byte(c)))
	}
	if !ok || r.validate() != nil {
		return e, false
	}
	e.Recovery = r
	return e, true
}

// validate reports what keeps a set of codes from being stored in a vault.
func (r Recovery) validate() error {
	switch r.Kind {
	case vault.RecoveryRotating, vault.RecoveryList, vault.RecoveryRemoval:
	default:
		return fmt.Errorf("kind of its recovery codes: %w", ErrInvalid)
	}
	single := r.Kind == vault.RecoveryRotating
	if n := len(r.Codes); n == 0 || n > vault.MaxRecoveryCodes || single && n > 1 || r.Revision < 0 {
		return fmt.Errorf("%d recovery codes: %w", n, ErrInvalid)
	}
	for _, c := range r.Codes {
		if c.IsZero() || c.Len() > vault.MaxRecoveryCode {
			return fmt.Errorf("a recovery code of %d bytes: %w", c.Len(), ErrInvalid)
		}
	}
	return nil
}

// isID accepts what a vault or kit may have as an id.
func isID(id string) bool {
	if id == "" || len(id) > maxID {
		return false
	}
	for _, c := range []byte(id) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}

func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// parseTime reads a time; an empty text is the zero time.
func parseTime(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, true
	}
	t, err := time.Parse(time.RFC3339, text)
	t = toSecond(t)
	return t, err == nil && t.Year() >= 0 && t.Year() <= 9999 // an offset can lead out of what RFC 3339 can write
}
