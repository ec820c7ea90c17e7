package vault

import (
	"fmt"
	"strings"
)

// doctorCase is one thing that Examine or Try can find. The sentences say what
// happened and what to do; {{.Name}} stands for data of a Finding, in the form
// that translations use. docs/doctor.md lists them all.
type doctorCase struct {
	layer, name string
	ok          bool
	inFile      bool // a vault in a file would do without
	what, do    string
}

// doctorCases is the table, in the order in which the layers are looked at.
// Names are stable: scripts compare them.
func doctorCases() []doctorCase {
	return []doctorCase{
		{layer: "bus", name: "bus-ok", ok: true, what: "The session bus answers."},
		{
			layer: "bus", name: "no-bus", inFile: true,
			what: "There is no session bus, so no keyring can be asked.", do: "Start Deskfob inside a desktop session.",
		},
		{
			layer: "bus", name: "bus-silent", inFile: true,
			what: "The session bus takes the call and does not answer.", do: "Log out and in again.",
		},

		{layer: "service", name: "service-ok", ok: true, what: "{{.Service}} serves the keyring."},
		{
			layer: "service", name: "two-providers", ok: true,
			what: "{{.Service}} serves the keyring, and {{.Others}} runs too.",
			do:   "Should accounts seem to be missing, the other one may have served before: let the same one serve always.",
		},
		{
			layer: "service", name: "no-service", inFile: true,
			what: "No keyring service is running, and none can be started.", do: "Install gnome-keyring, KWallet or KeePassXC.",
		},
		{
			layer: "service", name: "not-serving", inFile: true,
			what: "{{.Others}} is running, but does not serve as the desktop's keyring.",
			do:   "Switch its Secret Service interface on in its settings, then start it again.",
		},
		{
			layer: "service", name: "service-silent", inFile: true,
			what: "The keyring service does not answer.", do: "Log out and in again, or restart the service.",
		},
		{
			layer: "service", name: "service-denied", inFile: true,
			what: "The keyring service refuses Deskfob.", do: "Allow Deskfob in the password manager's settings.",
		},
		{
			layer: "service", name: "service-failed", inFile: true,
			what: "The keyring service answers with an error.", do: "Restart it, or log out and in again.",
		},

		{layer: "collection", name: "collection-ok", ok: true, what: "The keyring is unlocked."},
		{
			layer: "collection", name: "no-collection", inFile: true,
			what: "The keyring is empty and was never given a password.",
			do:   "Open your accounts on the desktop: the keyring then asks for a new password.",
		},
		{
			layer: "collection", name: "locked", inFile: true,
			what: "The keyring is locked.", do: "Open your accounts on the desktop, and type the keyring's password.",
		},
		{
			layer: "collection", name: "no-display", inFile: true,
			what: "The keyring is locked, and there is no display to ask for its password on.",
			do:   "Unlock it from the desktop session.",
		},
		{
			layer: "collection", name: "asking", inFile: true,
			what: "The keyring is locked and asks for its password right now.",
			do:   "Answer its question; it may lie behind other windows.",
		},
		{
			layer: "collection", name: "unanswered", inFile: true,
			what: "The keyring asked for its password and got no answer in time.",
			do:   "Look for its question behind other windows; where there is none, log out and in again.",
		},
		{
			layer: "collection", name: "dismissed", inFile: true,
			what: "The keyring is locked: its question was closed without an answer.",
			do:   "Open your accounts again, and type the keyring's password.",
		},

		{layer: "file", name: "file-ok", ok: true, what: "The vault file is whole."},
		{
			layer: "file", name: "file-open", ok: true,
			what: "The vault file is whole, and others can write in its folder, so they could remove it.",
			do:   "Take that right away from {{.Folder}}.",
		},
		{
			layer: "file", name: "no-file",
			what: "There is no vault file at {{.File}}.", do: "Check the path, or add an account to make the file.",
		},
		{layer: "file", name: "file-denied", what: "The vault file may not be read.", do: "Make yourself its owner: {{.File}}."},
		{layer: "file", name: "file-newer", what: "The vault file is from a newer Deskfob, and was not touched.", do: "Update Deskfob."},
		{
			layer: "file", name: "file-damaged",
			what: "The vault file is damaged or no vault file.",
			do:   "Put a copy of it back from a backup. Deskfob leaves it as it is.",
		},
		{layer: "file", name: "file-unreadable", what: "The vault file cannot be read: {{.Error}}.", do: "Check its path and the disk it is on."},

		{layer: "data", name: "data-ok", ok: true, what: "The data folder can be written."},
		{layer: "data", name: "data-new", ok: true, what: "There is no data folder yet; the first change makes it."},
		{layer: "data", name: "data-denied", what: "The data folder cannot be written.", do: "Make yourself the owner of {{.Folder}}."},

		{layer: "vault", name: "vault-ok", ok: true, what: "The vault opens. Accounts in it: {{.Accounts}}."},
		{layer: "vault", name: "no-vault", ok: true, what: "There is no vault here yet.", do: "Add an account to make one."},
		{
			layer: "vault", name: "sealed", ok: true,
			what: "The vault is there and has a passphrase; without it no more can be told.",
		},
		{
			layer: "vault", name: "gone",
			what: "The vault that this computer saw on {{.Seen}} is gone.",
			do:   "Put it back from a backup or a recovery kit before adding anything.",
		},
		{
			layer: "vault", name: "gone-elsewhere",
			what: "The vault that this computer saw on {{.Seen}} is not in this keyring; {{.Others}} runs too and may hold it.",
			do:   "Let the program that served the keyring then serve it again, before adding anything.",
		},
		{
			layer: "vault", name: "wrong-passphrase",
			what: "The passphrase does not open the vault.", do: "Try again with the right one.",
		},
		{layer: "vault", name: "newer", what: "The vault is from a newer Deskfob, and was not touched.", do: "Update Deskfob."},
		{
			layer: "vault", name: "root-damaged",
			what: "The vault's root item does not parse or verify, so no account can be reached.",
			do:   "Put the keyring or the file back from a backup. Deskfob leaves what is there as it is.",
		},
		{layer: "vault", name: "busy", what: "The vault is being changed.", do: "Try again in a moment."},
		{
			layer: "vault", name: "item-denied",
			what: "The keyring is unlocked, but gives Deskfob's items to nobody here.",
			do:   "Allow Deskfob to read them in the password manager's settings.",
		},
		{
			layer: "vault", name: "item-silent",
			what: "The keyring stopped answering.", do: "Look for a question of the keyring and answer it, then try again.",
		},
		{layer: "vault", name: "unreadable", what: "The vault cannot be read: {{.Error}}.", do: "Try again; should it stay so, log out and in."},

		{layer: "pages", name: "pages-ok", ok: true, what: "All items of the vault are there and whole: {{.Items}}."},
		{
			layer: "pages", name: "item-missing",
			what: "Items that the vault names are missing: {{.Items}} of {{.All}}. What they held is out of reach; the other accounts go on working.",
			do:   "Put the keyring or the file back from a backup, or those accounts from a recovery kit.",
		},
		{
			layer: "pages", name: "page-damaged",
			what: "Items of the vault do not parse or verify: {{.Items}} of {{.All}}. They are kept as they are; the other accounts go on working.",
			do:   "Put the keyring or the file back from a backup, or those accounts from a recovery kit.",
		},

		{
			layer: "pages", name: "quarantined", ok: true,
			what: "All other items are whole. Set aside, because they could not be read: {{.Items}}.",
			do:   "Put the keyring or the file back from a backup, or those accounts from a recovery kit.",
		},

		{layer: "witness", name: "witness-ok", ok: true, what: "It is the vault that this computer saw last."},
		{
			layer: "witness", name: "older",
			what: "The vault was saved on {{.Saved}}; this computer saw a newer one of {{.Seen}}.",
			do:   "Look at the accounts, and go on with this one or put the newer one back.",
		},
		{
			layer: "witness", name: "foreign",
			what: "The vault was changed on another computer, from a state that this one never saw.",
			do:   "Look at the accounts, and go on with this vault or put the other back.",
		},
		{
			layer: "witness", name: "another-vault",
			what: "It is another vault than the one that this computer saw last.",
			do:   "Look at the accounts, and go on with this vault or put the other back.",
		},

		{layer: "try", name: "try-ok", ok: true, what: "An item of the largest size was written, read back and deleted."},
		{
			layer: "try", name: "too-large", inFile: true,
			what: "The keyring refuses an item of {{.Bytes}} bytes as too large.", do: "Nothing can be saved in it: let another program serve the keyring.",
		},
		{
			layer: "try", name: "not-saved", inFile: true,
			what: "The keyring said that it had saved an item, and reading back showed it had not.",
			do:   "Try again and answer what the keyring asks.",
		},
		{layer: "try", name: "no-room", what: "There is no room left to save anything; what is saved is whole.", do: "Make room on the disk of {{.Folder}}."},
		{layer: "try", name: "try-denied", what: "Nothing may be written there.", do: "Check who owns it, and whether its disk is read-only."},
		{layer: "try", name: "try-failed", what: "Nothing could be saved: {{.Error}}.", do: "Try again; should it stay so, log out and in."},
	}
}

// found is the finding of a case. data holds what its sentences speak of, none
// of it secret.
func found(name string, data map[string]any) Finding {
	for _, c := range doctorCases() {
		if c.name == name {
			return Finding{
				ID: c.layer, Case: c.name, OK: c.ok, InFile: c.inFile, Data: data,
				What: filled(c.what, data), Do: filled(c.do, data), WhatText: c.what, DoText: c.do,
			}
		}
	}
	panic("doctor: no case " + name) // names are constants in this package
}

// filled puts data in the place of {{.Name}}.
func filled(text string, data map[string]any) string {
	for name, value := range data {
		text = strings.ReplaceAll(text, "{{."+name+"}}", fmt.Sprint(value))
	}
	return text
}
