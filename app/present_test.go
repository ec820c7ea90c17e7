package app

import (
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// rfc is the account of RFC 6238 appendix B, with the codes of 6 digits that
// its times give.
func rfc(t *testing.T) vault.Account {
	t.Helper()
	a, err := vault.ParseKeyURI("otpauth://totp/Example:kim?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example")
	if err != nil {
		t.Fatal(err)
	}
	a.ID = "rfc"
	return a
}

func TestPresentRow(t *testing.T) {
	slow, eight := rfc(t), rfc(t)
	slow.Period, eight.Digits = 60, 8
	counter := rfc(t)
	counter.Type, counter.Period, counter.Counter = vault.TypeHOTP, 0, 1
	nameless := rfc(t)
	nameless.Issuer = ""
	broken := rfc(t)
	broken.Secret = vault.Secret{}
	asked := counterCode{"755224", time.Unix(100, 0)}
	for _, tt := range []struct {
		name    string
		account vault.Account
		at      int64
		asked   counterCode
		want    row
	}{
		{
			"the middle of a step", rfc(t), 45,
			counterCode{},
			row{title: "Example", subtitle: "kim", code: "287 082", copyText: "287082", next: "359 152", left: 15 * time.Second, period: commonPeriod},
		},
		{
			"its first second", rfc(t), 30,
			counterCode{},
			row{title: "Example", subtitle: "kim", code: "287 082", copyText: "287082", next: "359 152", left: 30 * time.Second, period: commonPeriod},
		},
		{
			"six seconds before its end", rfc(t), 54,
			counterCode{},
			row{title: "Example", subtitle: "kim", code: "287 082", copyText: "287082", next: "359 152", left: 6 * time.Second, period: commonPeriod},
		},
		{
			"five seconds before its end", rfc(t), 55,
			counterCode{},
			row{title: "Example", subtitle: "kim", code: "287 082", copyText: "287082", next: "359 152", left: 5 * time.Second, period: commonPeriod, ending: true},
		},
		{
			"its last second", rfc(t), 59,
			counterCode{},
			row{title: "Example", subtitle: "kim", code: "287 082", copyText: "287082", next: "359 152", left: time.Second, period: commonPeriod, ending: true},
		},
		{
			"eight digits", eight, 1111111109,
			counterCode{},
			row{title: "Example", subtitle: "kim", code: "0708 1804", copyText: "07081804", next: "1405 0471", left: time.Second, period: commonPeriod, ending: true},
		},
		{
			"a period of its own", slow, 45,
			counterCode{},
			row{title: "Example", subtitle: "kim", code: "755 224", copyText: "755224", next: "287 082", left: 15 * time.Second, period: time.Minute, ownClock: true},
		},
		{
			"no issuer", nameless, 45,
			counterCode{},
			row{title: "kim", code: "287 082", copyText: "287082", next: "359 152", left: 15 * time.Second, period: commonPeriod},
		},
		{
			"a counter nobody asked", counter, 45,
			counterCode{},
			row{title: "Example", subtitle: "kim", kind: rowCounter},
		},
		{
			"a counter that was asked", counter, 45, asked,
			row{title: "Example", subtitle: "kim", kind: rowCounter, code: "755 224", copyText: "755224"},
		},
		{
			"a counter's code whose time is over", counter, 100, asked,
			row{title: "Example", subtitle: "kim", kind: rowCounter},
		},
		{
			"a counter's code after the clock was set back", counter, 39, asked,
			row{title: "Example", subtitle: "kim", kind: rowCounter},
		},
		{
			"recovery codes only",
			vault.Account{Issuer: "Example", Name: "kim", Type: vault.TypeNone},
			45,
			counterCode{},
			row{title: "Example", subtitle: "kim", kind: rowRecovery},
		},
		{
			"retired, to be enrolled again",
			vault.Account{Issuer: "Example", Name: "kim", Type: vault.TypeNone, Open: vault.StepEnrol},
			45,
			counterCode{},
			row{title: "Example", subtitle: "kim", kind: rowRecovery, waits: true, badge: badgeOpen},
		},
		{
			"no secret", broken, 45,
			counterCode{},
			row{title: "Example", subtitle: "kim", kind: rowBroken},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.id = tt.account.ID
			if got := presentRow(tt.account, time.Unix(tt.at, 0), tt.asked); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestPresentBadge(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status *vault.RecoveryStatus
		want   badgeKind
		left   int
	}{
		{"no recovery code was ever saved", nil, badgeNone, 0},
		{"a live code", &vault.RecoveryStatus{Kind: vault.RecoveryRotating, State: vault.RecoveryLive, Left: 1}, badgeNone, 0},
		{"a used code without a successor", &vault.RecoveryStatus{Kind: vault.RecoveryRotating, State: vault.RecoveryOpen}, badgeSaveNew, 0},
		{"a code that did not work", &vault.RecoveryStatus{Kind: vault.RecoveryList, State: vault.RecoverySuspect, Left: 5}, badgeSuspect, 0},
		{"three of a list", &vault.RecoveryStatus{Kind: vault.RecoveryList, State: vault.RecoveryLive, Left: 3}, badgeNone, 0},
		{"two of a list", &vault.RecoveryStatus{Kind: vault.RecoveryList, State: vault.RecoveryLive, Left: 2}, badgeLeft, 2},
		{"none of a list", &vault.RecoveryStatus{Kind: vault.RecoveryList, State: vault.RecoverySpent}, badgeLeft, 0},
		{"a removal code", &vault.RecoveryStatus{Kind: vault.RecoveryRemoval, State: vault.RecoveryLive, Left: 1}, badgeNone, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, left := presentBadge(vault.Account{Recovery: tt.status})
			if got != tt.want || left != tt.left {
				t.Errorf("got %v, %d, want %v, %d", got, left, tt.want, tt.left)
			}
		})
	}
}

func TestPresentClock(t *testing.T) {
	slow, counter, steam := rfc(t), rfc(t), rfc(t)
	slow.Period = 60
	counter.Type, counter.Period, counter.Counter = vault.TypeHOTP, 0, 1
	steam.Type = vault.TypeSteam
	late := time.FixedZone("late", 5*3600+45*60)
	for _, tt := range []struct {
		name     string
		accounts []vault.Account
		at       time.Time
		left     time.Duration
		shown    bool
	}{
		{"no account", nil, time.Unix(45, 0), 0, false},
		{"only other periods and counters", []vault.Account{slow, counter}, time.Unix(45, 0), 0, false},
		{"one of them", []vault.Account{slow, rfc(t)}, time.Unix(45, 0), 15 * time.Second, true},
		{"Steam", []vault.Account{steam}, time.Unix(45, 0), 15 * time.Second, true},
		{"the first moment of a step", []vault.Account{rfc(t)}, time.Unix(60, 0), 30 * time.Second, true},
		{"within a second", []vault.Account{rfc(t)}, time.Unix(45, 999), 15 * time.Second, true},
		{"the last moment of a step", []vault.Account{rfc(t)}, time.Unix(59, 999999999), time.Second, true},
		{"a time zone of odd minutes", []vault.Account{rfc(t)}, time.Unix(45, 0).In(late), 15 * time.Second, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			left, shown := presentClock(tt.accounts, tt.at)
			if left != tt.left || shown != tt.shown {
				t.Errorf("got %v, %v, want %v, %v", left, shown, tt.left, tt.shown)
			}
		})
	}
}

func TestPresentStep(t *testing.T) {
	for _, tt := range []struct {
		name              string
		selected, step, n int
		want              int
	}{
		{"an empty list", -1, 1, 0, -1},
		{"down from nothing", -1, 1, 3, 0},
		{"up from nothing", -1, -1, 3, 2},
		{"down", 0, 1, 3, 1},
		{"down at the end", 2, 1, 3, 2},
		{"up at the start", 0, -1, 3, 0},
		{"a page down", 1, 8, 20, 9},
		{"a page past the end", 15, 8, 20, 19},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := presentStep(tt.selected, tt.step, tt.n); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
