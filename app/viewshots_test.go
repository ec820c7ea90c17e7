package app

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/kit"
)

// Key URIs for the tests, made up at random.
const (
	uriCloud  = "otpauth://totp/Example%20Cloud:sam%40example.com?secret=NEPWFTQ2B3AVSTGFIADELJ22I3URYH5R&issuer=Example%20Cloud"
	uriForge  = "otpauth://totp/Git%20Forge:sam?secret=RLHYLLR3HIV4CUYMIG5KXDDBIMYDCZVV&issuer=Git%20Forge"
	uriServer = "otpauth://totp/Home%20Server:root%40attic?secret=YCH6PMGAHIV6DT7IJJGVJ4YS5T2E323SYSG2PV5PCFPC6NQC2HTA&issuer=Home%20Server&algorithm=SHA256&digits=8"
	uriGate   = "otpauth://hotp/Night%20Shift%20Gate:badge%200417?secret=Q4OY6TLMKBSHLKD5IUCHHUSIGYU5ZJRO&issuer=Night%20Shift%20Gate&counter=41"
	uriWiki   = "otpauth://totp/Lab%20Wiki:Mara%20Okafor?secret=NWAH4A3IFT6F54IN2DW6WPJCH4UMDH7C&issuer=Lab%20Wiki"
)

