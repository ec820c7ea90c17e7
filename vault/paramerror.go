package vault

// Param names the part of an account, a key URI or a pasted recovery code that
// was refused.
type Param string

// The parts that can be refused.
const (
	ParamKeyURI       Param = "key URI"
	ParamMigration    Param = "migration link"
	ParamType         Param = "type"
	ParamIssuer       Param = "issuer"
	ParamName         Param = "account name"
	ParamSecret       Param = "secret"
	ParamAlgorithm    Param = "algorithm"
	ParamDigits       Param = "digits"
	ParamPeriod       Param = "period"
	ParamCounter      Param = "counter"
	ParamEncoder      Param = "encoder" // how Steam codes are asked for
	ParamRecoveryCode Param = "recovery code"
)

// Reason says why a part was refused. The texts are fixed: none holds any of
// the input.
type Reason string

// The reasons for refusing a part.
const (
	ReasonMissing     Reason = "is missing"
	ReasonUnknown     Reason = "is not a known one"
	ReasonUnsupported Reason = "is not supported"
	ReasonNotNumber   Reason = "is not a whole number"
	ReasonRange       Reason = "is out of range"
	ReasonNotBase32   Reason = "is not base32"
	ReasonTooLong     Reason = "is too long"
	ReasonTooMany     Reason = "occurs too often"
	ReasonNotText     Reason = "is not plain text"
	ReasonUnused      Reason = "does not go with this type"
	ReasonTwoURIs     Reason = "is two run together"
	ReasonNotFound    Reason = "was not recognised"
	ReasonDamaged     Reason = "is damaged or cut off"
	ReasonPicture     Reason = "is a picture and not text"
	ReasonUsed        Reason = "is marked as used"
)

// ParamError is how this package refuses input: by the name of the part and a
// fixed reason, never by its value, which may be a secret. It wraps ErrInvalid.
type ParamError struct {
	Param  Param
	Reason Reason
}

func (e *ParamError) Error() string { return string(e.Param) + " " + string(e.Reason) }

// Unwrap makes errors.Is(err, ErrInvalid) true.
func (e *ParamError) Unwrap() error { return ErrInvalid }
