package vault

import (
	"context"
	"errors"
	"strings"
	"time"
)

// examineVault reads the vault as Open does, without what Open tidies up.
func examineVault(ctx context.Context, o Options) []Finding {
	var others []string
	if k, isSystem := o.Keyring.(*systemKeyring); isSystem {
		o.Keyring = quietKeyring{k}
		// Only to say more where the vault is gone.
		_, others, _ = k.gate.providers(ctx)
	}
	o.MustExist = true
	o.Passphrase = atHand(o.Passphrase)
	v := newVault(o)
	w, err := v.load(ctx)
	switch {
	case errors.Is(err, ErrNoPassphrase):
		return v.sealedFindings(ctx)
	case errors.Is(err, ErrVaultGone):
		return []Finding{v.goneFinding(others)}
	case err != nil:
		return []Finding{vaultFinding(err)}
	}
	defer v.Close()
	all := []Finding{found("vault-ok", map[string]any{"Accounts": len(v.Accounts())})}
	all = append(all, v.examineItems(ctx)...)
	if w != nil {
		s := v.state()
		all = append(all, witnessFinding(compare(s.root, w), s.root.header, w))
	}
	return all
}

// atHand turns a passphrase that is not at hand into ErrNoPassphrase: it is no
// fault of the vault.
func atHand(ask func(context.Context, bool) ([]byte, error)) func(context.Context, bool) ([]byte, error) {
	return func(ctx context.Context, create bool) ([]byte, error) {
		if ask == nil {
			return nil, ErrNoPassphrase
		}
		passphrase, err := ask(ctx, create)
		if err != nil {
			return nil, ErrNoPassphrase
		}
		return passphrase, nil
	}
}

// sealedFindings tells what can be told without the passphrase: which vault it
// is, and whether it is as new as the one last seen.
func (v *Vault) sealedFindings(ctx context.Context) []Finding {
	text, err := v.rootText(ctx)
	var h header
	if err == nil {
		h, err = decodeHeader(text)
	}
	if err != nil {
		return []Finding{vaultFinding(err)}
	}
	all := []Finding{found("sealed", nil)}
	w, err := readWitness(v.WitnessPath())
	if err != nil || w == nil || w.Revision == 0 {
		return all
	}
	switch {
	case w.Vault != h.Vault:
		err = ErrForeign
	case h.Revision < w.Revision:
		err = ErrOlder
	}
	return append(all, witnessFinding(err, h, w))
}

// vaultFinding says why the vault does not open.
func vaultFinding(err error) Finding {
	switch {
	case errors.Is(err, ErrNoVault):
		return found("no-vault", nil)
	case errors.Is(err, ErrPassphrase):
		return found("wrong-passphrase", nil)
	case errors.Is(err, ErrNewer):
		return found("newer", nil)
	case errors.Is(err, ErrDamaged):
		return found("root-damaged", nil)
	case errors.Is(err, ErrBusy):
		return found("busy", nil)
	case errors.Is(err, ErrLocked):
		return found("locked", nil)
	case errors.Is(err, ErrDenied):
		return found("item-denied", nil)
	case errors.Is(err, ErrTimeout):
		return found("item-silent", nil)
	}
	return found("unreadable", map[string]any{"Error": err})
}

// goneFinding is for a vault that is gone from its keyring. Another program
// that could serve as the keyring may hold it.
func (v *Vault) goneFinding(others []string) Finding {
	data := map[string]any{"Seen": "an earlier day", "Others": strings.Join(others, " and ")}
	if w, err := readWitness(v.WitnessPath()); err == nil && w != nil {
		data["Seen"] = day(time.Unix(w.Saved, 0))
	}
	if len(others) > 0 {
		return found("gone-elsewhere", data)
	}
	return found("gone", data)
}

// examineItems reads every item that the root names, those with recovery codes
// too, which Open leaves alone.
func (v *Vault) examineItems(ctx context.Context) []Finding {
	s := v.state()
	c := itemCount{all: 1, aside: len(s.root.Quarantine)} // the root, which is whole
	for _, p := range s.pages {
		known := p.ref.Kind.atOpen() || p.ref.Kind.onDemand()
		if err := c.look(ctx, v, p.ref.Item, known); err != nil {
			return []Finding{vaultFinding(err)}
		}
	}
	for _, f := range s.folders {
		if err := c.look(ctx, v, f.Item, false); err != nil {
			return []Finding{vaultFinding(err)}
		}
	}
	if c.missing+c.damaged == 0 {
		c.damaged = len(s.damaged) // records on pages that are whole
	}
	if c.missing+c.damaged > 0 {
		// Believed only while the root is still the same: another process
		// deletes what its change replaced.
		if text, err := v.rootText(ctx); err != nil || text != s.root.textOrEmpty() {
			return []Finding{found("busy", nil)}
		}
	}
	return c.findings()
}

// itemCount counts the items of a vault by how they are.
type itemCount struct{ all, missing, damaged, aside int }

// look reads one item. An error means that no answer was to be had.
func (c *itemCount) look(ctx context.Context, v *Vault, item itemRef, holdsRecords bool) error {
	s := v.state()
	plain, err := readItem(ctx, v.keyring, s.root, item, s.key)
	if err == nil && holdsRecords {
		_, err = unpackRecords(plain)
	}
	clear(plain)
	c.all++
	switch {
	case errors.Is(err, ErrNotFound):
		c.missing++
	case errors.Is(err, ErrDamaged):
		c.damaged++
	default:
		return err
	}
	return nil
}

func (c *itemCount) findings() []Finding {
	var all []Finding
	if c.missing > 0 {
		all = append(all, found("item-missing", map[string]any{"Items": c.missing, "All": c.all}))
	}
	if c.damaged > 0 {
		all = append(all, found("page-damaged", map[string]any{"Items": c.damaged, "All": c.all}))
	}
	switch {
	case len(all) > 0:
	case c.aside > 0:
		all = append(all, found("quarantined", map[string]any{"Items": c.aside}))
	default:
		all = append(all, found("pages-ok", map[string]any{"Items": c.all}))
	}
	return all
}

// witnessFinding compares the vault with the one last seen on this computer.
func witnessFinding(err error, h header, w *witness) Finding {
	data := map[string]any{"Saved": day(h.savedAt()), "Seen": day(time.Unix(w.Saved, 0))}
	switch {
	case err == nil:
		return found("witness-ok", data)
	case errors.Is(err, ErrOlder):
		return found("older", data)
	case w.Vault != h.Vault:
		return found("another-vault", data)
	}
	return found("foreign", data)
}

func day(t time.Time) string { return t.Format(time.DateOnly) }
