// Package arch holds the import table: which package may import what, and why.
// It has tests only. They read the import lines of every file of the module,
// whatever system or build tag a file is for, and print the reason for a rule
// that is broken. ARCHITECTURE.md shows the same table to people.
package arch
