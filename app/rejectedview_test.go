package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/diagnose"
)

// reject opens the search for the reason from the account's page, with a clock
// that is off by so much, and the code that was rejected.
func (s *stage) reject(issuer string, offset time.Duration, typed string) *rejectedView {
	s.Helper()
	s.ui.o.ClockOffset = func(_ context.Context, servers []string) (clock.Result, error) {
		if !slices.Equal(servers, clock.Servers()) {
			s.Errorf("asked are %v", servers)
		}
		return clock.Result{Offset: offset}, nil
	}
	s.ui.openAccount(s.account(issuer).ID)
	s.tap(top[*accountView](s).rejected)
	v := top[*rejectedView](s)
	v.typed.entry.SetText(typed)
	return v
}

// codeOf is the code of a at t.
func codeOf(t *testing.T, a vault.Account, at time.Time) string {
	t.Helper()
	code, err := vault.CodeAt(a, at)
	if err != nil {
		t.Fatal(err)
	}
	return code.Text
}

// Nobody is asked for the time until the person presses that button; who would
// be asked is said before.
func TestRejectedAsksNobodyByItself(t *testing.T) {
	s := newStage(t, uriCloud)
	v := s.reject("Example Cloud", 0, "")
	asked := 0
	s.ui.o.ClockOffset = func(context.Context, []string) (clock.Result, error) {
		asked++
		return clock.Result{Offset: 95 * time.Second}, nil
	}
	if !strings.Contains(v.asks.text, clock.Servers()[0]) {
		t.Errorf("it says %q", v.asks.text)
	}
	s.tap(v.look)
	if asked != 0 || v.report.Verdict != diagnose.CheckClock {
		t.Fatalf("asked %d times, verdict %s", asked, v.report.Verdict)
	}
	s.tap(v.fix)
	if asked != 1 || v.report.Verdict != diagnose.SetClock {
		t.Errorf("asked %d times, verdict %s", asked, v.report.Verdict)
	}
	if got := allText(v.result); !slices.Contains(got, "The clock is wrong: 1 min 35 s slow.") {
		t.Errorf("it says %q", got)
	}
}

func TestRejectedWhereNobodyCanBeAsked(t *testing.T) {
	s := newStage(t, uriCloud)
	s.reject("Example Cloud", 0, "")
	s.ui.back()
	s.ui.o.ClockOffset = nil
	s.tap(top[*accountView](s).rejected)
	v := top[*rejectedView](s)
	if v.check.Visible() || v.asks.Visible() {
		t.Error("the clock is offered where it cannot be checked")
	}
	for err, want := range map[error]string{
		clock.ErrOffline:  "No time server answered: the computer is offline, or a firewall is in the way. The clock was not checked.",
		clock.ErrDoubtful: "The time servers do not agree, so the clock was not checked.",
	} {
		s.ui.o.ClockOffset = func(context.Context, []string) (clock.Result, error) { return clock.Result{}, err }
		v = newRejectedView(s.ui, s.account("Example Cloud"))
		s.ui.show(v)
		s.tap(v.check)
		if got := allText(v.result); !slices.Contains(got, want) {
			t.Errorf("%v: it says %q", err, got)
		}
	}
}

// The time servers can take as long as they like: Cancel lets the person go.
func TestRejectedCancelsTheClock(t *testing.T) {
	s := newStage(t, uriCloud)
	v := s.reject("Example Cloud", 0, "")
	s.ui.o.ClockOffset = func(ctx context.Context, _ []string) (clock.Result, error) {
		<-ctx.Done()
		return clock.Result{}, ctx.Err()
	}
	v.check.Tapped(nil)
	s.ui.jobs[0].cover.cancel.Tapped(nil)
	s.drain()
	if v.report != nil || v.wrong.Visible() {
		t.Error("something is said of a check that was cancelled")
	}
}