// TestViewShots draws the views for looking at; it judges nothing.
func TestViewShots(t *testing.T) {
	if os.Getenv("DESKFOB_SHOTS") == "" {
		t.Skip("DESKFOB_SHOTS is not set")
	}
	for name, prepare := range map[string]func(s *stage){
		"add":     func(s *stage) { s.ui.openAdd() },
		"nothing": func(s *stage) { s.ui.openNothing(errNoCodeFound, &foreignCode{kind: "a link", host: "example.com"}) },
		"confirm": func(s *stage) { s.ui.intakeText(uriServer) },
		"confirm-soon": func(s *stage) {
			s.now = s.now.Add(14 * time.Second)
			s.ui.intakeText("otpauth://totp/Example:kim%40example.com?secret=GEZDGNBVGY3TQOJQ&issuer=Example")
		},
		"confirm-same": func(s *stage) { s.ui.intakeText(uriCloud) },
		"several": func(s *stage) {
			s.ui.intakeText(uriCloud + "\n" + uriServer + "\n" + uriGate + "\nhttps://example.com")
		},
		"settings-passphrase": func(s *stage) {
			if err := s.vault.SetPassphrase(s.Context(), []byte("right horse")); err != nil {
				s.Fatal(err)
			}
			s.ui.openSettings()
		},
		"passphrase-set": func(s *stage) { s.ui.openNewPassphrase() },
		"passphrase-change": func(s *stage) {
			if err := s.vault.SetPassphrase(s.Context(), []byte("right horse")); err != nil {
				s.Fatal(err)
			}
			s.ui.openNewPassphrase()
			s.ui.top().(*setPassphraseView).first.entry.SetText("meadow lamp copper")
		},
		"locked": func(s *stage) {
			if err := s.vault.SetPassphrase(s.Context(), []byte("right horse")); err != nil {
				s.Fatal(err)
			}
			s.ui.lock("Locked, because Deskfob was not used for a while.")
		},
		"confirm-over": func(s *stage) { s.ui.intakeText(uriCloudAgain) },
		"more":         func(s *stage) { s.ui.show(newMoreView(s.ui, s.account("Example Cloud").ID)) },
		"account-unfinished": func(s *stage) {
			id := s.account("Example Cloud").ID
			if err := s.vault.SetOpen(s.Context(), id, vault.StepRecovery); err != nil {
				s.Fatal(err)
			}
			s.ui.openAccount(id)
		},
		"account-retired": func(s *stage) {
			id := s.account("Example Cloud").ID
			if err := s.vault.Retire(s.Context(), id); err != nil {
				s.Fatal(err)
			}
			s.ui.openAccount(id)
		},
		"trash": func(s *stage) {
			if _, err := s.vault.Delete(s.Context(), s.account("Lab Wiki").ID); err != nil {
				s.Fatal(err)
			}
			other, err := vault.ParseKeyURI(uriServer)
			if err != nil {
				s.Fatal(err)
			}
			if err := s.vault.ReplaceCredential(s.Context(), s.account("Example Cloud").ID, other); err != nil {
				s.Fatal(err)
			}
			s.ui.changed()
			s.ui.openTrash()
			s.drain()
		},
		"byhand": func(s *stage) { s.ui.openByHand(nil) },
		"byhand-more": func(s *stage) {
			s.ui.openByHand(nil)
			v := s.ui.top().(*byHandView)
			v.more.Tapped(nil)
			v.secret.entry.SetText("not base 32!")
		},
		"account":      func(s *stage) { s.ui.openAccount(s.account("Example Cloud").ID) },
		"account-list": func(s *stage) { s.ui.openAccount(s.account("Lab Wiki").ID) },
		"account-open": func(s *stage) {
			id := s.account("Example Cloud").ID
			if err := s.vault.UseRecovery(s.Context(), id, vault.RecoveryUse{}); err != nil {
				s.Fatal(err)
			}
			s.ui.openAccount(id)
		},
		"account-revealed": func(s *stage) {
			s.ui.openAccount(s.account("Lab Wiki").ID)
			s.tap(s.ui.top().(*accountView).recovery.reveal)
		},
		"account-narrow": func(s *stage) {
			s.ui.window.Resize(fyne.NewSize(340, 640))
			s.ui.openAccount(s.account("Lab Wiki").ID)
		},
		"account-suspect": func(s *stage) {
			id := s.account("Example Cloud").ID
			if err := s.vault.UseRecovery(s.Context(), id, vault.RecoveryUse{Failed: true}); err != nil {
				s.Fatal(err)
			}
			s.ui.openAccount(id)
		},
		"account-recovery-only": func(s *stage) {
			stored, err := s.vault.Add(s.Context(), []vault.Account{{Issuer: "Old Notebook", Name: "sam@example.com", Type: vault.TypeNone}}, vault.DuplicateRefuse)
			if err != nil {
				s.Fatal(err)
			}
			if err := s.vault.SetRecovery(s.Context(), stored[0].ID, vault.RecoverySet{Kind: vault.RecoveryRemoval, Codes: secrets("R12345")}); err != nil {
				s.Fatal(err)
			}
			s.ui.openAccount(stored[0].ID)
		},
		"several-narrow": func(s *stage) {
			s.ui.window.Resize(fyne.NewSize(340, 640))
			s.ui.intakeText(uriCloud + "\n" + uriServer + "\n" + uriGate)
		},
		"account-none": func(s *stage) { s.ui.openAccount(s.account("Git Forge").ID) },
		"account-wide": func(s *stage) {
			s.ui.window.Resize(fyne.NewSize(960, 720))
			s.ui.pages[0].view.(*homeView).choose(1)
		},
		"recovery-save": func(s *stage) {
			s.ui.show(newSaveRecoveryView(s.ui, s.account("Git Forge").ID, afterEnrolment))
			s.ui.top().(*saveRecoveryView).input.field.entry.SetText("K6LGLV3RSH3VERMKET8L7QKU")
		},
		"recovery-saved": func(s *stage) {
			s.ui.show(newSaveRecoveryView(s.ui, s.account("Git Forge").ID, afterAsking))
			v := s.ui.top().(*saveRecoveryView)
			v.input.field.entry.SetText("K6LGLV3RSH3VERMKET8L7QKU")
			s.tap(v.save)
		},
		"recovery-paste": func(s *stage) {
			s.ui.show(newSaveRecoveryView(s.ui, s.account("Git Forge").ID, afterAsking))
			text := "Save your backup codes\n"
			for n := range 10 {
				text += fmt.Sprintf("%d. k%dxm-7rt%d", n+1, n, n)
				if n == 3 {
					text += " (used)"
				}
				text += "\n"
			}
			s.ui.top().(*saveRecoveryView).input.field.entry.SetText(text)
		},
		"recovery-doubt": func(s *stage) {
			s.ui.show(newSaveRecoveryView(s.ui, s.account("Git Forge").ID, afterAsking))
			s.ui.top().(*saveRecoveryView).input.field.entry.SetText("your key is K6LGLV3RSH3V and FRAVE stay")
		},
		"recovery-picture": func(s *stage) {
			s.ui.show(newSaveRecoveryView(s.ui, s.account("Git Forge").ID, afterAsking))
			s.ui.top().(*saveRecoveryView).input.field.entry.SetText("\x89PNG\r\n\x1a\n")
		},
		"recovery-typed": func(s *stage) {
			s.ui.show(newSaveRecoveryView(s.ui, s.account("Git Forge").ID, afterAsking))
			v := s.ui.top().(*saveRecoveryView)
			for _, r := range "K6LGLV3RSH3VERMKET8L7QKU" {
				v.input.field.entry.TypedRune(r)
			}
			s.tap(v.save)
		},
		"use-rotating": func(s *stage) { s.shootUse("Example Cloud") },
		"use-list":     func(s *stage) { s.shootUse("Lab Wiki") },
		"use-elsewhere": func(s *stage) {
			s.ui.show(newUsedRecoveryView(s.ui, s.account("Lab Wiki"), true))
		},
		"use-list-worked": func(s *stage) { s.tap(s.shootUse("Lab Wiki").worked) },
		"use-list-failed": func(s *stage) { s.tap(s.shootUse("Lab Wiki").failed) },
		"use-save-new":    func(s *stage) { s.tap(s.shootUse("Example Cloud").worked) },
		"use-removed": func(s *stage) {
			id := s.account("Git Forge").ID
			if err := s.vault.SetRecovery(s.Context(), id, vault.RecoverySet{Kind: vault.RecoveryRemoval, Codes: secrets("R12345")}); err != nil {
				s.Fatal(err)
			}
			s.tap(s.shootUse("Git Forge").worked)
		},
		"use-removal": func(s *stage) {
			id := s.account("Git Forge").ID
			if err := s.vault.SetRecovery(s.Context(), id, vault.RecoverySet{Kind: vault.RecoveryRemoval, Codes: secrets("R12345")}); err != nil {
				s.Fatal(err)
			}
			s.shootUse("Git Forge")
		},
		"more-copies": func(s *stage) {
			s.keepAll()
			s.pass(26 * time.Hour)
			id := s.account("Lab Wiki").ID
			if err := s.vault.SetRecovery(s.Context(), id, vault.RecoverySet{Codes: secrets("aaa1-bbb1", "aaa2-bbb2")}); err != nil {
				s.Fatal(err)
			}
			entries, err := kit.Collect(s.Context(), s.vault, kit.Choice{})
			if err != nil {
				s.Fatal(err)
			}
			c := kit.Copy{ID: kit.NewID(), Kind: kit.CopySheet, Place: "Printed, at home", Created: s.now, Held: kit.Hold(entries)}
			if err := changeRegister(s.Context(), s.vault, func(r kit.Register) (kit.Register, error) { return r.Add(c), nil }); err != nil {
				s.Fatal(err)
			}
			s.ui.window.Resize(fyne.NewSize(460, 1100))
			s.ui.show(newMoreView(s.ui, id))
		},
		"latest": func(s *stage) { s.ui.openLatest(); s.tap(s.ui.top().(*latestView).rows[0].latest) },
		"rejected": func(s *stage) {
			s.ui.o.ClockOffset = func(context.Context, []string) (clock.Result, error) { return clock.Result{}, clock.ErrOffline }
			s.ui.show(newRejectedView(s.ui, s.account("Example Cloud")))
		},
		"rejected-clock": func(s *stage) {
			s.ui.o.ClockOffset = func(context.Context, []string) (clock.Result, error) {
				return clock.Result{Offset: 95 * time.Second}, nil
			}
			s.ui.show(newRejectedView(s.ui, s.account("Example Cloud")))
			s.tap(s.ui.top().(*rejectedView).check)
		},
		"rejected-looked": func(s *stage) {
			s.ui.o.ClockOffset = func(context.Context, []string) (clock.Result, error) { return clock.Result{}, nil }
			s.ui.show(newRejectedView(s.ui, s.account("Example Cloud")))
			s.tap(s.ui.top().(*rejectedView).look)
		},
		"rejected-again": func(s *stage) {
			s.ui.o.ClockOffset = func(context.Context, []string) (clock.Result, error) { return clock.Result{}, nil }
			s.ui.show(newRejectedView(s.ui, s.account("Example Cloud")))
			s.tap(s.ui.top().(*rejectedView).check)
		},
		"ask-again": func(s *stage) { s.ui.show(newAskAgainView(s.ui, func() {})) },
		"list-retired": func(s *stage) {
			if err := s.vault.Retire(s.Context(), s.account("Example Cloud").ID); err != nil {
				s.Fatal(err)
			}
			s.ui.changed()
		},
		"rename":          func(s *stage) { s.ui.openRename(s.account("Example Cloud").ID) },
		"delete":          func(s *stage) { s.ui.openDelete(s.account("Example Cloud").ID) },
		"trouble-gone":    func(s *stage) { s.ui.vault = nil; s.ui.openTrouble(vault.ErrVaultGone) },
		"trouble-none":    func(s *stage) { s.ui.vault = nil; s.ui.openTrouble(vault.ErrUnavailable) },
		"trouble-lock":    func(s *stage) { s.ui.vault = nil; s.ui.openTrouble(vault.ErrLocked) },
		"trouble-refused": func(s *stage) { s.ui.vault = nil; s.ui.openTrouble(vault.ErrDenied) },
		"trouble-old":     func(s *stage) { s.ui.openTrouble(vault.ErrOlder) },
		"waiting": func(s *stage) {
			s.ui.vault = nil
			s.ui.o.Open = func(ctx context.Context, _ vault.Location, _ Passphrase, _ bool) (*vault.Vault, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			s.ui.open(false)
			s.ui.jobs[0].reveal()
		},
		"confirm-long": func(s *stage) {
			s.ui.intakeText("otpauth://totp/The%20Northern%20Association%20of%20Volunteer%20Librarians:samira.okafor-lindqvist%40members.northern-librarians.example?secret=GEZDGNBVGY3TQOJQ&issuer=The%20Northern%20Association%20of%20Volunteer%20Librarians&digits=10")
			s.ui.top().(*confirmView).wrong.showError(vault.ErrDismissed)
		},
		"doctor": func(s *stage) { s.shootDoctor(8) },
		"doctor-from-trouble": func(s *stage) {
			s.ui.vault = nil
			s.ui.o.Examine = func(context.Context, vault.Location) []vault.Finding { return nil }
			s.ui.openTrouble(vault.ErrVaultGone)
		},
		"doctor-from-settings": func(s *stage) {
			s.ui.o.Examine = func(context.Context, vault.Location) []vault.Finding { return nil }
			s.ui.openSettings()
		},
		"doctor-locked": func(s *stage) { s.ui.vault = nil; s.shootDoctor(2, faultFinding()) },
		"doctor-narrow": func(s *stage) {
			s.ui.window.Resize(fyne.NewSize(340, 640))
			s.shootDoctor(5, vault.Finding{
				WhatText: "Items that the vault names are missing: 1 of 5. What they held is out of reach; the other accounts go on working.",
				DoText:   "Put the keyring or the file back from a backup, or those accounts from a recovery kit.",
			})
		},
		"filestore": func(s *stage) { s.ui.openFileStore("/home/sam/.local/share/deskfob/accounts.deskfob") },
		"passphrase": func(s *stage) {
			s.ui.o.Location.File = "/home/sam/accounts.deskfob"
			s.ui.passphraseWrong = true
			s.ui.show(newPassphraseView(s.ui, false, nil))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, uriCloud, uriForge, uriWiki)
			cloud, wiki := s.account("Example Cloud").ID, s.account("Lab Wiki").ID
			var list []string
			for n := range 10 {
				list = append(list, fmt.Sprintf("k%dxm-7rt%d-q2fd", n, n))
			}
			for id, codes := range map[string][]string{cloud: {"K6LGLV3RSH3VERMKET8L7QKU"}, wiki: list} {
				if err := s.vault.SetRecovery(t.Context(), id, vault.RecoverySet{Codes: secrets(codes...)}); err != nil {
					t.Fatal(err)
				}
			}
			for range 8 {
				if err := s.vault.UseRecovery(t.Context(), wiki, vault.RecoveryUse{}); err != nil {
					t.Fatal(err)
				}
			}
			s.ui.changed()
			prepare(s)
			s.shoot(name)
		})
	}
}

