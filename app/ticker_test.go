package app

import (
	"context"
	"testing"
	"time"
)

func TestUntilLook(t *testing.T) {
	for _, tt := range []struct {
		name  string
		nanos int64
		want  time.Duration
	}{
		{"at the start of a second", 0, tickLookout},
		{"in its middle", 500e6, tickLookout},
		{"just before the next", 950e6, 50 * time.Millisecond},
		{"at its last moment", 999999999, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := untilLook(time.Unix(1000, tt.nanos)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// The clock ticks once for each second that begins, and at once after a jump.
func TestRunClock(t *testing.T) {
	start := time.Unix(1_800_000_000, 0)
	looks := []time.Duration{ // after the start
		0, 200 * time.Millisecond, 900 * time.Millisecond, time.Second, 1100 * time.Millisecond,
		8 * time.Hour, 8*time.Hour + 200*time.Millisecond, 7 * time.Hour,
	}
	const want = 4 // at 0 s, 1 s, 8 h, 7 h
	ticks, look := 0, 0
	u := &UI{}
	u.ctx, u.cancel = context.WithCancel(t.Context())
	u.o = Options{
		Now: func() time.Time { return start.Add(looks[min(look, len(looks)-1)]) },
		Do:  func(func()) { ticks++ },
		After: func(time.Duration) <-chan time.Time {
			if look++; look == len(looks) {
				u.cancel()
			}
			return soon(0)
		},
	}
	u.runClock()
	if ticks != want {
		t.Errorf("%d ticks, want %d", ticks, want)
	}
}
