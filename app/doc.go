// Package app is Deskfob's window.
//
// New makes it from Options; ShowAndRun shows it and returns when it is closed.
// Each page is a struct with its widgets as fields, and what a list row says is
// a pure function of account and time (present.go). The package never imports
// fyne/v2/app, so that it can be tested on the software driver without C.
//
// Everything here runs on Fyne's UI goroutine. What can take time (keyring,
// files, screen) goes through UI.background, which brings the result back.
package app
