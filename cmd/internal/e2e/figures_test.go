//go:build e2e && linux

package e2e

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// manyAccounts is how many accounts the figures are taken with.
const manyAccounts = 30

// newFullDesktop is a desktop whose keyring holds manyAccounts accounts. It
// returns the one that is first in the list.
func newFullDesktop(tb testing.TB) (*desktop, enrolment) {
	tb.Helper()
	d := newDesktop(tb)
	d.startBus()
	d.startKeyring()
	args := []string{"add"}
	var first enrolment
	for i := range manyAccounts {
		e := newEnrolment(fmt.Sprintf("Service%02d", i), "ada@example.org")
		if i == 0 {
			first = e
		}
		args = append(args, d.picture(e))
	}
	d.deskfob(args...)
	return d, first
}

// BenchmarkStart tells how long it takes from the start of the program until
// something is drawn in its window, and until a code can be copied from it.
func BenchmarkStart(b *testing.B) {
	d, first := newFullDesktop(b)
	var drawn, usable time.Duration
	for b.Loop() {
		start := time.Now()
		w := &window{process: d.start(deskfobPath(d)), d: d}
		d.until("something is drawn", func() bool {
			id, ok := d.activeWindow()
			return ok && d.hasContent(id)
		})
		drawn += time.Since(start)
		w.mustShow(1, first)
		usable += time.Since(start)
		w.kill()
		d.until("the window is gone", func() bool { return !d.activeWindowOf(w.process) })
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(drawn.Seconds()*1000/float64(b.N), "ms-to-drawn")
	b.ReportMetric(usable.Seconds()*1000/float64(b.N), "ms-to-code")
}

// BenchmarkIdle tells what the open window costs while nobody touches it.
func BenchmarkIdle(b *testing.B) {
	const span = time.Minute
	d, first := newFullDesktop(b)
	w := d.openDeskfob()
	w.mustShow(1, first)
	d.until("the toast about it is gone", func() bool { return !sixDigits.MatchString(d.clipboard()) })
	var used time.Duration
	for b.Loop() {
		before := w.cpuTime()
		time.Sleep(span) // the span that is measured
		used += w.cpuTime() - before
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(100*used.Seconds()/(span.Seconds()*float64(b.N)), "%cpu")
	b.ReportMetric(w.residentMB(), "MB")
}

// cpuTime is the processor time the process has used: utime and stime of
// proc_pid_stat(5), in ticks of 10 ms.
func (w *window) cpuTime() time.Duration {
	w.d.tb.Helper()
	stat := w.proc("stat")
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:]) // from the third field on
	var ticks int64
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			w.d.tb.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// residentMB is the memory the process has in use (VmRSS of proc_pid_status(5)).
func (w *window) residentMB() float64 {
	w.d.tb.Helper()
	_, rest, _ := strings.Cut(w.proc("status"), "VmRSS:")
	kB, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		w.d.tb.Fatal(err)
	}
	return kB / 1024
}

func (w *window) proc(file string) string {
	w.d.tb.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", w.cmd.Process.Pid, file))
	if err != nil {
		w.d.tb.Fatal(err)
	}
	return string(text)
}
