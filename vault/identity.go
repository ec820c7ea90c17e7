package vault

// ID identifies the vault for as long as it lives, wherever its keyring goes;
// empty for one that nothing was saved in yet.
func (v *Vault) ID() string { return v.state().vaultID }
