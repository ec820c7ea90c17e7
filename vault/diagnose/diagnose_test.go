package diagnose_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/diagnose"
)

// rfcSecret is the secret of RFC 4226 and RFC 6238, whose codes the RFCs print:
// at 1111111109 s 07081804, at 1111111111 s, which is the next step, 14050471.
const rfcSecret = "12345678901234567890"

var now = time.Unix(1111111109, 0)

func totp(edit ...func(*vault.Account)) vault.Account {
	a := vault.Account{
		ID: "own", Issuer: "ACME", Name: "joe", Type: vault.TypeTOTP, Secret: vault.NewSecret([]byte(rfcSecret)),
		Algorithm: vault.SHA1, Digits: 6, Period: 30, Created: now.Add(-1000 * time.Hour),
	}
	for _, e := range edit {
		e(&a)
	}
	return a
}

// hotp is an account whose next code is that of RFC 4226's count 3, 969429.
func hotp() vault.Account {
	a := totp()
	a.Type, a.Period, a.Counter = vault.TypeHOTP, 0, 3
	return a
}

// other is an account with another secret.
func other(edit ...func(*vault.Account)) vault.Account {
	a := totp(edit...)
	a.ID, a.Secret = "other", vault.NewSecret([]byte("another secret of ours"))
	return a
}

func codeAt(t *testing.T, a vault.Account, at time.Time) string {
	t.Helper()
	code, err := vault.CodeAt(a, at)
	if err != nil {
		t.Fatal(err)
	}
	return code.Text
}

func known(offset time.Duration) diagnose.Clock {
	return diagnose.Clock{State: diagnose.ClockKnown, Offset: offset}
}

