package vault

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The root is the one item with a fixed name. Setting it is what commits a
// change. It is two lines of text: a plain header in JSON, and the sealed body,
// to which the header is bound. docs/format-1.md describes both.
const (
	rootName      = "root"
	formatVersion = 1
	// lineageLength is how many earlier commits a root names, so that a
	// computer which was away can tell a continuation from a fork.
	lineageLength = 16
	rootPadding   = 192
)

// header is the root's first line.
type header struct {
	Format   int     `json:"deskfob"`
	Least    int     `json:"least"` // the least format a program must know to read this
	Vault    string  `json:"vault"`
	Revision int     `json:"rev"`
	Saved    int64   `json:"saved"` // Unix seconds
	Key      keySlot `json:"key"`
}

// rootBody is the root's sealed second line.
type rootBody struct {
	Commit   string    `json:"commit"`             // names this commit
	Lineage  []string  `json:"lineage,omitempty"`  // the commits before it, newest first
	Writer   int       `json:"writer"`             // who wrote it: an index into Writers
	Writers  []string  `json:"writers"`            // writer ids that refs point to
	Items    int       `json:"items"`              // how many items this revision wrote beside the root
	Pages    []pageRef `json:"pages,omitempty"`    // all pages, or
	Folders  []pageRef `json:"folders,omitempty"`  // the folders that list them
	Replaced []itemRef `json:"replaced,omitempty"` // items this commit made dead
	Due      int64     `json:"due,omitempty"`      // when the next thing in the trash expires, Unix seconds
	// Quarantine names items that could not be read and were set aside.
	Quarantine []pageRef `json:"quarantine,omitempty"`
}

// root is a decoded root with the text it came from.
type root struct {
	header
	rootBody
	text string
}

func (h header) savedAt() time.Time { return time.Unix(h.Saved, 0) }

// itemRef names an item by who wrote it, in which revision, as which in turn.
type itemRef struct{ Writer, Revision, Number int }

// MarshalJSON writes [writer, revision, number]: roots are small.
func (r itemRef) MarshalJSON() ([]byte, error) {
	return json.Marshal([3]int{r.Writer, r.Revision, r.Number})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *itemRef) UnmarshalJSON(b []byte) error {
	var a [3]int
	if err := json.Unmarshal(b, &a); err != nil {
		return err
	}
	*r = itemRef{a[0], a[1], a[2]}
	return nil
}

// pageRef says where a page's current item is. Slot numbers a page for as long
// as it lives; the item changes with every rewrite.
type pageRef struct {
	Slot int
	Kind pageKind
	Item itemRef
	Used int // bytes of deflated records, so that room is found without reading
}

// MarshalJSON writes [slot, kind, writer, revision, number, used].
func (r pageRef) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{r.Slot, r.Kind, r.Item.Writer, r.Item.Revision, r.Item.Number, r.Used})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *pageRef) UnmarshalJSON(b []byte) error {
	a := []any{&r.Slot, &r.Kind, &r.Item.Writer, &r.Item.Revision, &r.Item.Number, &r.Used}
	want := len(a)
	if err := json.Unmarshal(b, &a); err != nil {
		return err
	}
	if len(a) != want {
		return fmt.Errorf("a page reference of %d parts", len(a))
	}
	return nil
}

// name returns the item's name in the keyring, or "" when the reference points
// at no known writer.
func (r *root) name(i itemRef) string {
	if i.Writer < 0 || i.Writer >= len(r.Writers) {
		return ""
	}
	return itemName(r.Vault, r.Writers[i.Writer], i.Revision, i.Number)
}

func itemName(vault, writer string, revision, number int) string {
	return fmt.Sprintf("%s.%s.%d.%d", vault, writer, revision, number)
}

func itemAD(name string) string { return "deskfob 1 item " + name }

func rootAD(headerLine string) string { return "deskfob 1 root " + headerLine }

// encodeRoot returns the root's text, or ErrTooLarge when the body does not fit.
func encodeRoot(p *packer, h header, b rootBody, key []byte) (string, error) {
	line, err := json.Marshal(h)
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(b)
	if err != nil {
		return "", err
	}
	packed := p.deflate(body)
	size := lengthPrefix + len(packed)
	size += (rootPadding - size%rootPadding) % rootPadding
	sealed, err := sealPacked(key, packed, size, rootAD(string(line)))
	if err != nil {
		return "", err
	}
	text := string(line) + "\n" + sealed
	if len(text) > MaxItem {
		return "", fmt.Errorf("root of %d bytes: %w", len(text), ErrTooLarge)
	}
	return text, nil
}

// decodeHeader reads the first line and decides whether this program may read on.
func decodeHeader(text string) (header, error) {
	line, _, ok := strings.Cut(text, "\n")
	var h header
	if !ok {
		return h, fmt.Errorf("root without a body: %w", ErrDamaged)
	}
	if err := json.Unmarshal([]byte(line), &h); err != nil {
		return h, fmt.Errorf("root header does not parse: %w", ErrDamaged)
	}
	if h.Format < 1 || h.Least < 1 || h.Vault == "" || h.Revision < 1 {
		return h, fmt.Errorf("root header is incomplete: %w", ErrDamaged)
	}
	if h.Least > formatVersion {
		return h, fmt.Errorf("format %d: %w", h.Format, ErrNewer)
	}
	return h, nil
}

func decodeRoot(h header, text string, key []byte) (*root, error) {
	line, sealed, _ := strings.Cut(text, "\n")
	plain, err := openSealed(key, sealed, rootAD(line))
	if err != nil {
		return nil, fmt.Errorf("root: %w", err)
	}
	defer clear(plain)
	r := &root{header: h, text: text}
	if err := json.Unmarshal(plain, &r.rootBody); err != nil {
		return nil, fmt.Errorf("root body does not parse: %w", ErrDamaged)
	}
	if r.Commit == "" || r.Writer < 0 || r.Writer >= len(r.Writers) {
		return nil, fmt.Errorf("root body is incomplete: %w", ErrDamaged)
	}
	return r, nil
}

// newID returns random lower-case base32 of n bytes, for vaults, writers,
// commits and accounts.
func newID(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}
