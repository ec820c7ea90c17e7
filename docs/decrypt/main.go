// Command decrypt reads a Deskfob vault without Deskfob: it follows
// docs/format-1.md and uses none of Deskfob's packages.
//
//	go run ./docs/decrypt VAULT < passphrase
//
// VAULT is a vault file, or a dump of the items of a keyring: a JSON object with
// their names and texts. The passphrase, if the vault has one, is the first line
// of standard input. Everything is printed as JSON, secrets too.
package main

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: decrypt VAULT < passphrase")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "decrypt:", err)
		os.Exit(1)
	}
}

func run(path string, in io.Reader, out io.Writer) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	items, err := parseItems(text)
	if err != nil {
		return err
	}
	v, err := decrypt(items, func() (string, error) {
		line, err := bufio.NewReader(in).ReadString('\n')
		if err == io.EOF && line != "" {
			err = nil
		}
		return strings.TrimRight(line, "\r\n"), err
	})
	if err != nil {
		return err
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// parseItems reads a vault file, or an object of names and texts.
func parseItems(text []byte) (map[string]string, error) {
	var file struct {
		Version int               `json:"deskfob_items"`
		Items   map[string]string `json:"items"`
	}
	if json.Unmarshal(text, &file) == nil && file.Version == 1 {
		return file.Items, nil
	}
	var items map[string]string
	if json.Unmarshal(text, &items) != nil {
		return nil, errors.New("neither a vault file nor a dump of items")
	}
	return items, nil
}

// header is the first line of the root.
type header struct {
	Format int    `json:"deskfob"`
	Least  int    `json:"least"`
	Vault  string `json:"vault"`
	Key    struct {
		Bare    []byte `json:"bare"`
		Wrapped []byte `json:"wrapped"`
		KDF     *struct {
			Salt    []byte `json:"salt"`
			Time    uint32 `json:"time"`
			Memory  uint32 `json:"memory"` // KiB
			Threads uint8  `json:"threads"`
		} `json:"argon2id"`
	} `json:"key"`
}

// body is the second line of the root, unsealed.
type body struct {
	Writers []string            `json:"writers"`
	Pages   [][]json.RawMessage `json:"pages"`
	Folders [][]json.RawMessage `json:"folders"`
}

// reader has what is needed to open items.
type reader struct {
	items   map[string]string
	vault   string
	writers []string
	key     []byte
}

// contents is what a vault holds.
type contents struct {
	Accounts []account         `json:"accounts"`
	Trash    []account         `json:"trash,omitempty"`
	Notes    map[string][]byte `json:"notes,omitempty"`
}

// account is what is printed of an account.
type account struct {
	ID        string   `json:"id"`
	Issuer    string   `json:"issuer"`
	Name      string   `json:"name"`
	Type      string   `json:"type"`
	Secret    string   `json:"secret,omitempty"` // base32
	Algorithm string   `json:"algorithm,omitempty"`
	Digits    int      `json:"digits,omitempty"`
	Period    int      `json:"period,omitempty"`
	Counter   uint64   `json:"counter,omitempty"`
	Recovery  string   `json:"recovery_state,omitempty"`
	Codes     []string `json:"recovery_codes,omitempty"`
	Reason    string   `json:"trashed_because,omitempty"`

	trashID string // its recovery codes are filed under this
}

// record is an account as it is stored.
type record struct {
	ID        string `json:"id"`
	Issuer    string `json:"i"`
	Name      string `json:"n"`
	Type      string `json:"t"`
	Secret    []byte `json:"s"`
	Algorithm string `json:"a"`
	Digits    int    `json:"d"`
	Period    int    `json:"p"`
	Counter   uint64 `json:"c"`
	Recovery  *struct {
		State string `json:"s"`
	} `json:"r"`
}

func decrypt(items map[string]string, passphrase func() (string, error)) (*contents, error) {
	line, sealed, found := strings.Cut(items["root"], "\n")
	if !found {
		return nil, errors.New("there is no root")
	}
	h, err := decodeHeader(line)
	if err != nil {
		return nil, err
	}
	r := &reader{items: items, vault: h.Vault}
	if r.key, err = h.dataKey(passphrase); err != nil {
		return nil, err
	}
	plain, err := unseal(r.key, sealed, "deskfob 1 root "+line)
	if err != nil {
		return nil, fmt.Errorf("root: %w", err)
	}
	var b body
	if err := json.Unmarshal(plain, &b); err != nil {
		return nil, err
	}
	r.writers = b.Writers
	refs := b.Pages
	for _, folder := range b.Folders {
		plain, err := r.item(folder)
		if err != nil {
			return nil, err
		}
		var listed [][]json.RawMessage
		if err := json.Unmarshal(plain, &listed); err != nil {
			return nil, err
		}
		refs = append(refs, listed...)
	}
	return r.read(refs)
}

func decodeHeader(line string) (h header, err error) {
	if err := json.Unmarshal([]byte(line), &h); err != nil {
		return h, err
	}
	if h.Format < 1 || h.Least > 1 {
		return h, fmt.Errorf("this is format %d, which is not read here", h.Format)
	}
	return h, nil
}

// dataKey is the key that everything is sealed with.
func (h header) dataKey(passphrase func() (string, error)) ([]byte, error) {
	k := h.Key
	if k.KDF == nil {
		return k.Bare, nil
	}
	text, err := passphrase()
	if err != nil {
		return nil, fmt.Errorf("the vault has a passphrase: %w", err)
	}
	wrapping := argon2.IDKey([]byte(text), k.KDF.Salt, k.KDF.Time, k.KDF.Memory, k.KDF.Threads, chacha20poly1305.KeySize)
	key, err := open(wrapping, k.Wrapped, "deskfob 1 key "+h.Vault)
	if err != nil {
		return nil, errors.New("wrong passphrase")
	}
	return key, nil
}

// open takes the nonce off and decrypts what follows.
func open(key, sealed []byte, ad string) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize() {
		return nil, errors.New("too short")
	}
	return aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(ad))
}

