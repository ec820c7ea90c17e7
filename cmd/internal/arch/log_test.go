package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Nothing of ours writes a log, which would be a place for secrets to end up
// in. The toolkit's is used where an error can hold none: each call was read,
// and is listed here.
func TestNobodyLogs(t *testing.T) {
	mayLog := map[string]string{
		"app/copies.go":       "part of the register of copies",
		"app/lock.go":         "listening for the screen lock",
		"app/settingsview.go": "saving the settings",
		"cmd/deskfob/gui.go":  "the settings are left out",
	}
	// The X library has a logger of its own, which has to be silenced.
	maySilence := []string{"app/desktop"}
	seen := 0
	for _, s := range readModule(t) {
		for _, logger := range []string{"log", "log/slog", "log/syslog"} {
			if slices.Contains(s.imports, logger) && !slices.Contains(maySilence, s.pkg) {
				t.Errorf("%s/%s imports %s: secrets would end up in logs; return an error", s.pkg, s.name, logger)
			}
		}
		name := s.pkg + "/" + s.name
		for _, what := range logged(t, filepath.Join("..", "..", "..", name)) {
			if mayLog[name] != what {
				t.Errorf("%s logs %s: read what its error can hold, then list it here", name, what)
			}
			seen++
		}
	}
	if seen != len(mayLog) {
		t.Errorf("%d calls of the toolkit's log, %d are listed", seen, len(mayLog))
	}
}

// logged lists the first arguments of a file's calls of fyne.LogError.
func logged(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "LogError" {
			what := "something computed"
			if text, ok := call.Args[0].(*ast.BasicLit); ok {
				what = strings.Trim(text.Value, `"`)
			}
			all = append(all, what)
		}
		return true
	})
	return all
}
