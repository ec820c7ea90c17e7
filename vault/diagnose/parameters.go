package diagnose

import "github.com/deskfob/deskfob/vault"

// common are the parameters that nearly all services use: what a key URI means
// when it leaves them out.
func common(t vault.Type) Parameters {
	p := Parameters{Type: t, Algorithm: vault.SHA1, Digits: vault.DefaultDigits, Period: vault.DefaultPeriod}
	switch t {
	case vault.TypeHOTP:
		p.Period = 0
	case vault.TypeSteam:
		p.Digits = vault.SteamDigits
	}
	return p
}

func ownParameters(a vault.Account) Parameters {
	return Parameters{a.Type, a.Algorithm, a.Digits, a.Period}
}

// withParameters is the account with its secret and other parameters.
func withParameters(a vault.Account, p Parameters) vault.Account {
	a.Type, a.Algorithm, a.Digits, a.Period, a.Counter = p.Type, p.Algorithm, p.Digits, p.Period, 0
	return a
}

// candidates are the parameters that services are known to use for codes of a
// length, the common ones first.
func candidates(length int) []Parameters {
	if length == vault.SteamDigits {
		return []Parameters{common(vault.TypeSteam)}
	}
	const fewest, most = 6, 8
	if length < fewest || length > most {
		return nil
	}
	var all []Parameters
	for _, period := range []int{vault.DefaultPeriod, 60, 15} {
		for _, algorithm := range []vault.Algorithm{vault.SHA1, vault.SHA256, vault.SHA512} {
			all = append(all, Parameters{vault.TypeTOTP, algorithm, length, period})
		}
	}
	return append(all, Parameters{vault.TypeHOTP, vault.SHA1, length, 0})
}
