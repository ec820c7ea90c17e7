package scanner

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// corpusFloors is how many codes of each category of the development pictures
// have to be read. Raise a number when the reader gets better, never lower it.
func corpusFloors() map[string]int {
	return map[string]int{
		"plain-1080p": 10, "plain-4k": 10, "multi-monitor": 10, "tiny": 10, "fractional": 10,
		"dark": 10, "inverted": 10, "low-contrast": 10, "coloured": 10, "gradient-overlay": 10,
		"logo": 10, "round-dots": 10, "noquiet": 10, "dark-noquiet": 10, "cropped": 10,
		"transparent": 10, "jpeg": 10, "blur": 8, "noise": 10, "rotated": 10, "perspective": 10,
		"photo-light": 10, "mirrored": 10, "multi": 40, "long-uri": 10, "formats": 14, "negative": 0,
	}
}

// unhurried is more time than any picture takes on any machine: what can be
// read must not depend on how fast the machine is.
const unhurried = time.Hour

// TestDecodeCorpus reads the project's picture collection: nothing may be read
// that is not there, and no category may fall below its floor. Under the race
// detector, which makes it take ten times as long, two pictures of each
// category stand for all.
func TestDecodeCorpus(t *testing.T) {
	samples := os.Getenv("DESKFOB_SAMPLES")
	if samples == "" {
		t.Skip("276 pictures skipped: DESKFOB_SAMPLES names no folder of samples")
	}
	dir := filepath.Join(samples, "qr", "dev")
	pictures := readManifest(t, dir)
	read := make(map[string]int)
	var mu sync.Mutex
	var workers sync.WaitGroup
	jobs := make(chan sample)
	for range 2 {
		workers.Go(func() {
			for s := range jobs {
				right := readSample(t, dir, s)
				mu.Lock()
				read[s.Category] += right
				mu.Unlock()
			}
		})
	}
	sent := make(map[string]int)
	for _, s := range pictures {
		if sent[s.Category]++; !raceDetector || sent[s.Category] <= 2 {
			jobs <- s
		}
	}
	close(jobs)
	workers.Wait()

	total := 0
	for category, floor := range corpusFloors() {
		total += read[category]
		if read[category] < floor && !raceDetector {
			t.Errorf("%s: %d codes read, want %d", category, read[category], floor)
		}
	}
	if total == 0 {
		t.Error("no code was read")
	}
	t.Logf("%d codes read in %d pictures", total, len(pictures))
}

// readSample counts the codes of a picture that were read.
func readSample(t *testing.T, dir string, s sample) int {
	img, err := ReadFile(filepath.Join(dir, s.File))
	if err != nil {
		t.Errorf("%s: %v", s.File, err)
		return 0
	}
	found, err := decodeWithin(t.Context(), img, unhurried)
	if err != nil {
		t.Errorf("%s: %v", s.File, err)
	}
	right := 0
	for _, f := range found {
		if slices.Contains(s.Payloads, f.Text) {
			right++
		} else {
			t.Errorf("%s: read %q, which is not there", s.File, f.Text)
		}
	}
	return right
}
