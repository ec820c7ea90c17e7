// Package cli is the command line of deskfob: one file a sub-command, each an
// options struct that parsing fills and a run method.
//
// A program calls Run with its arguments and an Env, which holds everything the
// commands touch outside themselves: streams, terminal, clock, vault, screen
// and clipboard. Run answers an exit code, or what a window should show when
// the arguments ask for one.
//
// Data goes to standard output, talk to standard error. A secret is printed
// only when a command asks for it by name, and never read from the arguments.
// The exit codes and the shapes of the output are a contract: docs/cli.md.
package cli
