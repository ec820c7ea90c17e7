package vault

import (
	"bytes"
	"compress/flate"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"reflect"
	"unsafe"

	"golang.org/x/crypto/chacha20poly1305"
)

// Everything the vault stores is sealed in the same way: deflate, a two-byte
// length, zeros up to a fixed size so that the length tells nothing,
// XChaCha20-Poly1305 under the data key with a random nonce, base64.
const (
	keySize      = chacha20poly1305.KeySize
	sealOverhead = chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead
	lengthPrefix = 2
	// pagePlain is the padded size of a page: what fits into MaxItem as base64.
	pagePlain = MaxItem/4*3 - sealOverhead
	// pageRoom is what is left of it for deflated records.
	pageRoom = pagePlain - lengthPrefix
	// inflateLimit bounds what a sealed item may unpack to. Real pages stay
	// under 16 KiB.
	inflateLimit = 1 << 20
)

var itemEncoding = base64.RawStdEncoding

func newDataKey() []byte {
	key := make([]byte, keySize)
	rand.Read(key) // never fails (crypto/rand since Go 1.24)
	return key
}

// packer deflates. A flate.Writer is large, so that one serves a whole change.
type packer struct{ w *flate.Writer }

func newPacker() *packer {
	w, err := flate.NewWriter(nil, flate.BestCompression)
	if err != nil {
		panic(err) // the level is a constant that exists
	}
	return &packer{w}
}

func (p *packer) deflate(plain []byte) []byte {
	var out bytes.Buffer
	p.w.Reset(&out)
	p.w.Write(plain) // a bytes.Buffer takes everything
	p.w.Close()
	return out.Bytes()
}

// forget overwrites what the packer remembers of the plaintext. It can be used after.
func (p *packer) forget() {
	p.w.Reset(io.Discard)
	for range 3 { // its window is two of deflate's
		p.w.Write(zeros[:])
	}
	p.w.Close()
}

// zeros is as large as the window of deflate, which lets a reader and a writer
// remember as much of the plaintext.
var zeros [1 << 15]byte

// storedZeros are zeros as deflate holds what it does not pack (RFC 1951
// section 3.2.4): a last block of that type, its length, and its complement.
var storedZeros = append([]byte{1, 0, 0x80, 0xff, 0x7f}, zeros[:]...)

// inflate overwrites all copies of the plaintext but the one it returns.
func inflate(packed []byte) ([]byte, error) {
	r := flate.NewReader(bytes.NewReader(packed))
	defer func() {
		r.(flate.Resetter).Reset(bytes.NewReader(storedZeros), nil) // fails for no reader there is
		io.Copy(io.Discard, r)
	}()
	plain := make([]byte, 0, 8*pagePlain)
	for {
		n, err := r.Read(plain[len(plain):cap(plain)])
		plain = plain[:len(plain)+n]
		switch {
		case err == io.EOF:
			return plain, nil
		case err == nil && len(plain) > inflateLimit:
			err = errors.New("unpacks to too much")
		}
		if err != nil {
			clear(plain)
			return nil, err
		}
		if len(plain) == cap(plain) {
			larger := append(make([]byte, 0, 2*cap(plain)), plain...)
			clear(plain)
			plain = larger
		}
	}
}

// sealPacked seals deflated bytes, padded to size bytes of plaintext.
func sealPacked(key, packed []byte, size int, ad string) (string, error) {
	if lengthPrefix+len(packed) > size {
		return "", fmt.Errorf("%d bytes for %d: %w", len(packed), size-lengthPrefix, ErrTooLarge)
	}
	plain := make([]byte, size)
	binary.BigEndian.PutUint16(plain, uint16(len(packed)))
	copy(plain[lengthPrefix:], packed)
	defer clear(plain)
	return itemEncoding.EncodeToString(sealBytes(key, plain, ad)), nil
}

// openSealed undoes sealPacked and deflate. Every failure wraps ErrDamaged.
func openSealed(key []byte, text, ad string) ([]byte, error) {
	sealed, err := itemEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("not base64: %w", ErrDamaged)
	}
	plain, err := openBytes(key, sealed, ad)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	if len(plain) < lengthPrefix {
		return nil, fmt.Errorf("too short: %w", ErrDamaged)
	}
	n := int(binary.BigEndian.Uint16(plain))
	if n > len(plain)-lengthPrefix {
		return nil, fmt.Errorf("wrong length: %w", ErrDamaged)
	}
	out, err := inflate(plain[lengthPrefix : lengthPrefix+n])
	if err != nil {
		return nil, fmt.Errorf("does not unpack: %w", ErrDamaged)
	}
	return out, nil
}

// sealBytes returns nonce and ciphertext. ad is bound to them: an item that
// was swapped with another or taken from an older revision does not open.
func sealBytes(key, plain []byte, ad string) []byte {
	aead := newAEAD(key)
	defer wipeAEAD(aead, key)
	nonce := make([]byte, chacha20poly1305.NonceSizeX, len(plain)+sealOverhead)
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, plain, []byte(ad))
}

func openBytes(key, sealed []byte, ad string) ([]byte, error) {
	if len(sealed) < sealOverhead {
		return nil, fmt.Errorf("too short: %w", ErrDamaged)
	}
	nonce, body := sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:]
	aead := newAEAD(key)
	defer wipeAEAD(aead, key)
	plain, err := aead.Open(nil, nonce, body, []byte(ad))
	if err != nil {
		return nil, fmt.Errorf("does not verify: %w", ErrDamaged)
	}
	return plain, nil
}

func newAEAD(key []byte) aead {
	a, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic(err) // keys are always keySize long
	}
	return a
}

// wipeAEAD overwrites the copy of the key that the package made and has no way
// to forget. It is where the value begins; should that ever change, it stays.
func wipeAEAD(a aead, key []byte) {
	at := reflect.ValueOf(a)
	if at.Kind() != reflect.Pointer || at.Elem().Type().Size() < keySize {
		return
	}
	if held := unsafe.Slice((*byte)(at.UnsafePointer()), keySize); bytes.Equal(held, key) {
		clear(held)
	}
}

type aead interface {
	Seal(dst, nonce, plaintext, additionalData []byte) []byte
	Open(dst, nonce, ciphertext, additionalData []byte) ([]byte, error)
}
