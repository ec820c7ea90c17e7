package vault

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// decodeRecoveryText refuses what is no text, and makes UTF-8 of the UTF-16
// that some programs on Windows write. A few bytes that are not UTF-8 are
// endured: they are letters of words in an older encoding, and codes have none.
func decodeRecoveryText(text string) (string, error) {
	switch {
	case isPicture(text):
		return "", &ParamError{ParamRecoveryCode, ReasonPicture}
	case len(text) > maxRecoveryText:
		return "", &ParamError{ParamRecoveryCode, ReasonTooLong}
	}
	if order := utf16Order(text); order != nil && len(text)%2 == 0 {
		units := make([]uint16, len(text)/2)
		for i := range units {
			units[i] = order.Uint16([]byte(text[2*i:]))
		}
		text = string(utf16.Decode(units))
	}
	if strings.Contains(text, "\x00") || strings.HasPrefix(text, "%PDF-") {
		return "", &ParamError{ParamRecoveryCode, ReasonNotText}
	}
	return text, nil
}

// utf16Order tells the byte order of text that begins with UTF-16's mark.
func utf16Order(text string) binary.ByteOrder {
	switch {
	case strings.HasPrefix(text, "\xff\xfe"):
		return binary.LittleEndian
	case strings.HasPrefix(text, "\xfe\xff"):
		return binary.BigEndian
	}
	return nil
}

// isPicture reports whether text is a picture: its bytes, a data URL, or the
// path or address of a picture file and nothing else.
func isPicture(text string) bool {
	for _, magic := range []string{"\x89PNG\r\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "II*\x00", "MM\x00*"} {
		if strings.HasPrefix(text, magic) {
			return true
		}
	}
	// These begin like text, and have a size with noughts in it.
	if size, ok := strings.CutPrefix(text, "BM"); ok && strings.Contains(size[:min(len(size), 8)], "\x00") {
		return true
	}
	if strings.HasPrefix(text, "RIFF") && len(text) > 12 && text[8:12] == "WEBP" {
		return true
	}
	const longestPath = 4096
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), longestPath)]))
	if strings.Contains(head, "data:image/") {
		return true
	}
	if len(text) > longestPath || strings.ContainsAny(head, "\r\n") {
		return false
	}
	head = strings.Trim(head, "\"'<>")
	for _, ending := range []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".avif", ".svg"} {
		if strings.HasSuffix(head, ending) {
			return true
		}
	}
	return false
}
