package arch

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one file with its imports.
type source struct {
	pkg, name string // folder from the module's root, file name
	imports   []string
}

func TestImportTable(t *testing.T) {
	sources := readModule(t)
	if len(sources) < 50 {
		t.Fatalf("only %d source files found: is this the module?", len(sources))
	}
	for _, problem := range check(sources, table(), pins()) {
		t.Error(problem)
	}
}

// The check itself must be able to fail.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		name    string
		sources []source
		want    string // part of the only problem; empty: none
	}{
		{"in order", []source{{"vault", "a.go", []string{"time", "net/url", "github.com/gofrs/flock"}}}, ""},
		{"below an allowed package", []source{{"vault", "a.go", []string{"golang.org/x/crypto/argon2"}}}, ""},
		{"a toolkit in vault", []source{{"vault", "a.go", []string{"fyne.io/fyne/v2"}}}, "draws nothing"},
		{"a process in vault", []source{{"vault", "a.go", []string{"os/exec"}}}, "starts no process"},
		{"network in vault", []source{{"vault", "a.go", []string{"net"}}}, "no network"},
		{"a name that only begins alike", []source{{"vault", "a.go", []string{"github.com/gofrs/flockother"}}}, "may not import"},
		{"C in app", []source{{"app", "a.go", []string{"fyne.io/fyne/v2/app"}}}, "without C"},
		{"more than embed", []source{{"assets", "a.go", []string{"embed", "os"}}}, "holds bytes"},
		{"app in cli", []source{{"cmd/internal/cli", "a.go", []string{module + "app"}}}, "never touches"},
		{"app/desktop in cli", []source{{"cmd/internal/cli", "a.go", []string{module + "app/desktop"}}}, ""},
		{"otp in two files", []source{
			{"vault", "a.go", []string{"github.com/pquerna/otp/hotp"}},
			{"vault", "b.go", []string{"github.com/pquerna/otp"}},
		}, "one call"},
		{"the toolkit's app elsewhere", []source{{"cmd/deskfob", "main.go", []string{"fyne.io/fyne/v2/app"}}}, "gui.go"},
		{"a package without a row", []source{{"vault/new", "a.go", nil}}, "add a row"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			problems := check(tt.sources, table(), pins())
			if tt.want == "" && len(problems) > 0 {
				t.Errorf("unexpected problems: %q", problems)
			}
			if tt.want != "" && (len(problems) != 1 || !strings.Contains(problems[0], tt.want)) {
				t.Errorf("got %q, want one problem with %q", problems, tt.want)
			}
		})
	}
}

// check returns a sentence for every import against the table and the pins.
func check(sources []source, rows map[string]row, pins []pin) []string {
	var problems []string
	for _, s := range sources {
		r, ok := rows[s.pkg]
		if !ok {
			problems = append(problems, fmt.Sprintf("%s has no rule: add a row to the import table that says what it may import and why", s.pkg))
			continue
		}
		for _, imported := range s.imports {
			if !r.allows(imported) {
				problems = append(problems, fmt.Sprintf("%s/%s may not import %s: %s", s.pkg, s.name, imported, r.why))
			}
		}
	}
	for _, p := range pins {
		problems = append(problems, p.check(sources)...)
	}
	return problems
}

// allows tells whether the row lets a file import that path.
func (r row) allows(imported string) bool {
	if !isStandard(imported) {
		return matches(r.allow, imported) && !matches(r.deny, imported)
	}
	if r.std != nil {
		return slices.Contains(r.std, imported)
	}
	return !slices.Contains(r.deny, imported)
}

// check returns a sentence for every file too many.
func (p pin) check(sources []source) []string {
	var files []string
	for _, s := range sources {
		if s.pkg == p.pkg && slices.ContainsFunc(s.imports, func(i string) bool { return below(i, p.path) }) {
			files = append(files, s.name)
		}
	}
	if p.file == "" && len(files) > 1 {
		return []string{fmt.Sprintf("%s: %s is imported by %s, but one file must do: %s", p.pkg, p.path, strings.Join(files, ", "), p.why)}
	}
	var problems []string
	for _, f := range files {
		if fits, err := path.Match(p.file, f); p.file != "" && (err != nil || !fits) {
			problems = append(problems, fmt.Sprintf("%s/%s: only %s may import %s: %s", p.pkg, f, p.file, p.path, p.why))
		}
	}
	return problems
}

// isStandard tells the standard library's paths, whose first element has no dot.
func isStandard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

func matches(list []string, imported string) bool {
	return slices.ContainsFunc(list, func(prefix string) bool { return below(imported, prefix) })
}

// below tells whether imported is the package at prefix or one below it.
func below(imported, prefix string) bool {
	return imported == prefix || strings.HasPrefix(imported, prefix+"/")
}

// readModule reads the imports of every file of the module that is no test.
func readModule(t *testing.T) []source {
	t.Helper()
	root := filepath.Join("..", "..", "..")
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	var sources []source
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && file != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "build" || name == "bin") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		s, err := readSource(root, file)
		sources = append(sources, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func readSource(root, file string) (source, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return source{}, err
	}
	relative, err := filepath.Rel(root, file)
	if err != nil {
		return source{}, err
	}
	relative = filepath.ToSlash(relative)
	s := source{pkg: path.Dir(relative), name: path.Base(relative)}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return source{}, err
		}
		s.imports = append(s.imports, imported)
	}
	return s, nil
}
