package scanner

import (
	"bufio"
	"fmt"
	"image"
	"os"
	"path/filepath"
)

// PictureFiles answers what a path given by a person stands for: for a folder
// the files in it that ReadImages reads, by name, without those of folders in it;
// for anything else the path itself, looked at or not. The error is that of
// reading the folder.
func PictureFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{path}, nil // whoever reads it says what is wrong with it
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("looking for pictures: %w", err)
	}
	var pictures []string
	for _, entry := range entries {
		if file := filepath.Join(path, entry.Name()); startsLikePicture(file) {
			pictures = append(pictures, file)
		}
	}
	return pictures, nil
}

// startsLikePicture reads no more of a file than its header.
func startsLikePicture(path string) bool {
	// Opening a pipe would wait for its writer.
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	r := bufio.NewReader(f)
	if start, _ := r.Peek(1024); isPDF(start) {
		return true
	}
	_, _, err = image.DecodeConfig(r)
	return err == nil
}
