package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Finding is one thing Examine looked at.
type Finding struct {
	ID   string `json:"id"` // stable, for scripts: "bus", "service", "collection", "file", "data", "vault", "witness"
	OK   bool   `json:"ok"`
	What string `json:"what"`         // a sentence: what was found
	Do   string `json:"do,omitempty"` // a sentence or two: what to do
}

// Examine looks at the place a vault lives in, layer by layer, and stops at
// the first layer that is not well. It never prompts, never creates anything
// and never starts a service that is not running or activatable. o.Passphrase
// is called when the vault has one, and must not prompt; without it less can
// be told, which counts as well.
func Examine(ctx context.Context, l Location, o Options) []Finding {
	o, err := optionsAt(l, o)
	if err != nil {
		return []Finding{{ID: "file", What: "The vault file cannot be looked for: " + err.Error() + ".", Do: "Check its path."}}
	}
	var all []Finding
	for _, layer := range []func(context.Context, Options) []Finding{examineFile(l), examineKeyring, examineData, examineVault} {
		found := layer(ctx, o)
		all = append(all, found...)
		if len(found) > 0 && !found[len(found)-1].OK {
			break
		}
	}
	return all
}

const tryFile = "Or keep the vault in a file instead: --vault file:PATH."

// examineKeyring goes through bus, service and collection. Other systems than
// Linux have none of these, and nothing to tell before the vault is read.
func examineKeyring(ctx context.Context, o Options) []Finding {
	k, isSystem := o.Keyring.(*systemKeyring)
	if !isSystem || runtime.GOOS != "linux" {
		return nil
	}
	state, err := k.gate.look(ctx)
	if errors.Is(err, ErrNoBus) {
		return []Finding{{
			ID: "bus", What: "There is no session bus, so no keyring can be asked.",
			Do: "Start Deskfob inside a desktop session. " + tryFile,
		}}
	}
	all := []Finding{{ID: "bus", OK: true, What: "The session bus answers."}}
	if err != nil {
		return append(all, serviceFinding(err))
	}
	serving, others, err := k.gate.providers(ctx)
	if err != nil {
		return append(all, serviceFinding(err))
	}
	if serving == "" {
		serving = "A keyring service"
	}
	service := Finding{ID: "service", OK: true, What: serving + " serves the keyring."}
	if len(others) > 0 {
		service.What = fmt.Sprintf("%s serves the keyring; %s runs too.", serving, strings.Join(others, " and "))
		service.Do = "Should accounts seem to be missing, the other one may have served before: let the same one serve always."
	}
	return append(all, service, collectionFinding(state))
}

// serviceFinding says why no service answered.
func serviceFinding(err error) Finding {
	f := Finding{ID: "service"}
	switch {
	case errors.Is(err, ErrTimeout):
		f.What, f.Do = "The keyring service does not answer.", "Log out and in again, or restart the service. "+tryFile
	case errors.Is(err, ErrDenied):
		f.What, f.Do = "The keyring service refuses Deskfob.", "Allow Deskfob in the password manager's settings. "+tryFile
	default:
		f.What, f.Do = "No keyring service is running, and none can be started.", "Install gnome-keyring or KWallet. "+tryFile
	}
	return f
}

func collectionFinding(state keyringState) Finding {
	switch {
	case state.missing:
		return Finding{
			ID: "collection", What: "The keyring is empty and was never given a password.",
			Do: "Open Deskfob on the desktop: the keyring then asks for a new password.",
		}
	case state.locked:
		return Finding{
			ID: "collection", What: "The keyring is locked.",
			Do: "Open Deskfob on the desktop and type the keyring's password.",
		}
	}
	return Finding{ID: "collection", OK: true, What: "The keyring is unlocked."}
}

// examineFile looks at a vault file and the folder it is in.
func examineFile(l Location) func(context.Context, Options) []Finding {
	return func(context.Context, Options) []Finding {
		if l.File == "" {
			return nil
		}
		return []Finding{fileFinding(l.File)}
	}
}

func fileFinding(path string) Finding {
	target, err := followLinks(path)
	if err == nil {
		_, err = readItems(target)
	}
	f := Finding{ID: "file"}
	switch {
	case errors.Is(err, ErrNotFound):
		f.What, f.Do = "There is no vault file at "+path+".", "Check the path, or add an account to make the file."
	case errors.Is(err, ErrDenied):
		f.What, f.Do = "The vault file may not be read.", "Make yourself its owner: "+path+"."
	case errors.Is(err, ErrNewer):
		f.What, f.Do = "The vault file is from a newer Deskfob.", "Update Deskfob."
	case errors.Is(err, ErrDamaged):
		f.What, f.Do = "The vault file is damaged or no vault file.", "Put a copy of it back from a backup. Deskfob leaves it as it is."
	case err != nil:
		f.What, f.Do = "The vault file cannot be read: "+err.Error()+".", "Check the disk it is on."
	default:
		f = Finding{ID: "file", OK: true, What: "The vault file is whole."}
		if FileWarning(target) != nil {
			f.Do = "Others can write in its folder, so they could remove it: take that right away from " + filepath.Dir(target) + "."
		}
	}
	return f
}

