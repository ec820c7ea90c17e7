//go:build !linux

package vault_test

func rolesHere() map[string]func([]string) error { return nil }
