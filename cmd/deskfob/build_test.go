package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The build without a window is for machines without OpenGL: it must not even
// contain the toolkit, and must start without any shared library.
func TestBuildWithoutWindow(t *testing.T) {
	t.Run("no toolkit", func(t *testing.T) {
		list := goCommand(t, "list", "-deps", "-tags", "nogui", ".")
		if !strings.Contains(list, "github.com/deskfob/deskfob/cmd/internal/cli\n") {
			t.Fatalf("go list -deps does not list the command line:\n%s", list)
		}
		for pkg := range strings.Lines(list) {
			if strings.HasPrefix(pkg, "fyne.io/") || strings.Contains(pkg, "glfw") {
				t.Errorf("the build without a window contains %s", strings.TrimSpace(pkg))
			}
		}
	})
	t.Run("static", func(t *testing.T) {
		if runtime.GOOS != "linux" {
			t.Skip("the ELF check is for Linux")
		}
		binary := filepath.Join(t.TempDir(), "deskfob")
		goCommand(t, "build", "-tags", "nogui", "-o", binary, ".")
		file, err := elf.Open(binary)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if libraries, err := file.ImportedLibraries(); err != nil || len(libraries) > 0 {
			t.Errorf("imported libraries: %v, %v; want none", libraries, err)
		}
	})
}

func goCommand(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}
