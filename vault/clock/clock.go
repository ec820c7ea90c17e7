package clock

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/beevik/ntp"
)

var (
	// ErrOffline: no time server answered in time. The computer is offline, or
	// a firewall keeps NTP (UDP port 123) in.
	ErrOffline = errors.New("no time server answered")
	// ErrDoubtful: servers answered, but not two of them with the same time, or
	// none with a time that may be used.
	ErrDoubtful = errors.New("the time servers do not agree")
)

const (
	// Patience is how long Offset takes at most.
	Patience = 4 * time.Second

	// slowest is the round trip beyond which an answer says too little: the
	// offset is unsure by half of it.
	slowest = 2 * time.Second
	// apart is how much two servers may differ, beside what their round trips
	// make unsure. Codes are good for 30 s, so more precision is of no use.
	apart = time.Second
)

// Result is how far the computer's clock is off.
type Result struct {
	// Offset is what has to be added to the computer's time: negative when its
	// clock is ahead.
	Offset    time.Duration
	RoundTrip time.Duration
	Server    string // the one the offset is from
}

// Servers are the time servers to ask when the person names no others. They
// belong to three operators, so that one alone cannot mislead.
func Servers() []string {
	return []string{"time.cloudflare.com", "time.apple.com", "ptbtime1.ptb.de"}
}

// ParseServers reads the names of time servers, with spaces or commas between;
// none when there are none.
func ParseServers(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
}

// Offset asks all servers ("host" or "host:port") at once and returns as soon
// as two agree; when only one is named, what that one says. It ends with ctx's
// error when ctx ends, with ErrOffline or ErrDoubtful after Patience at most.
func Offset(ctx context.Context, servers []string) (Result, error) {
	asking, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	type answer struct {
		result Result
		err    error
	}
	answers := make(chan answer, len(servers))
	for _, server := range servers {
		go func() {
			result, err := ask(asking, server)
			answers <- answer{result, err}
		}()
	}
	needed := min(2, len(servers))
	var good []Result
	err := ErrOffline
	for range servers {
		select {
		case a := <-answers:
			if a.err == nil {
				good = append(good, a.result)
			}
			if a.err == nil || errors.Is(a.err, ErrDoubtful) {
				err = ErrDoubtful
			}
		case <-asking.Done():
		}
		if ctx.Err() != nil {
			return Result{}, ctx.Err()
		}
		if best, ok := agreed(good, needed); ok {
			return best, nil
		}
	}
	return Result{}, err
}

// agreed returns the nearest of the first answers that agree with enough
// others.
func agreed(answers []Result, needed int) (Result, bool) {
	for _, a := range answers {
		count, best := 0, a
		for _, b := range answers {
			if (a.Offset - b.Offset).Abs() > apart+(a.RoundTrip+b.RoundTrip)/2 {
				continue
			}
			count++
			if b.RoundTrip < best.RoundTrip {
				best = b
			}
		}
		if count >= needed {
			return best, true
		}
	}
	return Result{}, false
}

// ask asks one server. An answer that may not be used is ErrDoubtful: not
// synchronised, a kiss of death (go away), not an answer to what was asked.
func ask(ctx context.Context, server string) (Result, error) {
	answer, err := ntp.QueryWithOptions(server, ntp.QueryOptions{
		Timeout: Patience,
		Dialer: func(_, remote string) (net.Conn, error) {
			conn, err := new(net.Dialer).DialContext(ctx, "udp", remote)
			if err != nil {
				return nil, err
			}
			context.AfterFunc(ctx, func() { conn.Close() })
			return conn, nil
		},
	})
	var network net.Error
	switch {
	case errors.As(err, &network), err != nil && ctx.Err() != nil:
		return Result{}, ErrOffline
	case err != nil, answer.Validate() != nil, answer.RTT < 0, answer.RTT > slowest:
		return Result{}, ErrDoubtful
	}
	return Result{Offset: answer.ClockOffset, RoundTrip: answer.RTT, Server: server}, nil
}
