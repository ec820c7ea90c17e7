package main

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// canMount tries whether this process may mount a disk.
func canMount() bool {
	dir, err := os.MkdirTemp("", "deskfob-test-*")
	if err != nil {
		return false
	}
	defer os.Remove(dir)
	return syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k") == nil && syscall.Unmount(dir, 0) == nil
}

// disk makes a small disk in memory and plays with it: disk make|fill|read-only
// FOLDER. It goes when the session ends.
func disk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: disk make|fill|read-only FOLDER")
	}
	dir := ts.MkAbs(args[1])
	switch args[0] {
	case "make":
		ts.Check(os.MkdirAll(dir, 0o700))
		ts.Check(syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=128k,mode=700"))
		ts.Defer(func() { ts.Check(syscall.Unmount(dir, syscall.MNT_DETACH)) })
	case "fill":
		ts.Check(fill(filepath.Join(dir, "filler")))
	case "read-only":
		ts.Check(syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	default:
		ts.Fatalf("disk cannot %s", args[0])
	}
}

// fill writes a file until there is no room left.
func fill(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return err
	}
	return f.Close()
}
