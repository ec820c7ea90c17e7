package scanner

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkCorpus reads the project's picture collection, one picture at a time,
// and reports the two parts of the time a picture takes: reading its file and
// finding its codes.
func BenchmarkCorpus(b *testing.B) {
	samples := os.Getenv("DESKFOB_SAMPLES")
	if samples == "" {
		b.Skip("DESKFOB_SAMPLES names no folder of samples")
	}
	for _, set := range []string{"dev", "hard"} {
		b.Run(set, func(b *testing.B) { benchmarkSet(b, filepath.Join(samples, "qr", set)) })
	}
}

func benchmarkSet(b *testing.B, dir string) {
	pictures := readManifest(b, dir)
	var reading, finding []time.Duration
	for b.Loop() {
		for _, s := range pictures {
			began := time.Now()
			img, err := ReadFile(filepath.Join(dir, s.File))
			if err != nil {
				b.Fatal(err)
			}
			read := time.Now()
			if _, err := Decode(b.Context(), img); err != nil {
				b.Fatal(err)
			}
			reading, finding = append(reading, read.Sub(began)), append(finding, time.Since(read))
		}
	}
	b.ReportMetric(0, "ns/op") // of all pictures: says nothing
	for name, times := range map[string][]time.Duration{"read": reading, "find": finding} {
		slices.Sort(times)
		b.ReportMetric(milliseconds(times[len(times)/2]), name+"-median-ms")
		b.ReportMetric(milliseconds(times[len(times)*95/100]), name+"-p95-ms")
		b.ReportMetric(milliseconds(times[len(times)-1]), name+"-max-ms")
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
