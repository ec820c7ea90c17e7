package vault

import "errors"

// Enrolment is what a QR code or a link holds that sets accounts up: one account,
// or a part of a migration.
type Enrolment struct {
	Account Account
	Part    *MigrationPart // nil: it is the account
}

// ParseEnrolment reads a key URI or a migration link. A text that is neither gives
// ErrNotKeyURI, one that cannot be used a ParamError, which is about
// ParamMigration when it is a migration link. No error holds any of the text.
func ParseEnrolment(text string) (Enrolment, error) {
	a, err := ParseKeyURI(text)
	if !errors.Is(err, ErrMigration) {
		return Enrolment{Account: a}, err
	}
	part, err := ParseMigration(text)
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Part: &part}, nil
}
