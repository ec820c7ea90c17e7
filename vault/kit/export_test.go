package kit

import "io"

// The seams of the tests in kit_test.
var (
	Decode = decode
	Encode = encode
	// WriteCheap and SaveCheap make kits that cost little to open.
	WriteCheap = func(w io.Writer, k Kit, passphrase []byte) error { return write(w, k, passphrase, 10) }
	SaveCheap  = func(path string, k Kit, passphrase []byte, over Overwrite) (string, error) {
		return SaveWith(path, k, passphrase, over, 10)
	}
)

const MaxWorkFactor = maxWorkFactor
