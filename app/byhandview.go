package app

import (
	"context"
	"encoding/base32"
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// byHandView is the form for what a service shows instead of a QR code.
type byHandView struct {
	u *UI

	issuer, name, secret    *field
	show                    *button // the secret
	more                    *button // options
	options, algorithmBox   *fyne.Container
	kind, algorithm         *choice
	digits, period, counter *field
	recoveryOnly            *check
	wrong                   *messageCard
	next, cancel            *button
	page                    fyne.CanvasObject
}

// openByHand shows the form; secret fills that field, nil leaves it empty.
func (u *UI) openByHand(secret *vault.Secret) {
	v := newByHandView(u)
	if secret != nil {
		v.secret.entry.SetText(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret.Expose()))
	}
	u.show(v)
}

func newByHandView(u *UI) *byHandView {
	v := &byHandView{u: u, wrong: newMessageCard()}
	v.issuer = newField(lang.L("Issuer"), newEntry(lang.L("The service")))
	v.name = newField(lang.L("Account name"), newEntry(lang.L("Your name or address there")))
	v.secret = newField(lang.L("Secret"), newHiddenEntry(lang.L("The letters and digits on the page")))
	v.secret.entry.ActionItem = newGap(0) // instead of Fyne's eye, which no key reaches
	v.show = newPlainButton(lang.L("Show"), v.onShow)
	v.recoveryOnly = newCheck(lang.L("This account has a recovery code only"), func(bool) { v.changed() })
	v.more = newQuietButton(lang.L("More options"), v.onMore)
	v.buildOptions()
	v.next = newPrimaryButton(lang.L("Continue"), v.onNext)
	v.cancel = newQuietButton(lang.L("Cancel"), u.back)
	for _, f := range []*field{v.issuer, v.name, v.secret, v.digits, v.period, v.counter} {
		f.entry.OnSubmitted = func(string) { v.next.Tapped(nil) }
		f.entry.OnChanged = func(string) { v.changed() }
		f.entry.onShortcut = func(s fyne.Shortcut) bool { return u.pasteElsewhere(s, isEnrolmentLink) }
	}
	v.page = newPage(
		newHeading(lang.L("Type it in"), lang.L("The page with the QR code has a link such as “Can't scan it?” that shows a secret.")),
		v.issuer, v.name,
		v.secret, newRow(v.show, newSpring(), v.more),
		v.options, v.recoveryOnly, v.wrong.card,
		newRow(v.cancel, newSpring(), v.next),
	)
	v.changed()
	return v
}

// The types as the form names them.
func typeNames() map[string]vault.Type {
	return map[string]vault.Type{
		lang.L("By time (TOTP)"):    vault.TypeTOTP,
		lang.L("By counter (HOTP)"): vault.TypeHOTP,
		lang.L("Steam Guard"):       vault.TypeSteam,
	}
}

func (v *byHandView) buildOptions() {
	v.kind = newChoice([]string{lang.L("By time (TOTP)"), lang.L("By counter (HOTP)"), lang.L("Steam Guard")},
		func(string) { v.changed() })
	v.algorithm = newChoice([]string{string(vault.SHA1), string(vault.SHA256), string(vault.SHA512)},
		func(string) { v.changed() })
	v.kind.Selected, v.algorithm.Selected = v.kind.Options[0], v.algorithm.Options[0]
	v.digits = newField(lang.L("Digits"), newEntry(strconv.Itoa(vault.DefaultDigits)))
	v.period = newField(lang.L("Period in seconds"), newEntry(strconv.Itoa(vault.DefaultPeriod)))
	v.counter = newField(lang.L("Counter"), newEntry("0"))
	v.algorithmBox = newColumn(4, newLabel(lang.L("Algorithm"), styleSmall()), newFramed(v.algorithm))
	v.options = newColumn(10,
		container.NewGridWithColumns(2,
			newColumn(4, newLabel(lang.L("Codes change"), styleSmall()), newFramed(v.kind)),
			v.algorithmBox),
		container.NewGridWithColumns(2, v.digits, container.NewStack(v.period, v.counter)),
	)
	v.options.Hide()
}

func (v *byHandView) object() fyne.CanvasObject { return v.page }

func (v *byHandView) focus() { v.u.window.Canvas().Focus(v.issuer.entry) }

func (v *byHandView) closed() { clearEntries(v.secret) }

func (v *byHandView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.next.Tapped(nil)
		return true
	}
	return false
}

func (v *byHandView) onShow() {
	v.secret.entry.Password = !v.secret.entry.Password
	v.show.setText(lang.L("Hide"))
	if v.secret.entry.Password {
		v.show.setText(lang.L("Show"))
	}
	v.secret.entry.Refresh()
}