func TestRun(t *testing.T) {
	steam := other(func(a *vault.Account) { a.Type, a.Digits = vault.TypeSteam, 5 })
	sameSteam := totp(func(a *vault.Account) { a.Type, a.Digits = vault.TypeSteam, 5 })
	removal := totp(func(a *vault.Account) {
		a.Recovery = &vault.RecoveryStatus{Kind: vault.RecoveryRemoval, Events: []vault.RecoveryEvent{{At: now.Add(-900 * time.Hour), What: "saved"}, {At: now.Add(-time.Hour), What: "used"}}}
	})
	renewed := removal
	renewed.Renewed = now.Add(-time.Minute)
	for _, tt := range []struct {
		name    string
		in      diagnose.Input
		found   diagnose.What // among the findings
		verdict diagnose.Verdict
		cause   diagnose.Finding // where its values matter
	}{
		{"recovery codes only", diagnose.Input{Account: vault.Account{Type: vault.TypeNone}}, diagnose.NoCodes, diagnose.UseRecovery, diagnose.Finding{}},
		{"removal code used", diagnose.Input{Account: removal, Clock: known(0)}, diagnose.RemovalUsed, diagnose.EnrolSinceRemoved, diagnose.Finding{When: now.Add(-time.Hour)}},
		{"removal code used, then enrolled again", diagnose.Input{Account: renewed, Clock: known(0)}, diagnose.ClockRight, diagnose.FinishEnrolment, diagnose.Finding{When: now.Add(-time.Minute)}},

		{"clock slow", diagnose.Input{Account: totp(), Clock: known(95 * time.Second)}, diagnose.ClockWrong, diagnose.SetClock, diagnose.Finding{Offset: 95 * time.Second}},
		{"clock a third of a step fast", diagnose.Input{Account: totp(), Clock: known(-11 * time.Second)}, diagnose.ClockWrong, diagnose.SetClock, diagnose.Finding{Offset: -11 * time.Second}},
		{"clock off by seconds", diagnose.Input{Account: totp(), Clock: known(9 * time.Second)}, diagnose.ClockRight, diagnose.EnrolAgain, diagnose.Finding{}},
		{"an hour off", diagnose.Input{Account: totp(), Clock: known(-time.Hour + 20*time.Second)}, diagnose.ClockZone, diagnose.SetZone, diagnose.Finding{Offset: -time.Hour + 20*time.Second}},
		{"a zone of half hours off", diagnose.Input{Account: totp(), Clock: known(5*time.Hour + 30*time.Minute + 4*time.Second)}, diagnose.ClockZone, diagnose.SetZone, diagnose.Finding{Offset: 5*time.Hour + 30*time.Minute + 4*time.Second}},
		{"off by no zone", diagnose.Input{Account: totp(), Clock: known(7*time.Hour + 10*time.Minute)}, diagnose.ClockWrong, diagnose.SetClock, diagnose.Finding{Offset: 7*time.Hour + 10*time.Minute}},
		{"days off", diagnose.Input{Account: totp(), Clock: known(48 * time.Hour)}, diagnose.ClockWrong, diagnose.SetClock, diagnose.Finding{Offset: 48 * time.Hour}},
		{"offline", diagnose.Input{Account: totp(), Clock: diagnose.Clock{State: diagnose.ClockOffline}}, diagnose.ClockUnreached, diagnose.CheckClock, diagnose.Finding{}},
		{"clock not asked for", diagnose.Input{Account: totp()}, diagnose.ClockUnknown, diagnose.CheckClock, diagnose.Finding{}},
		{"servers apart", diagnose.Input{Account: totp(), Clock: diagnose.Clock{State: diagnose.ClockDoubtful}}, diagnose.ClockUncertain, diagnose.CheckClock, diagnose.Finding{}},

		{"current code", diagnose.Input{Account: totp(), Clock: known(0), Typed: "081804"}, diagnose.TypedOwn, diagnose.EnrolAgain, diagnose.Finding{}},
		{"current code, in groups", diagnose.Input{Account: totp(), Clock: known(0), Typed: " 081 804\n"}, diagnose.TypedOwn, diagnose.EnrolAgain, diagnose.Finding{}},
		{"code of minutes ago", diagnose.Input{Account: totp(), Now: now.Add(5 * time.Minute), Clock: known(0), Typed: "081804"}, diagnose.TypedOwn, diagnose.EnrolAgain, diagnose.Finding{}},
		{"current code, offline", diagnose.Input{Account: totp(), Typed: "081804"}, diagnose.TypedOwn, diagnose.CheckClock, diagnose.Finding{}},
		{"next code", diagnose.Input{Account: totp(), Clock: known(0), Typed: "050471"}, diagnose.TypedEarly, diagnose.WaitForCode, diagnose.Finding{Steps: 1}},
		{"code of another clock", diagnose.Input{Account: totp(), Now: now.Add(1000 * time.Second), Typed: "081804"}, diagnose.TypedFar, diagnose.SetClock, diagnose.Finding{Offset: -34 * 30 * time.Second}},
		{"code of another zone", diagnose.Input{Account: totp(), Now: now.Add(-9 * time.Hour), Typed: "081804"}, diagnose.TypedFar, diagnose.SetZone, diagnose.Finding{Offset: 9 * time.Hour}},
		{"right code, clock an hour off", diagnose.Input{Account: totp(), Now: now.Add(time.Hour), Clock: known(-time.Hour), Typed: "081804"}, diagnose.TypedOwn, diagnose.SetZone, diagnose.Finding{Offset: -time.Hour}},
		{"not typed as a code", diagnose.Input{Account: totp(), Clock: known(0), Typed: "0818"}, diagnose.TypedForm, diagnose.TypeAgain, diagnose.Finding{Digits: 6}},
		{"letters", diagnose.Input{Account: totp(), Clock: known(0), Typed: "O818O4"}, diagnose.TypedForm, diagnose.TypeAgain, diagnose.Finding{Digits: 6}},
		{"nobody's code", diagnose.Input{Account: totp(), Clock: known(0), Typed: "000000"}, diagnose.TypedNobodys, diagnose.TypeAgain, diagnose.Finding{}},

		{"more digits", diagnose.Input{Account: totp(), Clock: known(0), Typed: "07081804"}, diagnose.TypedParameter, diagnose.ChangeParameters, diagnose.Finding{Parameters: diagnose.Parameters{Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 8, Period: 30}}},
		{"other algorithm", diagnose.Input{Account: totp(func(a *vault.Account) { a.Algorithm = vault.SHA256 }), Clock: known(0), Typed: "081804"}, diagnose.TypedParameter, diagnose.ChangeParameters, diagnose.Finding{Parameters: diagnose.Parameters{Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}}},
		{"other period", diagnose.Input{Account: totp(func(a *vault.Account) { a.Period = 60 }), Clock: known(0), Typed: "081804"}, diagnose.TypedParameter, diagnose.ChangeParameters, diagnose.Finding{Parameters: diagnose.Parameters{Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}}},
		{"Steam's code", diagnose.Input{Account: totp(), Clock: known(0), Typed: codeAt(t, sameSteam, now)}, diagnose.TypedParameter, diagnose.ChangeParameters, diagnose.Finding{Parameters: diagnose.Parameters{Type: vault.TypeSteam, Algorithm: vault.SHA1, Digits: 5, Period: 30}}},
		{"a counter's code", diagnose.Input{Account: totp(), Clock: known(0), Typed: "359152"}, diagnose.TypedParameter, diagnose.ChangeParameters, diagnose.Finding{Parameters: diagnose.Parameters{Type: vault.TypeHOTP, Algorithm: vault.SHA1, Digits: 6}}},
		{"uncommon algorithm", diagnose.Input{Account: totp(func(a *vault.Account) { a.Algorithm = vault.SHA512 }), Clock: known(0)}, diagnose.Uncommon, diagnose.TryCommon, diagnose.Finding{Parameters: diagnose.Parameters{Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}}},

		{"other account's code", diagnose.Input{Account: totp(), Others: []vault.Account{other()}, Clock: known(0), Typed: codeAt(t, other(), now)}, diagnose.TypedOther, diagnose.UseOther, diagnose.Finding{}},
		{"Steam account's code", diagnose.Input{Account: totp(), Others: []vault.Account{steam}, Clock: known(0), Typed: strings.ToLower(codeAt(t, steam, now))}, diagnose.TypedOther, diagnose.UseOther, diagnose.Finding{}},
		{"enrolled twice, this one older", diagnose.Input{Account: totp(), Others: []vault.Account{other(func(a *vault.Account) { a.Created = now })}, Clock: known(0), Typed: "081804"}, diagnose.EnrolledTwice, diagnose.UseNewer, diagnose.Finding{When: now}},
		{"enrolled twice, this one newer", diagnose.Input{Account: totp(), Others: []vault.Account{other(func(a *vault.Account) { a.Created = now.Add(-2000 * time.Hour); a.Name = "JOE" })}, Clock: known(0)}, diagnose.EnrolledTwice, diagnose.TryOlder, diagnose.Finding{}},
		{"a second account of the service", diagnose.Input{Account: totp(), Others: []vault.Account{other(func(a *vault.Account) { a.Name = "ann" })}, Clock: known(0)}, diagnose.ClockRight, diagnose.EnrolAgain, diagnose.Finding{}},
		{"code of the secret before", diagnose.Input{
			Account: totp(func(a *vault.Account) { a.Renewed = now.Add(-time.Hour) }), Clock: known(0), Typed: codeAt(t, other(), now),
			Trash: []vault.Trashed{{ID: "bin", Reason: vault.TrashReplaced, Account: other(), At: now.Add(-time.Hour)}},
		}, diagnose.TypedTrashed, diagnose.RestoreSecret, diagnose.Finding{When: now.Add(-time.Hour), Trashed: "bin"}},
		{"own code, with the secret before in the trash", diagnose.Input{
			Account: totp(), Clock: known(0), Typed: "081804",
			Trash: []vault.Trashed{{ID: "bin", Reason: vault.TrashReplaced, Account: other(), At: now.Add(-time.Hour)}},
		}, diagnose.TypedOwn, diagnose.EnrolAgain, diagnose.Finding{}},
		{"secret replaced", diagnose.Input{Account: totp(func(a *vault.Account) { a.Renewed = now.Add(-time.Hour) }), Clock: known(0), Typed: "081804"}, diagnose.SecretChanged, diagnose.FinishEnrolment, diagnose.Finding{When: now.Add(-time.Hour)}},
		{"secret replaced long ago", diagnose.Input{Account: totp(func(a *vault.Account) { a.Renewed = now.Add(-999 * time.Hour) }), Clock: known(0), Typed: "081804"}, diagnose.SecretChanged, diagnose.EnrolAgain, diagnose.Finding{}},
		{"enrolment not confirmed", diagnose.Input{Account: totp(func(a *vault.Account) { a.Open = vault.StepConfirm }), Clock: known(0), Typed: "081804"}, diagnose.Unfinished, diagnose.FinishEnrolment, diagnose.Finding{}},
		{"retired", diagnose.Input{Account: vault.Account{Type: vault.TypeNone, Open: vault.StepEnrol}}, diagnose.NoCodes, diagnose.FinishEnrolment, diagnose.Finding{}},

		{"counter: nothing typed", diagnose.Input{Account: hotp()}, diagnose.ClockUnused, diagnose.TryNextCounter, diagnose.Finding{}},
		{"counter: newest code", diagnose.Input{Account: hotp(), Typed: "359152"}, diagnose.TypedNewest, diagnose.TryNextCounter, diagnose.Finding{Counter: 2}},
		{"counter: older code", diagnose.Input{Account: hotp(), Typed: "755224"}, diagnose.TypedOld, diagnose.UseNewest, diagnose.Finding{Counter: 0}},
		{"counter: next code", diagnose.Input{Account: hotp(), Typed: "969429"}, diagnose.TypedAhead, diagnose.AdvanceCounter, diagnose.Finding{Counter: 3}},
		{"counter: later code", diagnose.Input{Account: hotp(), Typed: "520489"}, diagnose.TypedAhead, diagnose.AdvanceCounter, diagnose.Finding{Counter: 9}},
		{"counter: code of the time", diagnose.Input{Account: hotp(), Typed: "081804"}, diagnose.TypedParameter, diagnose.ChangeParameters, diagnose.Finding{Parameters: diagnose.Parameters{Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}}},
		{"counter at its end", diagnose.Input{Account: func() vault.Account { a := hotp(); a.Counter = vault.MaxCounter; return a }(), Typed: "000000"}, diagnose.TypedNobodys, diagnose.TypeAgain, diagnose.Finding{}},
		{"counter at its end, fresh other counter", diagnose.Input{Account: totp(), Others: []vault.Account{func() vault.Account { a := hotp(); a.ID, a.Counter = "h", 0; return a }()}, Clock: known(0), Typed: "755224"}, diagnose.TypedOther, diagnose.UseOther, diagnose.Finding{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.in.Now.IsZero() {
				tt.in.Now = now
			}
			r := diagnose.Run(tt.in)
			if r.Verdict != tt.verdict {
				t.Errorf("verdict %q, want %q (%+v)", r.Verdict, tt.verdict, r.Findings)
			}
			if !slices.ContainsFunc(r.Findings, func(f diagnose.Finding) bool { return f.What == tt.found }) {
				t.Errorf("no finding %q in %+v", tt.found, r.Findings)
			}
			if names := r.Cause.What == diagnose.TypedOther || r.Cause.What == diagnose.TypedTrashed || r.Cause.What == diagnose.EnrolledTwice; names != (r.Cause.Other.ID != "") {
				t.Errorf("%q names the account %q", r.Cause.What, r.Cause.Other.ID)
			}
			got := r.Cause
			got.What, got.Other = "", vault.Account{}
			if !reflect.DeepEqual(got, tt.cause) {
				t.Errorf("cause %+v, want %+v", got, tt.cause)
			}
			for _, f := range append(r.Findings, r.Cause) {
				if !f.Other.Secret.IsZero() {
					t.Errorf("%s holds a secret", f.What)
				}
			}
			text := fmt.Sprintf("%+v %#v", r, r)
			if tt.in.Typed != "" && strings.Contains(text, strings.TrimSpace(tt.in.Typed)) {
				t.Errorf("the report holds the code: %s", text)
			}
		})
	}
}

// A code that no account makes must not be taken for one of some parameters,
// counter or time too often: few chances are taken.
func TestRunSeldomMistakesAForeignCode(t *testing.T) {
	const codes = 300
	mistaken := 0
	for i := range codes {
		foreign := other(func(a *vault.Account) {})
		code := codeAt(t, foreign, now.Add(time.Duration(i)*time.Hour))
		for _, a := range []vault.Account{totp(), hotp()} {
			r := diagnose.Run(diagnose.Input{Account: a, Now: now, Clock: known(0), Typed: code})
			if r.Verdict != diagnose.TypeAgain {
				mistaken++
			}
		}
	}
	if mistaken > codes*2/100 {
		t.Errorf("%d of %d foreign codes were taken for something", mistaken, 2*codes)
	}
}
