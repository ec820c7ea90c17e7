// Package kit is what lets a person back in after this computer died: the
// recovery kit, its printed sheet, the register of where copies are, and
// readiness.
//
//   - Collect takes from a vault what a kit is to hold. Write and Save make a
//     kit file of it, in the standard age format under a passphrase; Read opens
//     one. What is inside is documented in docs/kit.md.
//   - Passphrase makes a passphrase of six words.
//   - Sheet prints the same entries as a PDF; SaveSheet writes it.
//   - Register knows which copies there are, where they are kept and what they
//     hold: Kit.Copy and Sheet.Copy go into it, Notes and ReadNotes store it in a
//     vault. Its Readiness says what could not be got back now.
//   - Compare says how a kit and a vault differ, MakePlan what restoring it
//     would do, Restore does it, and Drill proves that it can be done.
//
// The package draws no window, asks nobody anything, starts no process and
// opens no network connection. Texts of the sheet are its only words for
// people; everything else is said by enumerations and errors.
package kit
