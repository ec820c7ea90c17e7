package vault_test

// rolesHere are the roles whose work needs /proc.
func rolesHere() map[string]func([]string) error {
	return map[string]func([]string) error{"unlock": unlockRole, "holder": holderRole}
}