func (v *byHandView) onMore() {
	v.options.Hidden = !v.options.Hidden
	v.more.setText(lang.L("Fewer options"))
	if v.options.Hidden {
		v.more.setText(lang.L("More options"))
	}
	v.page.Refresh()
}

// kindChosen is the type that the form says.
func (v *byHandView) kindChosen() vault.Type {
	if v.recoveryOnly.checked {
		return vault.TypeNone
	}
	return typeNames()[v.kind.Selected]
}

// changed shows what goes with the chosen type, and what is wrong so far. An
// empty field is not wrong before it is sent.
func (v *byHandView) changed() {
	if v.page == nil {
		return
	}
	kind := v.kindChosen()
	none, steam := kind == vault.TypeNone, kind == vault.TypeSteam
	v.secret.Hidden, v.show.Hidden, v.more.Hidden = none, none, none
	if none {
		v.options.Hide()
		v.more.setText(lang.L("More options"))
	}
	v.digits.Hidden, v.algorithmBox.Hidden = steam, steam
	v.period.Hidden = kind != vault.TypeTOTP
	v.counter.Hidden = kind != vault.TypeHOTP
	_, err := v.account()
	v.showWrong(err, false)
}

// account is what the form says, or a ParamError.
func (v *byHandView) account() (vault.Account, error) {
	a := vault.Account{
		Issuer: vault.CleanName(v.issuer.entry.Text), Name: vault.CleanName(v.name.entry.Text),
		Type: v.kindChosen(),
	}
	if a.Type == vault.TypeNone {
		return a, a.Validate()
	}
	secret, err := vault.ParseSecret(v.secret.entry.Text)
	if err != nil {
		return a, err
	}
	a.Secret, a.Algorithm = secret, vault.Algorithm(v.algorithm.Selected)
	if a.Type == vault.TypeSteam {
		a.Algorithm, a.Digits, a.Period = vault.SHA1, vault.SteamDigits, vault.DefaultPeriod
		return a, a.Validate()
	}
	if a.Digits, err = v.number(v.digits, vault.ParamDigits); err != nil {
		return a, err
	}
	moving := vault.ParamPeriod
	if a.Type == vault.TypeHOTP {
		moving = vault.ParamCounter
	}
	n, err := v.number(v.fieldOf(moving), moving)
	if err != nil {
		return a, err
	}
	if a.Type == vault.TypeHOTP {
		a.Counter = uint64(n)
	} else {
		a.Period = n
	}
	return a, a.Validate()
}

// number reads a field of digits; an empty one means what its placeholder says.
func (v *byHandView) number(f *field, p vault.Param) (int, error) {
	text := strings.TrimSpace(f.entry.Text)
	if text == "" {
		text = f.entry.PlaceHolder
	}
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		return 0, &vault.ParamError{Param: p, Reason: vault.ReasonNotNumber}
	}
	return int(n), nil
}

func (v *byHandView) fieldOf(p vault.Param) *field {
	switch p {
	case vault.ParamIssuer:
		return v.issuer
	case vault.ParamName:
		return v.name
	case vault.ParamSecret:
		return v.secret
	case vault.ParamDigits:
		return v.digits
	case vault.ParamPeriod:
		return v.period
	case vault.ParamCounter:
		return v.counter
	}
	return nil
}

// showWrong shows an error at the field it is about. Without sent, what is
// missing is not shown: the person is still typing.
func (v *byHandView) showWrong(err error, sent bool) {
	var param *vault.ParamError
	isParam := errors.As(err, &param)
	for _, f := range []*field{v.issuer, v.name, v.secret, v.digits, v.period, v.counter} {
		f.setWrong("")
	}
	v.wrong.Hide()
	switch {
	case isParam && !sent && param.Reason == vault.ReasonMissing:
	case isParam && v.fieldOf(param.Param) != nil:
		v.fieldOf(param.Param).setWrong(messageOf(err).String())
	default:
		v.wrong.showError(err)
	}
	v.page.Refresh()
}

func (v *byHandView) onNext() {
	a, err := v.account()
	if err != nil {
		v.showWrong(err, true)
		return
	}
	if !checkNames(a, v.issuer, v.name) {
		v.page.Refresh()
		return
	}
	if a.Type != vault.TypeNone {
		v.u.show(newConfirmView(v.u, findings{single: []finding{{account: a}}}, lang.L("as typed in")))
		return
	}
	a.Open = vault.StepRecovery
	var stored []vault.Account
	held := v.u.vault
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) (err error) {
		stored, err = held.Add(ctx, []vault.Account{a}, vault.DuplicateRefuse)
		return err
	}, func(err error) {
		if err != nil || len(stored) == 0 {
			v.showWrong(err, true)
			return
		}
		v.u.added(stored[0], vault.StepRecovery, "", nil)
	})
}
