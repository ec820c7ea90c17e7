package scanner

import (
	"bytes"
	"strings"
)

// FormatError is a picture in a format that is recognised and cannot be read.
// It wraps ErrNotImage.
type FormatError struct {
	Format string // as people call it: HEIC, AVIF, JPEG XL, SVG; PDF where one picture is asked for
}

func (e *FormatError) Error() string { return "pictures in the format " + e.Format + " cannot be read" }

// Unwrap makes errors.Is(err, ErrNotImage) true.
func (e *FormatError) Unwrap() error { return ErrNotImage }

// unreadableFormat names the format of data if it is one of those that people
// bring and no package here reads, else it is empty.
func unreadableFormat(data []byte) string {
	const jxlContainer = "\x00\x00\x00\x0cJXL \r\n\x87\n"
	switch {
	case bytes.HasPrefix(data, []byte("\xff\x0a")), bytes.HasPrefix(data, []byte(jxlContainer)):
		return "JPEG XL"
	case len(data) >= 12 && string(data[4:8]) == "ftyp":
		return isoFormat(data)
	case isPDF(data):
		return "PDF" // of several pages: ReadImages draws them
	case isSVG(data):
		return "SVG"
	}
	return ""
}

// isoFormat tells pictures in the container of MP4 films apart by their brands
// (ISO/IEC 14496-12, 4.3): AVIF files often name the container first.
func isoFormat(data []byte) string {
	const mostBrands = 64
	box := data[:min(len(data), mostBrands)]
	if size := int(data[2])<<8 | int(data[3]); size >= 12 && size < len(box) {
		box = box[:size]
	}
	format := ""
	for i := 8; i+4 <= len(box); i += 4 {
		switch string(box[i : i+4]) {
		case "avif", "avis":
			return "AVIF"
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1":
			format = "HEIC"
		}
	}
	return format
}

// isSVG looks for the root element near the start of a text.
func isSVG(data []byte) bool {
	const near = 4096
	text := bytes.TrimPrefix(data[:min(len(data), near)], []byte("\xef\xbb\xbf"))
	text = bytes.TrimLeft(text, " \t\r\n")
	return bytes.HasPrefix(text, []byte("<")) && strings.Contains(strings.ToLower(string(text)), "<svg")
}
