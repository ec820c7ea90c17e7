package vaulttest

import (
	"encoding/base64"
	"encoding/binary"
	"net/url"

	"github.com/deskfob/deskfob/vault"
)

// MigrationLink is what a QR code of Google Authenticator's export holds: the part
// index, counted from 0, of size parts, with accounts of type TOTP. One whose
// digits are neither 6 nor 8 becomes an entry that nothing can read.
func MigrationLink(batch, index, size int, accounts ...vault.Account) string {
	var data []byte
	for _, a := range accounts {
		entry := text(text(text(nil, 1, string(a.Secret.Expose())), 2, a.Name), 3, a.Issuer)
		digits, known := map[int]int{6: 1, 8: 2}[a.Digits]
		if !known {
			digits = 9
		}
		data = text(data, 1, string(number(entry, 5, digits)))
	}
	for field, value := range map[int]int{2: 1, 3: size, 4: index, 5: batch} {
		data = number(data, field, value)
	}
	return "otpauth-migration://offline?data=" + url.QueryEscape(base64.StdEncoding.EncodeToString(data))
}

// number and text append a field of a protocol buffer.
func number(to []byte, field, value int) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(to, uint64(field)<<3), uint64(value))
}

func text(to []byte, field int, value string) []byte {
	to = binary.AppendUvarint(to, uint64(field)<<3|2)
	return append(binary.AppendUvarint(to, uint64(len(value))), value...)
}
