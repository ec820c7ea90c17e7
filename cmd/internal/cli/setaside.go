package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// setAsideFiles is the pattern of the files that keepItems writes.
const setAsideFiles = "set-aside-*.json"

// keepItems writes sealed items to a new file in the data folder and returns
// its path; no items, no file.
func (s *session) keepItems(items map[string]string) (path string, err error) {
	if len(items) == 0 {
		return "", nil
	}
	dir, err := s.DataDir()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(map[string]any{"set_aside": stamp(s.Now()), "items": items}, "", "  ")
	if err != nil {
		return "", err
	}
	file, err := createDated(dir, s.Now())
	if err != nil {
		return "", err
	}
	_, err = file.Write(append(text, '\n'))
	return file.Name(), errors.Join(err, file.Sync(), file.Close())
}

// createDated makes a new file that bears the time; several of one second are
// numbered.
func createDated(dir string, now time.Time) (*os.File, error) {
	name := "set-aside-" + now.UTC().Format("20060102-150405")
	for n := 1; ; n++ {
		path := filepath.Join(dir, name+".json")
		if n > 1 {
			path = filepath.Join(dir, fmt.Sprintf("%s-%d.json", name, n))
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}
