package vault

import "strings"

// parseNames reads issuer and account name from a key URI's label and issuer
// parameter, both still encoded. The parameter wins over the label's prefix:
// newer registrations set it, and programs that disagree show the prefix only
// for want of it.
func parseNames(label, issuerParam string) (issuer, name string, err error) {
	issuer = CleanName(unescape(issuerParam, true))
	if literal := CleanName(unescape(issuerParam, false)); literal != issuer && len(literal) <= MaxName && labelSaysPlus(label, literal) {
		issuer = literal
	}
	if len(issuer) > MaxName {
		return "", "", &ParamError{ParamIssuer, ReasonTooLong}
	}
	prefix, name := splitLabel(label, issuer)
	if issuer == "" {
		issuer = prefix
	}
	if err := validateName(ParamIssuer, issuer); err != nil {
		return "", "", err
	}
	return issuer, name, validateName(ParamName, name)
}

// labelSaysPlus decides for "Disney+" against "Disney " as the meaning of
// issuer=Disney+: the label spells the plus out and begins with it.
func labelSaysPlus(label, literal string) bool {
	if !strings.Contains(strings.ToLower(label), "%2b") {
		return false
	}
	_, ok := cutIssuer(CleanName(unescape(label, false)), literal)
	return ok
}

// splitLabel splits a label that is still encoded. In this order: an issuer
// that is known already ends where it ends, whatever colons it has; a literal
// colon is the separator; an encoded one may be part of the name, so it
// separates only where there is no other issuer, or nothing before it.
func splitLabel(label, issuer string) (prefix, name string) {
	decoded := CleanName(unescape(label, false))
	if issuer != "" {
		if rest, ok := cutIssuer(decoded, issuer); ok {
			return issuer, CleanName(rest)
		}
	}
	if before, after, ok := strings.Cut(label, ":"); ok {
		return CleanName(unescape(before, false)), CleanName(unescape(after, false))
	}
	before, after, ok := strings.Cut(decoded, ":")
	before = CleanName(before)
	if ok && (issuer == "" || before == "") {
		return before, CleanName(after)
	}
	return "", decoded
}

// cutIssuer returns what follows "issuer:" at the start of a label, ignoring
// case, space before the colon, and plus signs that stand for spaces.
func cutIssuer(label, issuer string) (rest string, ok bool) {
	spaced := strings.ReplaceAll(label, "+", " ")
	for i := range len(label) {
		if label[i] != ':' {
			continue
		}
		if strings.EqualFold(strings.TrimSpace(label[:i]), issuer) || strings.EqualFold(strings.TrimSpace(spaced[:i]), issuer) {
			return label[i+1:], true
		}
	}
	return "", false
}
