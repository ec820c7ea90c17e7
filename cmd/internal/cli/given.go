package cli

import "github.com/deskfob/deskfob/vault"

// given is the flag of an issuer or account name that knows whether it was given: an empty issuer is
// something else than no issuer asked for.
type given struct {
	value string
	set   bool
}

func (g *given) String() string { return g.value }
func (g *given) Type() string   { return "text" }

// Set is called by the flag parser. Names are kept as the vault takes them.
func (g *given) Set(value string) error {
	g.value, g.set = vault.CleanName(value), true
	return nil
}
