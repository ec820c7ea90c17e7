package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// maxLinks ends a circle of symbolic links.
const maxLinks = 16

// replaceFile writes a file so that a stop at any point leaves the old or the
// new content: a temporary file beside it, flushed, takes its name. The file is
// readable by its owner alone. What a stopped call left behind is removed by
// the next, so callers hold a lock.
func replaceFile(path string, content []byte) error {
	temp := path + ".tmp"
	if err := os.Remove(temp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	err := writeNewFile(temp, content)
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err != nil {
		if rerr := os.Remove(temp); rerr != nil && !errors.Is(rerr, os.ErrNotExist) {
			return errors.Join(err, rerr)
		}
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// writeNewFile makes a file and flushes it to the disk. O_EXCL: never through
// a link that somebody else put there.
func writeNewFile(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if cerr := file.Close(); err == nil {
		err = cerr
	}
	return err
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
	for range maxLinks {
		info, err := os.Lstat(path)
		if errors.Is(err, os.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", fileError("read", path, err)
		}
		if info.Mode()&os.ModeSymlink == 0 {
			return path, nil
		}
		target, err := os.Readlink(path)
		if err != nil {
			return "", fileError("read", path, err)
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return "", fmt.Errorf("read %s: too many symbolic links", path)
}

// FileWarning tells when other people of this computer can write in the folder
// of a vault file: they can remove the vault or put an old one in its place,
// though never read it. nil: they cannot, or there is no such folder yet.
// Windows has no such permissions to read; the answer there is always nil.
func FileWarning(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fileError("look at", dir, err)
	}
	if info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("others can write in the folder %s", dir)
	}
	return nil
}

// fileError says what was tried on which file and wraps ErrDenied where access
// was refused.
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
	return fmt.Errorf("%s %s: %w", what, path, err)
}
