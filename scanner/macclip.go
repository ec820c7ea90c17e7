package scanner

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
)

// macOffers tells whether AppleScript's "clipboard info", a list like
// "«class PNGf», 8613, TIFF picture, 49152", names a class. The types known of
// old it names in words.
func macOffers(info, class string) bool {
	words := map[string]string{"TIFF": "TIFF picture", "JPEG": "JPEG picture"}[class]
	return strings.Contains(info, "«class "+class+"»") || words != "" && strings.Contains(info, words)
}

// macData takes the bytes out of AppleScript's way to print them, as in
// "«data PNGf89504E47»".
func macData(printed []byte) ([]byte, error) {
	const before, class = "«data ", 4
	digits := bytes.TrimSpace(printed)
	digits, begins := bytes.CutPrefix(digits, []byte(before))
	digits, ends := bytes.CutSuffix(digits, []byte("»"))
	if !begins || !ends || len(digits) < class {
		return nil, fmt.Errorf("unknown form of the clipboard's data: %w", ErrNotImage)
	}
	data := make([]byte, hex.DecodedLen(len(digits)-class))
	if _, err := hex.Decode(data, digits[class:]); err != nil {
		return nil, fmt.Errorf("unknown form of the clipboard's data: %w", ErrNotImage)
	}
	return data, nil
}

// macFile is a file URI of the path that AppleScript printed.
func macFile(printed []byte) []byte {
	path := strings.TrimRight(string(printed), "\n")
	return []byte((&url.URL{Scheme: "file", Path: path}).String() + "\r\n")
}
