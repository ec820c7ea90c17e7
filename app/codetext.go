package app

// styleCode is the face of codes: monospaced, so that digits keep their places.
func styleCode(size float32, color tint) textStyle {
	return textStyle{size: size, mono: true, color: color}
}

// newCodeText is a code for reading, in the middle of its room.
func newCodeText(code string, size float32) *label {
	return newCentredLabel(code, styleCode(size, tintText))
}
