package vault_test

import (
	"path/filepath"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestProcessesTogetherOnGnomeKeyring(t *testing.T) {
	startBus(t, false).startKeyring()
	s := store{location: "keyring", dir: filepath.Join(memoryDir(t), "data"), keyring: vault.FreshSystemKeyring()}
	workTogether(t, s, changes(t, 30))
}
