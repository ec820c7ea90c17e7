package vault

// FreshSystemKeyring is NewSystemKeyring without what earlier tests left: each
// test has a bus of its own.
func FreshSystemKeyring() Keyring { return newSystemKeyring() }
