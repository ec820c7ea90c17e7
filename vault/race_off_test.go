//go:build !race

package vault_test

// withRace: memory is not what it is without the race detector.
const withRace = false

// nextPoint is the way from one point of failure that is tried to the next.
const nextPoint = 1