// Each verdict has a button that does it.
func TestRejectedRemedies(t *testing.T) {
	t.Run("typed early", func(t *testing.T) {
		s := newStage(t, uriCloud)
		v := s.reject("Example Cloud", 0, codeOf(t, s.account("Example Cloud"), s.now.Add(30*time.Second)))
		s.tap(v.look)
		if v.report.Verdict != diagnose.WaitForCode {
			t.Fatalf("verdict %s", v.report.Verdict)
		}
		s.tap(v.fix)
		top[*accountView](s)
	})
	t.Run("another account's", func(t *testing.T) {
		s := newStage(t, uriCloud, uriForge)
		v := s.reject("Example Cloud", 0, codeOf(t, s.account("Git Forge"), s.now))
		s.tap(v.look)
		s.tap(v.fix)
		if got := top[*accountView](s).account.Issuer; got != "Git Forge" {
			t.Errorf("opened is %s", got)
		}
	})
	t.Run("a later counter", func(t *testing.T) {
		s := newStage(t, uriGate)
		code, err := vault.CodeForCounter(s.account("Night Shift Gate"), 46)
		if err != nil {
			t.Fatal(err)
		}
		v := s.reject("Night Shift Gate", 0, code.Text)
		if v.check.Visible() {
			t.Error("a counter has nothing to do with the clock")
		}
		s.tap(v.look)
		s.tap(v.fix)
		top[*accountView](s)
		if got := s.account("Night Shift Gate").Counter; got != 47 {
			t.Errorf("the next code is number %d", got)
		}
	})
	t.Run("the secret before", func(t *testing.T) {
		s := newStage(t, uriCloud)
		before := s.account("Example Cloud")
		with, err := vault.ParseKeyURI(uriCloudAgain)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.vault.ReplaceCredential(t.Context(), before.ID, with); err != nil {
			t.Fatal(err)
		}
		s.ui.changed()
		v := s.reject("Example Cloud", 0, codeOf(t, before, s.now))
		s.tap(v.look)
		s.tap(v.fix)
		if after := s.account("Example Cloud"); !after.SameCredential(before) {
			t.Error("the old secret is not back")
		}
	})
	t.Run("nothing wrong here", func(t *testing.T) {
		s := newStage(t, uriCloud)
		id := s.account("Example Cloud").ID
		if err := s.vault.SetRecovery(t.Context(), id, vault.RecoverySet{Codes: secrets("OLD1-CODE-2345")}); err != nil {
			t.Fatal(err)
		}
		s.ui.changed()
		v := s.reject("Example Cloud", 0, "")
		s.tap(v.check)
		if v.report.Verdict != diagnose.EnrolAgain {
			t.Fatalf("verdict %s", v.report.Verdict)
		}
		s.tap(v.other)
		s.tap(top[*usedRecoveryView](s).cancel)
		s.tap(v.fix)
		top[*addView](s)
		s.ui.intakeText(uriServer)
		if got := top[*confirmView](s).over; got == nil || got.ID != id {
			t.Error("the new code is not meant for the account")
		}
	})
}

// While an account is set up, the one that it replaces explains nothing, and
// the view behind is there again with what it was meant for.
func TestRejectedDuringEnrolment(t *testing.T) {
	s := newStage(t, uriCloud)
	id := s.account("Example Cloud").ID
	s.ui.enrolOver(id)
	s.ui.intakeText(uriCloudAgain)
	confirm := top[*confirmView](s)
	s.tap(confirm.rejected)
	v := top[*rejectedView](s)
	s.tap(v.look)
	for _, f := range v.report.Findings {
		if f.What == diagnose.EnrolledTwice {
			t.Error("the account to be replaced is taken for a reason")
		}
	}
	s.tap(v.back)
	if top[*confirmView](s) != confirm || s.ui.enrolAgain != id {
		t.Error("what the code was meant for is forgotten")
	}
}

// Every finding and verdict has words of its own.
func TestRejectedWords(t *testing.T) {
	whats := []diagnose.What{
		diagnose.NoCodes, diagnose.Unfinished, diagnose.RemovalUsed, diagnose.ClockRight, diagnose.ClockWrong, diagnose.ClockUnknown,
		diagnose.ClockUnreached, diagnose.ClockUncertain, diagnose.ClockUnused, diagnose.TypedOwn, diagnose.TypedEarly, diagnose.TypedFar,
		diagnose.TypedNewest, diagnose.TypedOld, diagnose.TypedAhead, diagnose.TypedParameter, diagnose.TypedOther, diagnose.TypedTrashed,
		diagnose.TypedForm, diagnose.TypedNobodys, diagnose.EnrolledTwice, diagnose.Uncommon, diagnose.SecretChanged,
	}
	seen := map[string]diagnose.What{}
	for _, what := range whats {
		words := findingWords(diagnose.Finding{What: what, Parameters: diagnose.Parameters{Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}})
		if before, same := seen[words]; same || !strings.HasSuffix(words, ".") || strings.HasSuffix(words, "..") {
			t.Errorf("%s says %q, as %q does", what, words, before)
		}
		seen[words] = what
	}
	for _, d := range []struct {
		offset time.Duration
		want   string
	}{
		{-400 * time.Millisecond, "off by less than a second"},
		{95 * time.Second, "1 min 35 s slow"},
		{-time.Hour - 4*time.Second, "1 h 4 s fast"},
		{49*time.Hour + 5*time.Minute, "2 d 1 h slow"},
	} {
		if got := offsetWords(d.offset); got != d.want {
			t.Errorf("%v is %q, want %q", d.offset, got, d.want)
		}
	}
}
