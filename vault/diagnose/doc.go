// Package diagnose says why a service may have rejected a code, and what to do.
//
// Run is a pure function over what the caller found out: it asks nobody, sends
// nothing and changes nothing. What it says are enumerations with values; the
// words for people are the callers'. No report holds a secret or a code.
package diagnose
