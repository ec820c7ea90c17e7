// Package vaulttest holds what tests of vaults share: the suite that every
// Keyring passes, keyrings that go wrong on purpose, and a search of a process's
// memory. Only tests import it.
//
// A new Keyring calls TestKeyring from a test of its own, and TestReopen when
// its items outlive the process.
package vaulttest
