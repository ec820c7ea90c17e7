package kit

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// Paper is a size of paper.
type Paper string

// The papers a sheet can be printed on.
const (
	A4     Paper = "A4"
	Letter Paper = "Letter"
)

// Sheet is a recovery sheet to print. It shows recovery codes to whoever reads
// it; secrets only if chosen.
type Sheet struct {
	Paper    Paper // empty: A4
	Created  time.Time
	Replaces time.Time // the date of the sheet it takes the place of; zero: none
	Entries  []Entry
	Secrets  bool   // print QR codes and secrets
	KitFile  string // the name of the kit file that goes with it; empty: none
	// PassphraseLine leaves room to write the kit's passphrase by hand. It is
	// never printed.
	PassphraseLine bool
	Text           SheetText
}

// Printed is a sheet as a PDF.
type Printed struct {
	PDF   []byte
	Pages int
	// Unprintable are the ids of accounts with a recovery code that the fonts
	// cannot print: the sheet is of no use for them.
	Unprintable []string
}

// Print makes the PDF. The same sheet gives the same bytes.
func (s Sheet) Print() (Printed, error) {
	switch s.Paper {
	case "":
		s.Paper = A4
	case A4, Letter:
	default:
		return Printed{}, fmt.Errorf("paper %q: %w", s.Paper, ErrInvalid)
	}
	if len(s.Entries) > MaxAccounts {
		return Printed{}, fmt.Errorf("%d accounts: %w", len(s.Entries), ErrTooLarge)
	}
	p, err := newPen(s)
	if err != nil {
		return Printed{}, err
	}
	blocks := []block{p.introduction()}
	for _, e := range s.Entries {
		if s.Secrets || !e.HasSecret() {
			blocks = append(blocks, p.account(e))
			continue
		}
		stripped := e.withoutSecret()
		b := p.account(stripped)
		if stripped.Recovery == nil && s.KitFile != "" {
			b = p.accountInKit(stripped)
		}
		blocks = append(blocks, b)
	}
	pages := p.layOut(blocks)
	for i, rows := range pages {
		p.pdf.AddPage()
		for _, r := range rows {
			r.draw(r.at)
		}
		p.footer(i+1, len(pages))
	}
	var out bytes.Buffer
	if err := p.pdf.Output(&out); err != nil {
		return Printed{}, fmt.Errorf("make the sheet: %w", err)
	}
	return Printed{out.Bytes(), len(pages), p.unprintable}, nil
}

// Hold says what the sheet is to hold.
func (s Sheet) Hold() []Held {
	held := Hold(s.Entries)
	for i := range held {
		held[i].Secret = held[i].Secret && s.Secrets
	}
	return held
}

// Copy is the sheet's entry in the register, for a file as SaveSheet wrote it:
// without what is not printed, and without codes that cannot be.
func (s Sheet) Copy(printed Printed, file, sum, place string) Copy {
	c := Copy{
		ID: NewID(), Kind: CopySheet, File: file, Sum: sum, Place: place,
		Created: toSecond(s.Created), Held: s.Hold(),
	}
	for i := range c.Held {
		h := &c.Held[i]
		if slices.Contains(printed.Unprintable, h.ID) {
			h.Codes, h.Revision, h.Saved = 0, 0, time.Time{}
		}
	}
	return c
}

// codesOf are the codes of an entry as texts.
func codesOf(e Entry) []string {
	if e.Recovery == nil {
		return nil
	}
	codes := make([]string, len(e.Recovery.Codes))
	for i, c := range e.Recovery.Codes {
		codes[i] = string(c.Expose())
	}
	return codes
}

// isList reports whether the codes are to be crossed off one by one.
func (e Entry) isList() bool { return e.Recovery != nil && e.Recovery.Kind == vault.RecoveryList }
