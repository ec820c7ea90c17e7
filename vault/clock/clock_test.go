package clock_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/clock/clocktest"
)

func TestOffset(t *testing.T) {
	server := func(offset time.Duration, answer clocktest.Answer) func(*testing.T) string {
		return func(t *testing.T) string { return clocktest.Serve(t, offset, answer) }
	}
	right := func(offset time.Duration) func(*testing.T) string { return server(offset, clocktest.Right) }
	nowhere := func(*testing.T) string { return "[::1%nowhere]:1" }
	closed := func(t *testing.T) string {
		conn, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return conn.LocalAddr().String()
	}
	for _, tt := range []struct {
		name    string
		servers []func(*testing.T) string
		offset  time.Duration
		err     error
	}{
		{"in step", []func(*testing.T) string{right(0), right(0), right(0)}, 0, nil},
		{"slow clock", []func(*testing.T) string{right(95 * time.Second), right(95 * time.Second)}, 95 * time.Second, nil},
		{"fast clock", []func(*testing.T) string{right(-time.Hour), right(-time.Hour), right(-time.Hour)}, -time.Hour, nil},
		{"years off", []func(*testing.T) string{right(-4 * 365 * 24 * time.Hour), right(-4 * 365 * 24 * time.Hour)}, -4 * 365 * 24 * time.Hour, nil},
		{"nearly the same", []func(*testing.T) string{right(40 * time.Second), right(40*time.Second + 700*time.Millisecond)}, 40 * time.Second, nil},
		{"one lies", []func(*testing.T) string{right(9 * time.Hour), right(2 * time.Second), right(2 * time.Second)}, 2 * time.Second, nil},
		{"one alone asked", []func(*testing.T) string{right(time.Minute)}, time.Minute, nil},
		{"two lie apart", []func(*testing.T) string{right(time.Hour), right(time.Minute)}, 0, clock.ErrDoubtful},
		{"all apart", []func(*testing.T) string{right(time.Hour), right(time.Minute), right(0)}, 0, clock.ErrDoubtful},
		{"go away", []func(*testing.T) string{server(0, clocktest.KissOfDeath), server(0, clocktest.KissOfDeath)}, 0, clock.ErrDoubtful},
		{"not synchronised", []func(*testing.T) string{server(0, clocktest.Unsynchronised)}, 0, clock.ErrDoubtful},
		{"answers nobody asked for", []func(*testing.T) string{server(0, clocktest.Foreign), server(0, clocktest.Foreign)}, 0, clock.ErrDoubtful},
		{"garbage", []func(*testing.T) string{server(0, clocktest.Garbage)}, 0, clock.ErrDoubtful},
		{"not set for days", []func(*testing.T) string{server(0, clocktest.Stale)}, 0, clock.ErrDoubtful},
		{"one right among bad ones", []func(*testing.T) string{right(time.Minute), server(0, clocktest.KissOfDeath), server(0, clocktest.Garbage)}, 0, clock.ErrDoubtful},
		{"two right among bad ones", []func(*testing.T) string{server(0, clocktest.KissOfDeath), right(time.Minute), server(0, clocktest.Silent), right(time.Minute)}, time.Minute, nil},
		{"nobody listens", []func(*testing.T) string{closed, closed}, 0, clock.ErrOffline},
		{"no way there", []func(*testing.T) string{nowhere}, 0, clock.ErrOffline},
		{"no servers", nil, 0, clock.ErrOffline},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var servers []string
			for _, start := range tt.servers {
				servers = append(servers, start(t))
			}
			got, err := clock.Offset(t.Context(), servers)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if (got.Offset - tt.offset).Abs() > 1500*time.Millisecond {
				t.Errorf("offset %v, want %v", got.Offset, tt.offset)
			}
			if err == nil && (got.RoundTrip < 0 || got.RoundTrip > time.Second || got.Server == "") {
				t.Errorf("round trip %v to %q", got.RoundTrip, got.Server)
			}
		})
	}
}

func TestOffsetEndsInTime(t *testing.T) {
	silent := clocktest.Serve(t, 0, clocktest.Silent)
	start := time.Now()
	_, err := clock.Offset(t.Context(), []string{silent, silent})
	if took := time.Since(start); !errors.Is(err, clock.ErrOffline) || took < clock.Patience || took > 2*clock.Patience {
		t.Errorf("%v after %v", err, took)
	}
}

func TestOffsetEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	silent := clocktest.Serve(t, 0, clocktest.Silent)
	start := time.Now()
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := clock.Offset(ctx, []string{silent, silent})
	if took := time.Since(start); !errors.Is(err, context.Canceled) || took > time.Second {
		t.Errorf("%v after %v", err, took)
	}
}

func TestParseServers(t *testing.T) {
	if got := clock.ParseServers(" a.example, b.example:123 "); !slices.Equal(got, []string{"a.example", "b.example:123"}) {
		t.Errorf("got %q", got)
	}
	if got := clock.ParseServers(" , "); len(got) != 0 {
		t.Errorf("of nothing came %q", got)
	}
}
