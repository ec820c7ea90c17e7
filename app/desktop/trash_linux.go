package desktop

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const hasTrash = true

// moveToTrash follows the freedesktop.org Trash specification, version 1.0.
func moveToTrash(path string) error {
	home, err := homeTrash()
	if err != nil {
		return err
	}
	// The folder is resolved, for its volume and for the note; the file is not.
	path, err = filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("moving to the trash: %w", err)
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("moving to the trash: %w", err)
	}
	return throwAway(filepath.Join(folder, filepath.Base(path)), home, time.Now())
}

// throwAway moves the file to the trash in the home folder if it is on the same
// volume, else to the volume's own.
func throwAway(path, home string, now time.Time) error {
	volume, err := device(path)
	if err != nil {
		return fmt.Errorf("moving to the trash: %w", err)
	}
	if err := os.MkdirAll(home, 0o700); err == nil {
		if at, err := device(home); err == nil && at == volume {
			return putInto(home, path, path, now)
		}
	}
	top := volumeTop(path, volume)
	can, err := volumeTrash(top, os.Getuid())
	if err != nil {
		return err
	}
	noted, err := filepath.Rel(top, path)
	if err != nil {
		return fmt.Errorf("moving to the trash: %w", err)
	}
	return putInto(can, path, noted, now)
}

// homeTrash is the trash in the person's data folder.
func homeTrash() (string, error) {
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "Trash"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrUnsupported, err)
	}
	return filepath.Join(home, ".local", "share", "Trash"), nil
}

// device is the volume that path is on.
func device(path string) (uint64, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Dev, nil
	}
	return 0, ErrUnsupported
}

// volumeTop is the folder where the volume of path is mounted.
func volumeTop(path string, volume uint64) string {
	for {
		parent := filepath.Dir(path)
		if at, err := device(parent); parent == path || err != nil || at != volume {
			return path
		}
		path = parent
	}
}

// volumeTrash finds or makes a person's trash at the top of a volume: in the
// .Trash that an administrator made for all, which must be sticky and no link, or
// one of their own.
func volumeTrash(top string, uid int) (string, error) {
	id := strconv.Itoa(uid)
	shared := filepath.Join(top, ".Trash")
	if info, err := os.Lstat(shared); err == nil && info.IsDir() && info.Mode()&fs.ModeSticky != 0 {
		if can := filepath.Join(shared, id); makeOwn(can, uid) {
			return can, nil
		}
	}
	if can := filepath.Join(top, ".Trash-"+id); makeOwn(can, uid) {
		return can, nil
	}
	return "", fmt.Errorf("%w: none can be made in %s", ErrUnsupported, top)
}

// makeOwn makes a folder for one person, and tells whether it is one: a link or
// another person's folder would hand the file to others.
func makeOwn(path string, uid int) bool {
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return false
	}
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == uid
}

// putInto notes where the file was and moves it. The note comes first and takes
// the name, so that two programs never choose the same one.
func putInto(can, path, noted string, now time.Time) error {
	files, notes := filepath.Join(can, "files"), filepath.Join(can, "info")
	for _, folder := range []string{files, notes} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("%w: %v", ErrUnsupported, err)
		}
	}
	name, note, err := reserve(files, notes, filepath.Base(path))
	if err != nil {
		return err
	}
	_, err = note.WriteString(trashNote(noted, now))
	if err = errors.Join(err, note.Close()); err == nil {
		err = os.Rename(path, filepath.Join(files, name))
	}
	if err != nil {
		err = errors.Join(err, os.Remove(note.Name()))
		return fmt.Errorf("moving to the trash: %w", err)
	}
	return nil
}

// reserve makes a note under a name that nothing in the trash has.
func reserve(files, notes, base string) (string, *os.File, error) {
	const suffix, tries = ".trashinfo", 10_000
	ext := filepath.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	name := base
	for i := 2; i < tries; i++ {
		note, err := os.OpenFile(filepath.Join(notes, name+suffix), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return "", nil, fmt.Errorf("%w: %v", ErrUnsupported, err)
		}
		if err == nil {
			if _, err := os.Lstat(filepath.Join(files, name)); errors.Is(err, fs.ErrNotExist) {
				return name, note, nil
			}
			// A file without a note: what is there stays, so this note goes.
			if err := errors.Join(note.Close(), os.Remove(note.Name())); err != nil {
				return "", nil, fmt.Errorf("moving to the trash: %w", err)
			}
		}
		name = stem + "." + strconv.Itoa(i) + ext
	}
	return "", nil, fmt.Errorf("%w: too many files of one name", ErrUnsupported)
}

// trashNote is the content of a .trashinfo file. Its time is local, without zone.
func trashNote(path string, now time.Time) string {
	escaped := (&url.URL{Path: path}).EscapedPath()
	return "[Trash Info]\nPath=" + escaped + "\nDeletionDate=" + now.Format("2006-01-02T15:04:05") + "\n"
}
