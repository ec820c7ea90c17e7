//go:build !unix

package vault

// mayWrite cannot be told here without writing.
func mayWrite(string) bool { return true }
