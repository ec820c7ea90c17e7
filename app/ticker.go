package app

import "time"

// tickLookout is how often the wall clock is looked at: Go's timers stand
// still while a computer sleeps, so one set for the next second fires late
// after waking.
const tickLookout = 200 * time.Millisecond

// runClock calls tick at the start of every second of the wall clock, and at
// once when that clock has jumped, until the window is closed.
func (u *UI) runClock() {
	last := int64(0)
	for u.ctx.Err() == nil {
		now := u.o.Now()
		if second := now.Unix(); second != last {
			last = second
			u.o.Do(func() { u.tick(u.o.Now()) })
		}
		select {
		case <-u.o.After(untilLook(now)):
		case <-u.ctx.Done():
		}
	}
}

// untilLook is how long to wait before looking at the clock again.
func untilLook(now time.Time) time.Duration {
	next := time.Second - time.Duration(now.Nanosecond())
	return min(next, tickLookout)
}

// tick brings everything in sight to now. Times left are computed from now,
// never counted down.
func (u *UI) tick(now time.Time) {
	now = now.Round(0) // without the monotonic clock, which stands still while a computer sleeps
	u.refreshClipboard(now)
	u.lockWhenUnused(now)
	u.watchVault()
	u.takeIntake()
	if u.hidden {
		return
	}
	u.root.toast.refresh(now)
	if t, ok := u.top().(ticking); ok {
		t.refresh(now)
	}
}
