package cli

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/diagnose"
)

// The code of RFC 6238 at 59 s, where the clock of a world stands.
const rfcCode = "287082"

func TestDiagnose(t *testing.T) {
	const hotpURI = "otpauth://hotp/Count:joe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=3"
	for _, tt := range []struct {
		name    string
		args    []string
		code    string // on standard input
		offset  time.Duration
		err     error
		asked   bool // the time servers
		verdict string
		said    string
	}{
		{"clock right", []string{"acme"}, rfcCode, 300 * time.Millisecond, nil, true, "enrol-again", "clock is right"},
		{"clock slow", []string{"acme"}, rfcCode, 95 * time.Second, nil, true, "set-clock", "1 min 35 s slow"},
		{"clock fast by a zone", []string{"acme"}, rfcCode, -2 * time.Hour, nil, true, "set-zone", "2 h fast"},
		{"offline", []string{"acme"}, rfcCode, 0, clock.ErrOffline, true, "check-clock", "No time server answered"},
		{"doubtful", []string{"acme"}, rfcCode, 0, clock.ErrDoubtful, true, "check-clock", "do not agree"},
		{"told to stay offline", []string{"acme", "--offline"}, rfcCode, 0, nil, false, "check-clock", "No time server was asked"},
		{"another code", []string{"acme"}, "000000", 0, nil, true, "type-again", "No account here"},
		{"no code", []string{"acme"}, "", 0, nil, true, "enrol-again", "clock is right"},
		{"more digits", []string{"acme"}, "94287082", 0, nil, true, "change-parameters", "8 digits"},
		{"a counter, ahead", []string{"count"}, "399871", 0, nil, false, "advance-counter", "counter 8"},
		{"a counter, the newest", []string{"count"}, "359152", 0, nil, false, "try-next-counter", "go by a counter"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			for _, uri := range []string{testURI, hotpURI} {
				w.give(uri)
				w.must(t, "add", "--uri", "-", "--duplicate", "keep")
			}
			asked := false
			w.ClockOffset = func(context.Context, []string) (clock.Result, error) {
				asked = true
				return clock.Result{Offset: tt.offset}, tt.err
			}
			args := append([]string{"diagnose"}, tt.args...)
			if tt.code != "" {
				args = append(args, "--code", "-")
				w.give(tt.code + "\n")
			}
			lines := strings.Split(strings.TrimSpace(w.must(t, args...)), "\n")
			last := strings.Split(lines[len(lines)-1], "\t")
			if len(last) != 3 || last[0] != "verdict" || last[1] != tt.verdict {
				t.Errorf("last line %q, want the verdict %s", lines[len(lines)-1], tt.verdict)
			}
			if out := w.out.String(); !strings.Contains(out, tt.said) || tt.code != "" && strings.Contains(out, tt.code) {
				t.Errorf("printed %q, want %q and no code", out, tt.said)
			}
			if asked != tt.asked || asked != strings.Contains(w.err.String(), clock.Servers()[0]) {
				t.Errorf("asked: %v, and said %q", asked, w.err.String())
			}
		})
	}
}

func TestDiagnoseAsksOnTheTerminal(t *testing.T) {
	w := newWorld(t)
	w.give("otpauth://hotp/Count:joe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=3")
	w.must(t, "add", "--uri", "-")
	person := &typist{answers: []string{"399 871", "no", "399 871", "yes"}}
	w.Terminal = person
	w.must(t, "diagnose", "count")
	if out := w.must(t, "list", "--json"); !strings.Contains(out, `"counter": 3`) {
		t.Errorf("the counter moved although the answer was no: %s", out)
	}
	w.must(t, "diagnose", "count")
	if len(person.asked) != 4 || !strings.Contains(person.asked[1], "9") {
		t.Errorf("asked %q", person.asked)
	}
	if code := strings.TrimSpace(w.must(t, "code", "count")); code != "520489" {
		t.Errorf("next code %s, want that of counter 9", code)
	}
}

func TestDiagnoseTakesOtherServers(t *testing.T) {
	w := newWorld(t)
	w.give(testURI)
	w.must(t, "add", "--uri", "-")
	w.vars["DESKFOB_TIME_SERVERS"] = "ntp.example.com, 192.0.2.1:1123"
	var asked []string
	w.ClockOffset = func(_ context.Context, servers []string) (clock.Result, error) {
		asked = servers
		return clock.Result{}, nil
	}
	w.must(t, "diagnose", "acme")
	if !slices.Equal(asked, []string{"ntp.example.com", "192.0.2.1:1123"}) {
		t.Errorf("asked %q", asked)
	}
}

func TestDiagnoseRefusesACodeInTheArguments(t *testing.T) {
	w := newWorld(t)
	w.give(testURI)
	w.must(t, "add", "--uri", "-")
	if code := w.run("diagnose", "acme", "--code", rfcCode); code != ExitUsage || strings.Contains(w.err.String(), rfcCode) {
		t.Errorf("exit code %d, said %q", code, w.err.String())
	}
}

// Every finding and every verdict has a text.
func TestEveryDiagnosisHasAText(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../../vault/diagnose/report.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	counted := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		kind, isNamed := spec.Type.(*ast.Ident)
		literal, isLiteral := spec.Values[0].(*ast.BasicLit)
		if !isNamed || !isLiteral {
			return true
		}
		value, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		switch kind.Name {
		case "What":
			text = findingText(diagnose.Finding{What: diagnose.What(value)})
		case "Verdict":
			text = verdictText(diagnose.Report{Verdict: diagnose.Verdict(value)})
		}
		if !strings.Contains(text, " ") {
			t.Errorf("%s %q has the text %q", kind.Name, value, text)
		}
		counted++
		return true
	})
	if counted < 30 {
		t.Errorf("only %d findings and verdicts found", counted)
	}
}
