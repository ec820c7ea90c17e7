package vault

import (
	"encoding/base64"
	"errors"
	"math"
	"strings"
)

// ErrNotMigration: the text is something else than a migration link.
var ErrNotMigration = errors.New("not a migration link")

// What one part of a migration may hold. The app that writes them puts ten
// accounts in a code.
const (
	maxMigrationParts   = 1000
	maxMigrationEntries = 1000
)

// MigrationPart is what one QR code of a migration holds: the export of Google
// Authenticator, which spreads many accounts over several codes.
type MigrationPart struct {
	Batch    int32 // the same in all parts of one export
	Index    int   // from 0
	Size     int   // how many parts the export has, at least 1
	Accounts []Account
	Refused  []MigrationRefusal // entries that no account can be made of
}

// MigrationRefusal is an entry of a migration that cannot be used.
type MigrationRefusal struct {
	Issuer, Name string // as far as they are fit to be shown
	Err          error  // a ParamError
}

// ParseMigration reads a migration link, otpauth-migration://offline?data=... The
// format is not published; what is known of it comes from links that the app
// wrote. A text of another kind gives ErrNotMigration, a link that is damaged or
// cut off a ParamError. A single entry that cannot be used is among Refused. No
// error holds any of the text.
func ParseMigration(text string) (MigrationPart, error) {
	if len(text) > maxKeyURI {
		return MigrationPart{}, &ParamError{ParamMigration, ReasonTooLong}
	}
	scheme, rest, _ := strings.Cut(strings.Trim(text, linkSpace), "://")
	if !strings.EqualFold(scheme, "otpauth-migration") {
		return MigrationPart{}, ErrNotMigration
	}
	_, query, _ := strings.Cut(rest, "?")
	data, err := migrationData(parseParams(query)["data"])
	if err != nil {
		return MigrationPart{}, err
	}
	return parseMigrationPart(data)
}

// migrationData decodes the data of a link. A plus is a plus here, as the app
// writes some of them raw; a space was one. Others write the URL's alphabet.
func migrationData(value string) ([]byte, error) {
	text := strings.NewReplacer(" ", "+", "-", "+", "_", "/").Replace(unescape(value, false))
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	switch {
	case value == "":
		return nil, &ParamError{ParamMigration, ReasonMissing}
	case err != nil:
		return nil, &ParamError{ParamMigration, ReasonDamaged}
	}
	return data, nil
}

// parseMigrationPart reads the outer message. Fields that are left out are 0.
func parseMigrationPart(data []byte) (MigrationPart, error) {
	const entry, size, index, batch = 1, 3, 4, 5
	p := MigrationPart{Size: 1}
	err := eachField(data, func(f wireField) error {
		var err error
		switch {
		case f.number == entry && f.bytes != nil:
			err = p.addEntry(f.bytes)
		case !f.varint:
		case f.number == size:
			p.Size, err = partNumber(f.value)
			p.Size = max(p.Size, 1)
		case f.number == index:
			p.Index, err = partNumber(f.value)
		case f.number == batch:
			p.Batch = int32(f.value) // negative ones are written in 64 bits
		}
		return err
	})
	switch {
	case errors.Is(err, errWire):
		return MigrationPart{}, &ParamError{ParamMigration, ReasonDamaged}
	case err != nil:
		return MigrationPart{}, err
	case p.Index >= p.Size:
		return MigrationPart{}, &ParamError{ParamMigration, ReasonRange}
	case len(p.Accounts)+len(p.Refused) == 0:
		return MigrationPart{}, &ParamError{ParamMigration, ReasonMissing}
	}
	return p, nil
}

// partNumber checks a count or index of parts.
func partNumber(value uint64) (int, error) {
	if value > maxMigrationParts {
		return 0, &ParamError{ParamMigration, ReasonRange}
	}
	return int(value), nil
}

// addEntry reads one entry. Only damage of the whole link is an error.
func (p *MigrationPart) addEntry(data []byte) error {
	if len(p.Accounts)+len(p.Refused) == maxMigrationEntries {
		return &ParamError{ParamMigration, ReasonTooMany}
	}
	a, err := parseMigrationEntry(data)
	if errors.Is(err, errWire) {
		return err
	}
	if err != nil {
		p.Refused = append(p.Refused, MigrationRefusal{a.Issuer, a.Name, err})
		return nil
	}
	p.Accounts = append(p.Accounts, a)
	return nil
}

// migrationEntry is the inner message with its numbers as they are written.
type migrationEntry struct {
	secret, name, issuer             []byte
	algorithm, digits, kind, counter uint64
}

// parseMigrationEntry reads an account. With an error, the names are still set
// if they can be shown.
func parseMigrationEntry(data []byte) (Account, error) {
	var e migrationEntry
	err := eachField(data, func(f wireField) error {
		switch texts := [...]*[]byte{1: &e.secret, 2: &e.name, 3: &e.issuer}; {
		case f.bytes != nil && f.number < uint64(len(texts)):
			*texts[f.number] = f.bytes
		case f.varint:
			e.setNumber(f.number, f.value)
		}
		return nil
	})
	if err != nil {
		return Account{}, err
	}
	a := Account{Secret: NewSecret(e.secret)}
	a.Issuer, a.Name = migrationNames(string(e.issuer), string(e.name))
	for _, name := range []*string{&a.Issuer, &a.Name} {
		if len(*name) > MaxName {
			*name = ""
			err = &ParamError{ParamName, ReasonTooLong}
		}
	}
	if err == nil {
		err = e.setParameters(&a)
	}
	if err == nil {
		err = a.Validate()
	}
	return a, err
}

func (e *migrationEntry) setNumber(field, value uint64) {
	switch field {
	case 4:
		e.algorithm = value
	case 5:
		e.digits = value
	case 6:
		e.kind = value
	case 7:
		e.counter = value
	}
}

// setParameters translates the numbers. 0 is what is left out and means the
// usual; nothing that is not known is taken for the usual.
func (e *migrationEntry) setParameters(a *Account) error {
	const md5 = 4
	switch e.algorithm {
	case 0, 1:
		a.Algorithm = SHA1
	case 2:
		a.Algorithm = SHA256
	case 3:
		a.Algorithm = SHA512
	case md5:
		return &ParamError{ParamAlgorithm, ReasonUnsupported}
	default:
		return &ParamError{ParamAlgorithm, ReasonUnknown}
	}
	switch e.digits {
	case 0, 1:
		a.Digits = 6
	case 2:
		a.Digits = 8
	default:
		return &ParamError{ParamDigits, ReasonUnknown}
	}
	switch e.kind {
	case 0, 2:
		a.Type, a.Period = TypeTOTP, DefaultPeriod // the format has no period
	case 1:
		if e.counter > math.MaxInt64 {
			return &ParamError{ParamCounter, ReasonRange}
		}
		a.Type, a.Counter = TypeHOTP, e.counter
	default:
		return &ParamError{ParamType, ReasonUnknown}
	}
	return nil
}

// migrationNames takes "Issuer:account" apart. Nothing is percent-encoded here.
func migrationNames(issuer, name string) (string, string) {
	issuer, name = CleanName(issuer), CleanName(name)
	if issuer == "" {
		if before, after, ok := strings.Cut(name, ":"); ok {
			return CleanName(before), CleanName(after)
		}
	} else if rest, ok := cutIssuer(name, issuer); ok {
		name = CleanName(rest)
	}
	return issuer, name
}
