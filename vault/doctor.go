package vault

import "context"

// Finding is one thing Examine looked at.
type Finding struct {
	ID   string `json:"id"` // stable, for scripts: "bus", "service", "collection", "vault", ...
	OK   bool   `json:"ok"`
	What string `json:"what"`         // one sentence: what was found
	Do   string `json:"do,omitempty"` // one sentence: what to do
}

// Examine looks at the place a vault lives in, layer by layer, and stops at
// the first layer that is not well. It never prompts, never creates anything
// and never starts a service that is not running or activatable.
func Examine(ctx context.Context, l Location, o Options) []Finding { return nil }
