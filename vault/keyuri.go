package vault

import "errors"

// ParseKeyURI reads a key URI (otpauth://totp, hotp, steam; steam://).
func ParseKeyURI(text string) (Account, error) { return Account{}, errors.New("vault: to be written") }

// KeyURI writes the account as a key URI, its secret included.
func KeyURI(a Account) string { return "" }

// ParseSecret reads a base32 secret as people and services write it: any case,
// spaces, dashes, missing padding, odd lengths.
func ParseSecret(text string) (Secret, error) { return Secret{}, errors.New("vault: to be written") }
