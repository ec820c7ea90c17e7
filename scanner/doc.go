// Package scanner turns pixels into the text of QR codes.
//
// Call CaptureScreen or CaptureRegion for the screen, ClipboardImage for what was
// copied, ReadImage for one picture, or ReadImages for
// all that a file holds, the pages of a PDF too, and give each image to Decode. Decode answers every
// code it finds; an image without one is an empty answer and no error.
//
// The package knows nothing of one-time passwords: what a text means is the
// caller's affair. It keeps nothing: a screenshot that the desktop hands over as
// a file is deleted before it is given out, no other image is written to disk, and no error carries what a code holds. All functions may be
// called from any goroutine.
package scanner