// shootUse begins to use the recovery code of an account.
func (s *stage) shootUse(issuer string) *usedRecoveryView {
	s.Helper()
	s.ui.openAccount(s.account(issuer).ID)
	s.tap(top[*accountView](s).recovery.use)
	return top[*usedRecoveryView](s)
}

// shootDoctor shows the first well findings and some more.
func (s *stage) shootDoctor(well int, more ...vault.Finding) {
	s.Helper()
	all := []vault.Finding{
		{OK: true, WhatText: "The session bus answers."},
		{
			OK: true, WhatText: "gnome-keyring serves the keyring, and KWallet runs too.", Do: "x",
			DoText: "Should accounts seem to be missing, the other one may have served before: let the same one serve always.",
		},
		{OK: true, WhatText: "The keyring is unlocked."},
		{OK: true, WhatText: "The data folder can be written."},
		{OK: true, WhatText: "The vault opens. Accounts in it: 12."},
		{OK: true, WhatText: "All items of the vault are there and whole: 4."},
		{OK: true, WhatText: "It is the vault that this computer saw last."},
		{OK: true, WhatText: "An item of the largest size was written, read back and deleted."},
	}
	all = append(all[:well:well], more...)
	s.ui.o.Examine = func(context.Context, vault.Location) []vault.Finding { return all }
	s.ui.o.Try = func(context.Context, vault.Location) vault.Finding { return vault.Finding{} }
	s.ui.openDoctor()
	s.drain()
}
