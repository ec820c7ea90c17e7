// Package clocktest is a time server for tests, on this computer alone. It can
// be wrong in the ways that real ones are. Only tests import it.
package clocktest

import (
	"encoding/binary"
	"net"
	"testing"
	"time"
)

// Answer is how a server answers.
type Answer int

// The answers.
const (
	Right          Answer = iota // its time, as RFC 5905 says
	Silent                       // none
	KissOfDeath                  // stratum 0: go away
	Unsynchronised               // leap indicator 3, stratum 16
	Foreign                      // not to what was asked, as one who guesses would answer
	Garbage                      // no time at all
	Stale                        // a clock that was last set days ago
)

// packet is the size of an NTP message without extensions.
const packet = 48

// Serve starts a time server whose clock is off by offset, and returns its
// address. It ends with the test.
func Serve(t testing.TB, offset time.Duration, answer Answer) string {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		request := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(request)
			if err != nil {
				return // closed
			}
			reply := respond(request[:n], time.Now().Add(offset), answer)
			if reply == nil {
				continue
			}
			if _, err := conn.WriteTo(reply, from); err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		conn.Close()
		<-done
	})
	return conn.LocalAddr().String()
}

// respond writes the answer of RFC 5905 section 7.3.
func respond(request []byte, now time.Time, answer Answer) []byte {
	const serverMode, stratum, poll, precision = 4, 2, 6, 0xec // precision: 2^-20 s
	if answer == Silent || len(request) < packet {
		return nil
	}
	reply := make([]byte, packet)
	if answer == Garbage {
		return reply[:7]
	}
	version := request[0] >> 3 & 7
	reply[0], reply[1], reply[2], reply[3] = version<<3|serverMode, stratum, poll, precision
	reference := now.Add(-time.Minute)
	switch answer {
	case KissOfDeath:
		reply[1] = 0
		copy(reply[12:], "DENY")
	case Unsynchronised:
		reply[0], reply[1] = reply[0]|3<<6, 16
	case Stale:
		reference = now.Add(-14 * 24 * time.Hour)
	}
	put(reply[16:], reference)
	copy(reply[24:32], request[40:48]) // its transmit time is our origin time
	if answer == Foreign {
		reply[24] ^= 0xff
	}
	put(reply[32:], now)
	put(reply[40:], now)
	return reply
}

// put writes an NTP timestamp: seconds since 1900, and their fraction.
func put(b []byte, t time.Time) {
	const from1900to1970 = 2_208_988_800
	binary.BigEndian.PutUint32(b, uint32(t.Unix()+from1900to1970))
	binary.BigEndian.PutUint32(b[4:], uint32(uint64(t.Nanosecond())<<32/uint64(time.Second)))
}
