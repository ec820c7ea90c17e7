package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// maxLinks ends a circle of symbolic links.
const maxLinks = 16

// ReplaceFile writes a file so that a crash, a full disk or a lost connection
// at any point leaves the old content or the new one, whole. The file is
// readable by its owner alone; symbolic links stay, and the file that they lead
// to is replaced. The error names path and wraps ErrDenied where access was
// refused.
func ReplaceFile(path string, content []byte) error {
	target, err := followLinks(path)
	if err != nil {
		return err
	}
	if err := replaceFile(target, content); err != nil {
		return fileError("write", path, err)
	}
	return nil
}

// replaceFile writes a file so that a stop at any point leaves the old or the
// new content: a temporary file beside it, flushed, takes its name. The file is
// readable by its owner alone.
func replaceFile(path string, content []byte) error {
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, tempPrefix(path)+"*") // mode 0600
	if err != nil {
		return err
	}
	_, err = temp.Write(content)
	if err == nil {
		err = temp.Sync()
	}
	if cerr := temp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return syncFolder(dir)
}

func tempPrefix(path string) string { return "." + filepath.Base(path) + ".new-" }

// tempFiles lists what is there of replaceFile's temporary files: whoever holds
// the lock under which path is written knows that they were left by a process
// that was killed.
func tempFiles(path string) []string {
	dir := filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil { // of a folder that cannot be listed nothing is deleted
		return nil
	}
	var found []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempPrefix(path)) {
			found = append(found, filepath.Join(dir, e.Name()))
		}
	}
	return found
}

// syncFolder makes a rename last. Windows has no such call, and some network
// file systems refuse it: there the rename is as lasting as it gets.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	err = folder.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}

// followLinks resolves symbolic links at the end of path, so that the file
// they lead to is replaced and the links stay. A missing file is no error.
func followLinks(path string) (string, error) {
	way, err := wayTo(path)
	if err != nil {
		return "", err
	}
	return way[len(way)-1], nil
}

// wayTo lists path, where it is a link to, and so on to what is no link.
func wayTo(path string) ([]string, error) {
	way := []string{path}
	for range maxLinks {
		info, err := os.Lstat(path)
		if errors.Is(err, os.ErrNotExist) {
			return way, nil
		}
		if err != nil {
			return nil, fileError("read", path, err)
		}
		if info.Mode()&os.ModeSymlink == 0 {
			return way, nil
		}
		target, err := os.Readlink(path)
		if err != nil {
			return nil, fileError("read", path, err)
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
		way = append(way, path)
	}
	return nil, fmt.Errorf("read %s: too many symbolic links", path)
}

// OpenFolder returns a folder of a vault file, or of a link on the way to it,
// that other people of this computer can write in: they can remove the vault
// or put an old one in its place, though never read it. Empty: they cannot, or
// there is no such folder yet. Windows has no such permissions to read; the
// answer there is always empty.
func OpenFolder(path string) string {
	if runtime.GOOS == "windows" {
		return ""
	}
	way, err := wayTo(path)
	if err != nil {
		return "" // reading it will say so
	}
	for _, p := range way {
		dir := filepath.Dir(p)
		if info, err := os.Stat(dir); err == nil && info.Mode().Perm()&0o022 != 0 {
			return dir
		}
	}
	return ""
}

// fileError says what was tried on which file. It wraps ErrDenied where access
// was refused and ErrNoRoom where the disk is full.
func fileError(what, path string, err error) error {
	// The cause alone: the rest of these errors names a temporary file.
	var perr *os.PathError
	var lerr *os.LinkError
	switch {
	case errors.As(err, &perr):
		err = perr.Err
	case errors.As(err, &lerr):
		err = lerr.Err
	}
	if errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%s %s: %w: %w", what, path, ErrDenied, err)
	}
	if noRoom(err) {
		return fmt.Errorf("%s %s: %w: %w", what, path, ErrNoRoom, err)
	}
	return fmt.Errorf("%s %s: %w", what, path, err)
}

// besideError is fileError for the files beside a vault (witness, lock), where
// any other failure counts as refused access: nothing can be changed then.
func besideError(what, path string, err error) error {
	err = fileError(what, path, err)
	if errors.Is(err, ErrNoRoom) || errors.Is(err, ErrDenied) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDenied, err)
}

// noRoom reports whether a disk or a quota is full.
func noRoom(err error) bool {
	const diskFull, handleDiskFull = syscall.Errno(112), syscall.Errno(39) // of Windows
	if runtime.GOOS == "windows" && (errors.Is(err, diskFull) || errors.Is(err, handleDiskFull)) {
		return true
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
