package cli

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/deskfob/deskfob/vault/kit"
	"github.com/spf13/pflag"
)

// kitListOptions are the flags of "deskfob kit list".
type kitListOptions struct{ json, all bool }

func kitListCommand() command {
	return command{
		name:    "kit list",
		summary: "list the kits and sheets that were made, and where they are kept",
		help: `Prints a line for each copy, the newest first: its id, kit or sheet, when it was
made, its state, how many accounts it has, where it is kept and the file it was
written to, with tabs between. State is counts (readiness relies on it), no-place
(it is still only on this computer), and with --all also replaced (by a newer
copy) and gone (told so with deskfob kit forget).`,
		options: &kitListOptions{},
	}
}

func (o *kitListOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.json, "json", false, "print JSON")
	f.BoolVar(&o.all, "all", false, "also those that were replaced or are gone")
}

// copyJSON is a copy as --json prints it.
type copyJSON struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	State    string `json:"state"`
	Created  string `json:"created"`
	Accounts int    `json:"accounts,omitempty"`
	Place    string `json:"place,omitempty"`
	File     string `json:"file,omitempty"`
	Checked  string `json:"checked,omitempty"`
	Drilled  string `json:"drilled,omitempty"`
	Replaced string `json:"replaced,omitempty"`
	Removed  string `json:"removed,omitempty"`
}

func (o *kitListOptions) run(ctx context.Context, s *session, _ []string) error {
	v, err := s.open(ctx, toRead)
	if err != nil {
		return err
	}
	defer v.Close()
	list := []copyJSON{}
	for _, c := range slices.Backward(s.register(v).Copies) {
		if !c.Here() && !o.all {
			continue
		}
		list = append(list, copyJSON{
			ID: c.ID, Kind: string(c.Kind), State: copyState(c), Created: stamp(c.Created), Accounts: len(c.Held),
			Place: c.Place, File: c.File, Checked: stampOrNone(c.Checked), Drilled: stampOrNone(c.Drilled),
			Replaced: stampOrNone(c.Replaced), Removed: stampOrNone(c.Removed),
		})
		if !o.json {
			if err := s.print(copyLine(c) + "\n"); err != nil {
				return err
			}
		}
	}
	if o.json {
		return s.printJSON(list)
	}
	return nil
}

// copyLine is a copy on one line.
func copyLine(c kit.Copy) string {
	return line(c.ID, string(c.Kind), stamp(c.Created), copyState(c), strconv.Itoa(len(c.Held)), c.Place, c.File)
}

// copyState says in a word what a copy is worth.
func copyState(c kit.Copy) string {
	switch {
	case !c.Removed.IsZero():
		return "gone"
	case !c.Replaced.IsZero():
		return "replaced"
	case c.Counts():
		return "counts"
	}
	return "no-place"
}

// stampOrNone is a time as stamp writes it, empty for none.
func stampOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}