// examineData tells whether the data folder can be written. One that is not
// there yet will be made.
func examineData(_ context.Context, o Options) []Finding {
	if o.Dir == "" {
		return nil
	}
	f := Finding{ID: "data", OK: true, What: "The data folder can be written."}
	dir := o.Dir
	info, err := os.Stat(dir)
	for errors.Is(err, os.ErrNotExist) && filepath.Dir(dir) != dir {
		f.What = "There is no data folder yet; the first change makes it."
		dir = filepath.Dir(dir)
		info, err = os.Stat(dir)
	}
	if err != nil || !info.IsDir() || !mayWrite(dir) {
		f = Finding{ID: "data", What: "The data folder cannot be written.", Do: "Make yourself the owner of " + dir + "."}
	}
	return []Finding{f}
}

// examineVault reads the vault as Open does, without what Open tidies up.
func examineVault(ctx context.Context, o Options) []Finding {
	o.MustExist = true
	ask := o.Passphrase
	o.Passphrase = func(ctx context.Context, create bool) ([]byte, error) {
		if ask == nil {
			return nil, ErrNoPassphrase
		}
		passphrase, err := ask(ctx, create)
		if err != nil { // not at hand: no fault of the vault
			return nil, ErrNoPassphrase
		}
		return passphrase, nil
	}
	v := newVault(o)
	w, err := v.load(ctx)
	switch {
	case errors.Is(err, ErrNoVault):
		return []Finding{{ID: "vault", OK: true, What: "There is no vault here yet.", Do: "Add an account to make one."}}
	case errors.Is(err, ErrNoPassphrase):
		return v.sealedFindings(ctx)
	case err != nil:
		return []Finding{vaultFinding(err)}
	}
	defer v.Close()
	f := Finding{ID: "vault", OK: true, What: fmt.Sprintf("The vault opens and holds %d accounts.", len(v.Accounts()))}
	if len(v.Accounts()) == 1 {
		f.What = "The vault opens and holds 1 account."
	}
	all := []Finding{f}
	for _, n := range v.Notices() {
		if errors.Is(n.Err, ErrDamaged) {
			return []Finding{vaultFinding(n.Err)}
		}
		all = append(all, witnessFinding(n.Err, n.Saved, n.Seen))
	}
	if len(all) == 1 && w != nil {
		all = append(all, witnessFinding(nil, time.Time{}, time.Time{}))
	}
	return all
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
	all := []Finding{{ID: "vault", OK: true, What: "The vault is there and has a passphrase; without it no more can be told."}}
	w, err := readWitness(v.WitnessPath())
	switch {
	case err != nil || w == nil || w.Revision == 0:
		return all
	case w.Vault != h.Vault:
		err = ErrForeign
	case h.Revision < w.Revision:
		err = ErrOlder
	}
	return append(all, witnessFinding(err, h.savedAt(), time.Unix(w.Saved, 0)))
}

// vaultFinding says why the vault does not open.
func vaultFinding(err error) Finding {
	f := Finding{ID: "vault"}
	switch {
	case errors.Is(err, ErrVaultGone):
		f.What, f.Do = "The vault that this computer saw before is gone.", "Put it back from a backup or a recovery kit before adding anything."
	case errors.Is(err, ErrPassphrase):
		f.What, f.Do = "The passphrase does not open the vault.", "Try again with the right one."
	case errors.Is(err, ErrNewer):
		f.What, f.Do = "The vault is from a newer Deskfob.", "Update Deskfob."
	case errors.Is(err, ErrDamaged):
		f.What, f.Do = "Part of the vault is damaged; Deskfob leaves it as it is.", "Put the keyring or the file back from a backup."
	case errors.Is(err, ErrBusy):
		f.What, f.Do = "The vault is being changed.", "Try again in a moment."
	default:
		f.What, f.Do = "The vault cannot be read: "+err.Error()+".", "Try again; should it stay so, log out and in."
	}
	return f
}

// witnessFinding compares the vault with the one last seen on this computer.
func witnessFinding(err error, saved, seen time.Time) Finding {
	f := Finding{ID: "witness"}
	switch {
	case err == nil:
		f.OK, f.What = true, "It is the vault that this computer saw last."
	case errors.Is(err, ErrOlder):
		f.What = fmt.Sprintf("The vault was saved on %s; this computer saw a newer one of %s.", day(saved), day(seen))
		f.Do = "Put the newer one back, or open Deskfob and go on with this one."
	default:
		f.What, f.Do = "It is not the vault that this computer saw last.", "Open Deskfob and go on with this one, or put the other back."
	}
	return f
}

func day(t time.Time) string { return t.Format(time.DateOnly) }
