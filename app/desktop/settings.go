package desktop

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
)

// Settings are a person's choices. They hold no secrets, and the zero value
// is what a first start finds.
type Settings struct {
	Vault       string `json:"vault,omitempty"`        // a location as vault.ParseLocation reads it; empty: the keyring
	CompactRows bool   `json:"compact_rows,omitempty"` // one line an account
	Theme       string `json:"theme,omitempty"`        // "light" or "dark"; empty: as the desktop
	LockAfter   int    `json:"lock_after,omitempty"`   // minutes without use after which a vault with a passphrase is locked; 0: DefaultLockAfter, negative: never
	LockSeldom  bool   `json:"lock_seldom,omitempty"`  // do not lock with the screen or for suspending
	AskRecovery bool   `json:"ask_recovery,omitempty"` // ask for the passphrase before recovery codes are shown

	unknown map[string]json.RawMessage // what a newer Deskfob wrote; kept
}

// DefaultLockAfter is how many minutes without use lock a vault unless the
// person chose otherwise.
const DefaultLockAfter = 10

// SettingsPath is the settings file of the person who runs the program:
// $XDG_CONFIG_HOME/deskfob/settings.json, or what stands for it elsewhere.
func SettingsPath() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the settings folder: %w", err)
	}
	return filepath.Join(dir, "deskfob", "settings.json"), nil
}

// LoadSettings reads the file at path. No file is the zero Settings. With an
// error the zero Settings are returned too, and the file stays as it is.
func LoadSettings(path string) (Settings, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Settings{}, nil
	}
	if err != nil {
		return Settings{}, fmt.Errorf("read the settings: %w", err)
	}
	var s Settings
	if err := s.decode(text); err != nil {
		return Settings{}, fmt.Errorf("read the settings in %s: %w", path, err)
	}
	return s, nil
}

// Save writes the file whole or not at all, and makes its folder when it is
// missing. A file that cannot be read as settings is kept beside it, with
// ".damaged" added to its name.
func (s Settings) Save(path string) error {
	text, err := s.encode()
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the settings folder: %w", err)
	}
	if old, err := os.ReadFile(path); err == nil {
		var was Settings
		if was.decode(old) != nil {
			if err := os.Rename(path, path+".damaged"); err != nil {
				return fmt.Errorf("keep the damaged settings: %w", err)
			}
		}
	}
	if err := replaceFile(path, text); err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	return nil
}

// decode reads known fields into s and keeps the others as they are.
func (s *Settings) decode(text []byte) error {
	if err := json.Unmarshal(text, &s.unknown); err != nil {
		return err
	}
	type plain Settings // without methods, so that json does not come back here
	if err := json.Unmarshal(text, (*plain)(s)); err != nil {
		return err
	}
	for _, known := range []string{"vault", "compact_rows", "theme", "lock_after", "lock_seldom", "ask_recovery"} {
		delete(s.unknown, known)
	}
	return nil
}

func (s Settings) encode() ([]byte, error) {
	type plain Settings
	text, err := json.Marshal(plain(s))
	if err != nil {
		return nil, err
	}
	all := map[string]json.RawMessage{}
	maps.Copy(all, s.unknown)
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	text, err = json.MarshalIndent(all, "", "  ")
	return append(text, '\n'), err
}

// replaceFile puts text at path by way of a temporary file beside it, so that
// a reader sees the old text or the new, also after a power cut.
func replaceFile(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".settings-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone after the rename; otherwise a leftover
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// RemoveSettings deletes the file at path, a damaged one that Save kept, and
// their folder when nothing else is in it. No file is no error.
func RemoveSettings(path string) error {
	for _, file := range []string{path, path + ".damaged"} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("delete the settings: %w", err)
		}
	}
	dir := filepath.Dir(path)
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		return nil // there is no folder, or it is not ours alone
	}
	if err := os.Remove(dir); err != nil {
		return fmt.Errorf("delete the settings folder: %w", err)
	}
	return nil
}
