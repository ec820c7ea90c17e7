//go:build race

package vault_test

// withRace: memory is not what it is without the race detector.
const withRace = true

// nextPoint is the way from one point of failure that is tried to the next: the
// race detector, which looks for faults of another kind, makes each take ten
// times as long.
const nextPoint = 6
