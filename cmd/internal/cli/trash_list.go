package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// trashListOptions are the flags of "deskfob trash list".
type trashListOptions struct{ json bool }

func trashListCommand() command {
	return command{
		name: "trash list", alone: true,
		summary: "list what is in the trash, the newest first",
		help: `Prints a line for each thing: its id in the trash, why it is there (deleted,
replaced, retired), issuer, account name, type, when it came and when it goes,
with tabs between. What has been there for 30 days is deleted for good.`,
		options: &trashListOptions{},
	}
}

func (o *trashListOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.json, "json", false, "print JSON")
}

// trashJSON is a thing in the trash as --json prints it.
type trashJSON struct {
	ID      string `json:"id"`
	Reason  string `json:"reason"`
	Issuer  string `json:"issuer"`
	Account string `json:"account"`
	Type    string `json:"type"`
	Deleted string `json:"deleted"`
	Expires string `json:"expires"`
}

func (o *trashListOptions) run(ctx context.Context, s *session, _ []string) error {
	v, all, err := s.openTrash(ctx, toRead)
	if err != nil {
		return err
	}
	defer v.Close()
	if o.json {
		list := make([]trashJSON, len(all))
		for i, t := range all {
			list[i] = trashJSON{
				t.ID, string(t.Reason), t.Account.Issuer, t.Account.Name, string(t.Account.Type),
				stamp(t.At), stamp(t.Expires),
			}
		}
		return s.printJSON(list)
	}
	for _, t := range all {
		if err := s.print(trashLine(t) + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// trashLine is a thing in the trash on one line.
func trashLine(t vault.Trashed) string {
	return line(t.ID, string(t.Reason), t.Account.Issuer, t.Account.Name, string(t.Account.Type), stamp(t.At), stamp(t.Expires))
}