// unseal opens an item's text: base64, cipher, length and padding, deflate.
func unseal(key []byte, text, ad string) ([]byte, error) {
	sealed, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	plain, err := open(key, sealed, ad)
	if err != nil {
		return nil, err
	}
	if len(plain) < 2 || int(binary.BigEndian.Uint16(plain)) > len(plain)-2 {
		return nil, errors.New("wrong length")
	}
	packed := plain[2 : 2+binary.BigEndian.Uint16(plain)]
	return io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
}

// item opens what a reference [slot, kind, writer, revision, number, used] names.
func (r *reader) item(ref []json.RawMessage) ([]byte, error) {
	var writer, revision, number int
	if len(ref) < 5 {
		return nil, errors.New("a short page reference")
	}
	for i, n := range []*int{&writer, &revision, &number} {
		if err := json.Unmarshal(ref[2+i], n); err != nil {
			return nil, err
		}
	}
	if writer < 0 || writer >= len(r.writers) {
		return nil, errors.New("an unknown writer")
	}
	name := fmt.Sprintf("%s.%s.%d.%d", r.vault, r.writers[writer], revision, number)
	plain, err := unseal(r.key, r.items[name], "deskfob 1 item "+name)
	if err != nil {
		return nil, fmt.Errorf("item %s: %w", name, err)
	}
	return plain, nil
}

// read reads all pages. Codes and counters are put to their accounts.
func (r *reader) read(refs [][]json.RawMessage) (*contents, error) {
	v := &contents{Accounts: []account{}, Notes: map[string][]byte{}}
	codes, counters := map[string][]string{}, map[string]uint64{}
	for _, ref := range refs {
		plain, err := r.item(ref)
		if err != nil {
			return nil, err
		}
		if err := v.addPage(string(ref[1]), plain, codes, counters); err != nil {
			return nil, err
		}
	}
	for i := range v.Accounts {
		a := &v.Accounts[i]
		a.Codes, a.Counter = codes[a.ID], max(a.Counter, counters[a.ID])
	}
	for i := range v.Trash {
		v.Trash[i].Codes = codes[v.Trash[i].trashID]
	}
	return v, nil
}

func (v *contents) addPage(kind string, plain []byte, codes map[string][]string, counters map[string]uint64) error {
	switch kind {
	case `"a"`:
		return each(plain, func(rec record) { v.Accounts = append(v.Accounts, rec.account()) })
	case `"c"`:
		return each(plain, func(rec struct {
			ID string `json:"id"`
			N  uint64 `json:"n"`
		},
		) {
			counters[rec.ID] = rec.N
		})
	case `"r"`:
		return each(plain, func(rec struct {
			ID string   `json:"id"`
			C  [][]byte `json:"c"`
		},
		) {
			for _, code := range rec.C {
				codes[rec.ID] = append(codes[rec.ID], string(code))
			}
		})
	case `"t"`:
		return each(plain, func(rec struct {
			ID string `json:"id"`
			W  string `json:"w"`
			A  record `json:"a"`
		},
		) {
			a := rec.A.account()
			a.Reason, a.trashID = rec.W, rec.ID
			v.Trash = append(v.Trash, a)
		})
	case `"n"`:
		return each(plain, func(rec struct {
			ID string `json:"id"`
			D  []byte `json:"d"`
		},
		) {
			v.Notes[rec.ID] = rec.D
		})
	}
	return nil // a kind from the future
}

func each[T any](plain []byte, use func(T)) error {
	var all []T
	if err := json.Unmarshal(plain, &all); err != nil {
		return err
	}
	for _, one := range all {
		use(one)
	}
	return nil
}

func (r record) account() account {
	a := account{
		ID: r.ID, Issuer: r.Issuer, Name: r.Name, Type: r.Type, Algorithm: r.Algorithm,
		Digits: r.Digits, Period: r.Period, Counter: r.Counter,
		Secret: base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(r.Secret),
	}
	if r.Recovery != nil {
		a.Recovery = r.Recovery.State
	}
	return a
}
