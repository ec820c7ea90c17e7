package cli

// The exit codes, stable for scripts.
const (
	ExitOK          = 0
	ExitUnexpected  = 1
	ExitUsage       = 2
	ExitNothing     = 3 // no such account, no code in the picture, no live recovery code
	ExitUnavailable = 4 // vault or keyring unavailable, locked, or wrong passphrase
	ExitRefused     = 5 // the input cannot be used
	ExitAmbiguous   = 6 // several accounts answer the query
	ExitNotReady    = 7 // an account is stale or lost
	ExitNoWindow    = 8 // no display, no OpenGL, or built without a window
)

// failure is an error with its exit code and its text for people. Errors of
// other packages become one in explain.
type failure struct {
	code int
	text string
}

func (f *failure) Error() string { return f.text }

func fail(code int, text string) error { return &failure{code, text} }
