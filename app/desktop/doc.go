// Package desktop gives what a desktop offers and the window's toolkit does
// not: a settings file, one instance a person, a clipboard that forgets,
// the trash, no core dumps. It draws nothing and knows nothing of accounts.
package desktop

import "errors"

// ErrUnsupported says that this system, or this session, does not offer what
// was asked for.
var ErrUnsupported = errors.New("not supported here")

// ErrNoDisplay says that no window can be shown here.
var ErrNoDisplay = errors.New("no display")
