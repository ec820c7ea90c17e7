package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettingsPath(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", "/somewhere/config")
	path, err := SettingsPath()
	if err != nil || path != "/somewhere/config/deskfob/settings.json" {
		t.Errorf("got %q, %v", path, err)
	}
}

func TestSettingsRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "settings.json")
	first, err := LoadSettings(path)
	if err != nil || first.Vault != "" || first.CompactRows || first.Theme != "" {
		t.Fatalf("without a file: %+v, %v", first, err)
	}
	want := Settings{Vault: "file:/home/sam/vault", CompactRows: true, Theme: "dark", AskRecovery: true}
	if err := want.Save(path); err != nil {
		t.Fatal(err)
	}
	got, err := LoadSettings(path)
	if err != nil || got.Vault != want.Vault || !got.CompactRows || got.Theme != "dark" || !got.AskRecovery {
		t.Errorf("got %+v, %v", got, err)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if len(left) != 1 {
		t.Errorf("the folder holds %v", left)
	}
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode().Perm(), err, want)
		}
	}
}

func TestSettingsKeepUnknownFields(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	write(t, path, `{"theme":"light","tray":{"hide":true}}`)
	s, err := LoadSettings(path)
	if err != nil {
		t.Fatal(err)
	}
	s.Theme = ""
	if err := s.Save(path); err != nil {
		t.Fatal(err)
	}
	got := read(t, path)
	if !strings.Contains(got, `"tray"`) || !strings.Contains(got, `"hide": true`) || strings.Contains(got, "theme") {
		t.Errorf("after saving: %s", got)
	}
}

func TestSettingsDamaged(t *testing.T) {
	for name, text := range map[string]string{
		"empty":      "",
		"cut off":    `{"vault":"file:/ho`,
		"no object":  `[]`,
		"wrong type": `{"compact_rows":"yes"}`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "settings.json")
			write(t, path, text)
			s, err := LoadSettings(path)
			if err == nil || s.Vault != "" || s.CompactRows {
				t.Errorf("loaded %+v, %v", s, err)
			}
			if got := read(t, path); got != text {
				t.Errorf("loading changed the file to %q", got)
			}
			if err := (Settings{Theme: "dark"}).Save(path); err != nil {
				t.Fatal(err)
			}
			if got := read(t, path+".damaged"); got != text {
				t.Errorf("the damaged file is kept as %q", got)
			}
			if s, err := LoadSettings(path); err != nil || s.Theme != "dark" {
				t.Errorf("after saving: %+v, %v", s, err)
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRemoveSettings(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deskfob")
	path := filepath.Join(dir, "settings.json")
	if err := RemoveSettings(path); err != nil {
		t.Errorf("without settings: %v", err)
	}
	if err := (Settings{Theme: "dark"}).Save(path); err != nil {
		t.Fatal(err)
	}
	write(t, path+".damaged", "{")
	write(t, filepath.Join(dir, "mine"), "")
	if err := RemoveSettings(path); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("left: %q", left)
	}
	if err := os.Remove(filepath.Join(dir, "mine")); err != nil {
		t.Fatal(err)
	}
	if err := RemoveSettings(path); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the empty folder is still there")
	}
}
