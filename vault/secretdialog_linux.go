package vault

import (
	"errors"
	"sync"
)

// dialog remembers how the keyring's question for its password stands, for the
// doctor. The zero value is ready: nothing was asked.
type dialog struct {
	mu    sync.Mutex
	state promptState
}

func (d *dialog) set(s promptState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.state = s
}

func (d *dialog) now() promptState {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.state
}

// opened is called when the question is asked.
func (d *dialog) opened() { d.set(promptOpen) }

// outwaited is called when somebody waited for the answer as long as they could.
func (d *dialog) outwaited() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.state == promptOpen {
		d.state = promptUnanswered
	}
}

// ended is called with what became of the question; nil: it was answered.
func (d *dialog) ended(err error) {
	switch {
	case errors.Is(err, ErrDismissed):
		d.set(promptDismissed)
	case errors.Is(err, ErrTimeout):
		d.set(promptUnanswered)
	default:
		d.set(promptNone)
	}
}
