package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func checkFile(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q, error %v; want %q", path, got, err, want)
	}
}

func TestTrashMovesToTheHomeTrash(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_DATA_HOME", filepath.Join(dir, "data"))
	can := filepath.Join(dir, "data", "Trash")
	picture := filepath.Join(dir, "my shots", "100% é.png")
	for _, text := range []string{"first", "second"} {
		writeFile(t, picture, text)
		if err := Trash(picture); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Lstat(picture); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the file is still there: %v", err)
		}
	}
	checkFile(t, filepath.Join(can, "files", "100% é.png"), "first")
	checkFile(t, filepath.Join(can, "files", "100% é.2.png"), "second")
	note, err := os.ReadFile(filepath.Join(can, "info", "100% é.png.trashinfo"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(note), "\n")
	if lines[0] != "[Trash Info]" || !strings.HasSuffix(lines[1], "/my%20shots/100%25%20%C3%A9.png") || !strings.HasPrefix(lines[1], "Path=/") {
		t.Errorf("note %q", note)
	}
	if _, err := time.Parse("DeletionDate=2006-01-02T15:04:05", lines[2]); err != nil {
		t.Error(err)
	}
}

func TestTrashTakesALinkItself(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_DATA_HOME", filepath.Join(dir, "data"))
	writeFile(t, filepath.Join(dir, "target"), "kept")
	link := filepath.Join(dir, "link")
	if err := os.Symlink("target", link); err != nil {
		t.Fatal(err)
	}
	if err := Trash(link); err != nil {
		t.Fatal(err)
	}
	checkFile(t, filepath.Join(dir, "target"), "kept")
	if _, err := os.Lstat(link); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the link is still there: %v", err)
	}
}

func TestTrashKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_DATA_HOME", dir)
	writeFile(t, filepath.Join(dir, "Trash", "files", "a.png"), "without a note")
	writeFile(t, filepath.Join(dir, "a.png"), "new")
	if err := Trash(filepath.Join(dir, "a.png")); err != nil {
		t.Fatal(err)
	}
	checkFile(t, filepath.Join(dir, "Trash", "files", "a.png"), "without a note")
	checkFile(t, filepath.Join(dir, "Trash", "files", "a.2.png"), "new")
	if got := names(t, filepath.Join(dir, "Trash", "info")); !slices.Equal(got, []string{"a.2.png.trashinfo"}) {
		t.Errorf("notes %q", got)
	}
}

func TestTrashLeavesTheFileWhenItFails(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_DATA_HOME", dir)
	if err := Trash(filepath.Join(dir, "none.png")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no such file: %v", err)
	}
	writeFile(t, filepath.Join(dir, "Trash", "files"), "a file where the folder should be")
	writeFile(t, filepath.Join(dir, "a.png"), "kept")
	if err := Trash(filepath.Join(dir, "a.png")); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v, want %v", err, ErrUnsupported)
	}
	checkFile(t, filepath.Join(dir, "a.png"), "kept")
}

// TestTrashOfAnotherVolume needs a second volume that it may write to.
func TestTrashOfAnotherVolume(t *testing.T) {
	const memory = "/dev/shm"
	there, err := os.MkdirTemp(memory, "deskfob-trash")
	if err != nil {
		t.Skipf("no second volume: %v", err)
	}
	t.Cleanup(func() { os.RemoveAll(there) })
	home := filepath.Join(t.TempDir(), "Trash")
	if a, err := device(there); err != nil {
		t.Fatal(err)
	} else if b, err := device(filepath.Dir(home)); err != nil || a == b {
		t.Skipf("%s is on the same volume", memory)
	}
	picture := filepath.Join(there, "a.png")
	writeFile(t, picture, "shot")
	if err := throwAway(picture, home, time.Now()); err != nil {
		t.Fatal(err)
	}
	can, err := volumeTrash(memory, os.Getuid())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { emptied(t, can) })
	checkFile(t, filepath.Join(can, "files", "a.png"), "shot")
	note, err := os.ReadFile(filepath.Join(can, "info", "a.png.trashinfo"))
	if want := "\nPath=" + filepath.Base(there) + "/a.png\n"; err != nil || !strings.Contains(string(note), want) {
		t.Errorf("note %q, error %v; want %q", note, err, want)
	}
}

// emptied takes back what a test put into a volume's trash, and the trash if
// nothing else is in it.
func emptied(t *testing.T, can string) {
	for _, path := range []string{"files/a.png", "info/a.png.trashinfo", "files", "info", ""} {
		if err := os.Remove(filepath.Join(can, path)); err != nil {
			t.Log(err)
		}
	}
}

func TestVolumeTrash(t *testing.T) {
	uid := os.Getuid()
	for _, tt := range []struct {
		name   string
		mode   fs.FileMode // of .Trash; 0: there is none
		shared bool
	}{
		{"none made for all", 0, false},
		{"sticky", 0o777 | fs.ModeSticky, true},
		{"not sticky", 0o777, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			top := t.TempDir()
			if tt.mode != 0 {
				if err := errors.Join(os.Mkdir(filepath.Join(top, ".Trash"), 0o700), os.Chmod(filepath.Join(top, ".Trash"), tt.mode)); err != nil {
					t.Fatal(err)
				}
			}
			can, err := volumeTrash(top, uid)
			if err != nil || (filepath.Dir(can) != top) != tt.shared {
				t.Errorf("%s, error %v", can, err)
			}
		})
	}
	t.Run("links are not followed", func(t *testing.T) {
		top, elsewhere := t.TempDir(), t.TempDir()
		own, err := volumeTrash(top, uid)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.Remove(own), os.Symlink(elsewhere, own)); err != nil {
			t.Fatal(err)
		}
		if can, err := volumeTrash(top, uid); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s, error %v", can, err)
		}
	})
}
