package vault_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// smallDisk mounts a disk of its own for a test, in memory.
func smallDisk(t *testing.T, kilobytes string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+kilobytes+"k,mode=700"); err != nil {
		t.Skipf("no disk can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill leaves no room on a disk and returns what gives it back.
func fill(t *testing.T, dir string) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "filler")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("fill the disk: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// fileChanges are one of each kind, for a vault that holds "Old" with codes.
func fileChanges(v *vault.Vault) map[string]func(ctx context.Context) error {
	old := v.Find("Old")[0].ID
	return map[string]func(ctx context.Context) error{
		"add": func(ctx context.Context) error {
			_, err := v.Add(ctx, []vault.Account{loginAt("New", "sam")}, vault.DuplicateRefuse)
			return err
		},
		"rename": func(ctx context.Context) error { return v.Rename(ctx, old, "Older", "sam") },
		"recovery set": func(ctx context.Context) error {
			return v.SetRecovery(ctx, old, vault.RecoverySet{Codes: recoveryCodes("NEWCODE")})
		},
		"recovery use": func(ctx context.Context) error { return v.UseRecovery(ctx, old, vault.RecoveryUse{}) },
		"delete": func(ctx context.Context) error {
			_, err := v.Delete(ctx, old)
			return err
		},
	}
}

// On a full disk, or one that may only be read, a change says so and changes
// nothing; when there is room again it works.
func TestVaultFileOnABadDisk(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, dir string) (mend func())
		want  error
		found string
	}{
		{"full", fill, vault.ErrNoRoom, "no-room"},
		{"read-only", func(t *testing.T, dir string) func() {
			remount(t, dir, syscall.MS_RDONLY)
			return func() { remount(t, dir, 0) }
		}, vault.ErrDenied, "try-denied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			disk := smallDisk(t, "128")
			l := vault.Location{File: filepath.Join(disk, "vault")}
			o := vault.Options{Dir: filepath.Join(disk, "data"), Passphrase: givePassphrase}
			addAccount(t, l, o, "Old")
			open := func() *vault.Vault {
				v, err := vault.OpenAt(t.Context(), l, o)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			v := open()
			if err := v.SetRecovery(t.Context(), v.Find("Old")[0].ID, vault.RecoverySet{Codes: recoveryCodes("OLDCODE", "ANOTHER")}); err != nil {
				t.Fatal(err)
			}
			before, files := describe(t, v), treeOf(t, disk)
			mend := c.spoil(t, disk)
			spoiled := treeOf(t, disk)
			for what, change := range fileChanges(v) {
				err := change(t.Context())
				if !errors.Is(err, c.want) || errors.Is(err, vault.ErrNotFound) {
					t.Errorf("%s: %v, want %v", what, err, c.want)
				}
			}
			if got := describe(t, v); got != before {
				t.Errorf("in the same process:\n%s\nwant:\n%s", got, before)
			}
			if got := describe(t, open()); got != before {
				t.Errorf("opened again:\n%s\nwant:\n%s", got, before)
			}
			if got := treeOf(t, disk); got != spoiled {
				t.Errorf("the failed changes left something behind:\n%s", got)
			}
			if f := vault.Try(t.Context(), l, o); f.Case != c.found {
				t.Errorf("the doctor's trial: %+v", f)
			}
			mend()
			if got := treeOf(t, disk); got != files {
				t.Errorf("the files changed:\n%s\nwant:\n%s", got, files)
			}
			addAccount(t, l, o, "New")
			if got := issuers(open()); got != "New Old" {
				t.Errorf("afterwards it holds %q", got)
			}
		})
	}
}

func remount(t *testing.T, dir string, flags uintptr) {
	t.Helper()
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|flags, ""); err != nil {
		t.Fatal(err)
	}
}
