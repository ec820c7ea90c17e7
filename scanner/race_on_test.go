//go:build race

package scanner

// raceDetector says that the tests run under the race detector.
const raceDetector = true
