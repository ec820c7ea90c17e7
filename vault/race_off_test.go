//go:build !race

package vault_test

// withRace: memory is not what it is without the race detector.
const withRace = false
