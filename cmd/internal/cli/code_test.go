package cli

import (
	"testing"
	"time"
)

const testURI = "otpauth://totp/ACME:joe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

func TestParseTime(t *testing.T) {
	now := time.Unix(1000, 0)
	for _, tt := range []struct {
		text string
		want int64 // -1: refused
	}{
		{"", 1000},
		{"0", 0},
		{"59", 59},
		{"20000000000", 20000000000},
		{"253402300799", 253402300799},
		{"253402300800", -1},
		{"-1", -1},
		{"1e3", -1},
		{"1970-01-01T00:00:59Z", 59},
		{"1970-01-01T01:00:59+01:00", 59},
		{"1969-12-31T23:59:59Z", -1},
		{"1970-01-01", -1},
		{"now", -1},
	} {
		t.Run(tt.text, func(t *testing.T) {
			got, err := parseTime(tt.text, now)
			if tt.want == -1 {
				if err == nil {
					t.Errorf("got %v, want it refused", got)
				}
				return
			}
			if err != nil || got.Unix() != tt.want {
				t.Errorf("got %v, %v; want %d", got.Unix(), err, tt.want)
			}
		})
	}
}

func TestCopy(t *testing.T) {
	w := newWorld(t)
	w.give(testURI)
	w.must(t, "add", "--uri", "-")
	if out := w.must(t, "code", "acme", "--copy"); out != "" {
		t.Errorf("printed %q", out)
	}
	if len(w.copied) != 1 || w.copied[0] != "287082" {
		t.Errorf("copied %q, want the code at 59 s of RFC 6238", w.copied)
	}
}
