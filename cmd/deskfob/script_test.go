package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault/clock/clocktest"
	"github.com/deskfob/deskfob/vault/kit"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"deskfob": func() {
		saveKit = func(path string, k kit.Kit, passphrase []byte, over kit.Overwrite) (string, error) {
			return kit.SaveWith(path, k, passphrase, over, 10)
		}
		main()
	}})
}

// TestScript runs the sessions in testdata/script: the program as a person
// runs it, on a file vault in a folder of its own.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup:               setUp,
		Condition:           condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"qrcode":  drawCodes,
			"pdf":     drawPDF,
			"capture": capture,
			"timeservers": func(ts *testscript.TestScript, neg bool, args []string) {
				startTimeServers(t, ts, neg, args)
			},
			"spoil": spoil,
			"disk":  disk,
		},
	})
}

// setUp gives a session a home of its own, without a desktop.
func setUp(env *testscript.Env) error {
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
	env.Setenv("XDG_RUNTIME_DIR", filepath.Join(env.WorkDir, "run"))
	env.Setenv("DESKFOB_DATA_DIR", filepath.Join(env.WorkDir, "data"))
	env.Setenv("DESKFOB_VAULT", "file:"+filepath.Join(env.WorkDir, "vault"))
	env.Setenv("DESKFOB_PASSPHRASE_FILE", filepath.Join(env.WorkDir, "passphrase"))
	// The secret of RFC 4226 and RFC 6238, whose codes the RFCs print.
	env.Setenv("SECRET", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
	// An empty vault under the same passphrase, which costs next to nothing there
	// (Argon2id with one pass over 8 KiB) instead of half a second at each command.
	fast, err := filepath.Abs("testdata/fast.vault")
	if err != nil {
		return err
	}
	env.Setenv("FAST", fast)
	return os.WriteFile(filepath.Join(env.WorkDir, "passphrase"), []byte("correct horse\n"), 0o600)
}

// condition knows [nowindow], a build without a window, and [disks]: small
// disks can be mounted here.
func condition(name string) (bool, error) {
	switch name {
	case "nowindow":
		return !windowBuilt, nil
	case "disks":
		return canMount(), nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}

// exits runs a program and checks its exit code: exits CODE PROGRAM ARG...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// startTimeServers starts two time servers on this computer whose clocks are
// off by OFFSET, and has the program ask these: timeservers OFFSET [silent|refusing].
func startTimeServers(t *testing.T, ts *testscript.TestScript, neg bool, args []string) {
	answers := map[string]clocktest.Answer{"": clocktest.Right, "silent": clocktest.Silent, "refusing": clocktest.KissOfDeath}
	args = append(args, "")
	answer, known := answers[args[1]]
	if neg || len(args) > 3 || !known {
		ts.Fatalf("usage: timeservers OFFSET [silent|refusing]")
	}
	offset, err := time.ParseDuration(args[0])
	ts.Check(err)
	ts.Setenv("DESKFOB_TIME_SERVERS", clocktest.Serve(t, offset, answer)+" "+clocktest.Serve(t, offset, answer))
}

// drawCodes draws QR codes side by side: qrcode FILE TEXT...
func drawCodes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: qrcode FILE TEXT...")
	}
	const side, margin = 300, 20
	page := image.NewGray(image.Rect(0, 0, margin+(side+margin)*max(1, len(args)-1), side+2*margin))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for i, text := range args[1:] {
		matrix, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, side, side, nil)
		ts.Check(err)
		at := image.Pt(margin+i*(side+margin), margin)
		draw.Draw(page, image.Rectangle{at, at.Add(image.Pt(side, side))}, matrix, image.Point{}, draw.Src)
	}
	file, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(png.Encode(file, page))
	ts.Check(file.Close())
}

// spoil makes one item of a vault file unreadable, or takes it away: spoil FILE
// N [away], where N counts the items beside the root from 1, the oldest first.
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: spoil FILE N [away]")
	}
	var file struct {
		Version int               `json:"deskfob_items"`
		Items   map[string]string `json:"items"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &file))
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(file.Items)), func(name string) bool { return name == "root" })
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	if n < 1 || n > len(names) {
		ts.Fatalf("there are %d items", len(names))
	}
	if len(args) == 3 {
		delete(file.Items, names[n-1])
	} else {
		file.Items[names[n-1]] = "AAAA"
	}
	text, err := json.Marshal(file)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o600))
}

// drawPDF writes a PDF with a page for each text, whose code is drawn as squares:
// pdf FILE TEXT...
func drawPDF(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: pdf FILE TEXT...")
	}
	var pages, objects strings.Builder
	for i, text := range args[1:] {
		matrix, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 0, 0, nil)
		ts.Check(err)
		var squares strings.Builder
		for y := range matrix.GetHeight() {
			for x := range matrix.GetWidth() {
				if matrix.Get(x, y) {
					fmt.Fprintf(&squares, "%d %d 1 1 re ", 100+x, 600-y)
				}
			}
		}
		page, content := 3+2*i, 4+2*i
		fmt.Fprintf(&pages, "%d 0 R ", page)
		fmt.Fprintf(&objects, "%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R>>endobj\n", page, content)
		fmt.Fprintf(&objects, "%d 0 obj<</Length %d>>stream\n%sf\nendstream endobj\n", content, squares.Len()+1, squares.String())
	}
	file := fmt.Sprintf("%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n%strailer<</Root 1 0 R>>\n",
		pages.String(), len(args)-1, objects.String())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(file), 0o600))
}

// capture puts the last standard output, trimmed, in a variable: capture NAME
// [FIELD], where FIELD counts the fields between tabs from 1.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: capture NAME [FIELD]")
	}
	text := strings.TrimSpace(ts.ReadFile("stdout"))
	if len(args) == 2 {
		n, err := strconv.Atoi(args[1])
		ts.Check(err)
		fields := strings.Split(text, "\t")
		if n < 1 || n > len(fields) {
			ts.Fatalf("there is no field %d in %q", n, text)
		}
		text = fields[n-1]
	}
	ts.Setenv(args[0], text)
}
