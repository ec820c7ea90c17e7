package vault

import (
	"encoding/binary"
	"errors"
)

// errWire: bytes that are no whole protobuf message.
var errWire = errors.New("not a whole message")

// wireField is one field of a protobuf message: a number or a run of bytes.
type wireField struct {
	number uint64
	value  uint64
	bytes  []byte // of a length-delimited field, else nil
	varint bool   // value is set
}

// The wire types of protobuf (https://protobuf.dev/programming-guides/encoding/).
const (
	wireVarint     = 0
	wireFixed64    = 1
	wireBytes      = 2
	wireStartGroup = 3
	wireEndGroup   = 4
	wireFixed32    = 5
)

// eachField calls use for every field of message that is a varint or a run of
// bytes; everything else, and what lies in groups, is passed over. The error is
// errWire or that of use.
func eachField(message []byte, use func(wireField) error) error {
	for groups := 0; len(message) > 0; {
		tag, n := binary.Uvarint(message)
		if n <= 0 || tag>>3 == 0 {
			return errWire
		}
		f := wireField{number: tag >> 3}
		var err error
		if message, err = f.read(message[n:], tag&7, &groups); err != nil {
			return err
		}
		if groups > 0 || !f.varint && f.bytes == nil {
			continue
		}
		if err := use(f); err != nil {
			return err
		}
	}
	return nil
}

// read takes a field's value from the start of message and returns the rest.
func (f *wireField) read(message []byte, wireType uint64, groups *int) (rest []byte, err error) {
	size := 0
	switch wireType {
	case wireVarint:
		f.value, size = binary.Uvarint(message)
		f.varint = true
		if size <= 0 {
			return nil, errWire
		}
	case wireBytes:
		length, n := binary.Uvarint(message)
		if n <= 0 || length > uint64(len(message)-n) {
			return nil, errWire
		}
		size = n + int(length)
		f.bytes = message[n:size:size]
	case wireFixed64:
		size = 8
	case wireFixed32:
		size = 4
	case wireStartGroup:
		*groups++
	case wireEndGroup:
		*groups--
	default:
		return nil, errWire
	}
	if size > len(message) || *groups < 0 {
		return nil, errWire
	}
	return message[size:], nil
}
