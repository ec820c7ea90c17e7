package kit

// The seams of the tests in kit_test.
var (
	Decode = decode
	Encode = encode
	// WriteCheap writes a kit that costs little to open.
	WriteCheap = func(w interface{ Write([]byte) (int, error) }, k Kit, passphrase []byte) error {
		return write(w, k, passphrase, 10)
	}
)

const MaxWorkFactor = maxWorkFactor
