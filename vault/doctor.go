package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// Finding is one thing that Examine or Try looked at.
type Finding struct {
	ID   string `json:"id"`   // the layer: "bus", "service", "collection", "file", "data", "vault", "pages", "witness" or "try"
	Case string `json:"case"` // what was found there, one of those in docs/doctor.md; stable, for scripts
	OK   bool   `json:"ok"`
	What string `json:"what"`         // a sentence: what was found
	Do   string `json:"do,omitempty"` // a sentence or two: what to do

	// InFile says that a vault in a file would do without what is not well.
	InFile bool `json:"-"`
	// WhatText and DoText are What and Do with {{.Name}} for what is in Data,
	// for translations.
	WhatText, DoText string         `json:"-"`
	Data             map[string]any `json:"-"`
}

// Examine looks at the place a vault lives in, layer by layer, and stops at
// the first layer that is not well. It never prompts, never creates anything
// and never starts a service that is not running or activatable. It reads
// every item of the vault, which takes a few milliseconds each. o.Passphrase
// is called when the vault has one, and must not prompt; without it less can
// be told, which counts as well. No finding names an account.
func Examine(ctx context.Context, l Location, o Options) []Finding {
	o, err := optionsAt(l, o)
	if err != nil {
		return []Finding{found("file-unreadable", map[string]any{"Error": err})}
	}
	var all []Finding
	for _, layer := range []func(context.Context, Options) []Finding{examineKeyring, examineFile(l), examineData, examineVault} {
		all = append(all, layer(ctx, o)...)
		if len(all) > 0 && !all[len(all)-1].OK {
			break
		}
	}
	return all
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
	data := map[string]any{"File": path, "Folder": OpenFolder(path), "Error": err}
	switch {
	case errors.Is(err, ErrNotFound):
		return found("no-file", data)
	case errors.Is(err, ErrDenied):
		return found("file-denied", data)
	case errors.Is(err, ErrNewer):
		return found("file-newer", data)
	case errors.Is(err, ErrDamaged):
		return found("file-damaged", data)
	case err != nil:
		return found("file-unreadable", data)
	case data["Folder"] != "":
		return found("file-open", data)
	}
	return found("file-ok", data)
}

// examineData tells whether the data folder can be written. One that is not
// there yet will be made.
func examineData(_ context.Context, o Options) []Finding {
	if o.Dir == "" {
		return nil
	}
	result, dir := "data-ok", o.Dir
	info, err := os.Stat(dir)
	for errors.Is(err, os.ErrNotExist) && filepath.Dir(dir) != dir {
		result, dir = "data-new", filepath.Dir(dir)
		info, err = os.Stat(dir)
	}
	if err != nil || !info.IsDir() || !mayWrite(dir) {
		result = "data-denied"
	}
	return []Finding{found(result, map[string]any{"Folder": dir})}
}
