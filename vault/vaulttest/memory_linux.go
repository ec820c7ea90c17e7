package vaulttest

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// MemorySearch looks for secrets in the memory of a process, each raw and as
// base32, base64 and hex. All of them are found in one pass.
type MemorySearch struct {
	maybe  []bool              // by the first three bytes
	needle map[uint64][]needle // by the first eight bytes
	added  int
	copies map[string]int          // by kind and form
	which  map[string]map[int]bool // the different secrets of a kind
}

// needle is one form of a secret.
type needle struct {
	kind, form string
	number     int // of the secret
	text       []byte
}

// NewMemorySearch returns a search that looks for nothing yet.
func NewMemorySearch() *MemorySearch {
	return &MemorySearch{maybe: make([]bool, 1<<24), needle: map[uint64][]needle{}}
}

// Add has a secret of at least eight bytes looked for.
func (m *MemorySearch) Add(kind string, secret []byte) {
	m.added++
	for form, text := range map[string][]byte{
		"raw":    bytes.Clone(secret),
		"base32": []byte(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)),
		"base64": []byte(base64.RawStdEncoding.EncodeToString(secret)),
		"hex":    []byte(hex.EncodeToString(secret)),
	} {
		m.maybe[prefix(text)] = true
		head := binary.LittleEndian.Uint64(text)
		m.needle[head] = append(m.needle[head], needle{kind, form, m.added, text})
	}
}

func prefix(text []byte) int { return int(text[0])<<16 | int(text[1])<<8 | int(text[2]) }

// Process searches everything that a process can write to: heap, stacks, data.
// It returns how many bytes that is, and forgets what an earlier search found.
func (m *MemorySearch) Process(pid int) (size int, err error) {
	m.copies, m.which = map[string]int{}, map[string]map[int]bool{}
	ranges, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return 0, err
	}
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return 0, err
	}
	defer memory.Close()
	for line := range strings.Lines(string(ranges)) {
		var from, to uint64
		var rights string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &rights); err != nil {
			return 0, fmt.Errorf("a line of /proc/PID/maps: %w", err)
		}
		if strings.HasPrefix(rights, "rw") {
			size += m.between(memory, int64(from), int64(to))
		}
	}
	return size, nil
}

// between reads in pieces that overlap by the length of a needle.
func (m *MemorySearch) between(memory io.ReaderAt, from, to int64) (size int) {
	const piece, overlap = 1 << 20, 256
	block := make([]byte, piece+overlap)
	for ; from < to; from += piece {
		n, err := memory.ReadAt(block[:min(piece+overlap, to-from)], from)
		if err != nil && n == 0 { // a device's memory, for one
			return size
		}
		m.scan(block[:n])
		size += min(n, piece)
	}
	return size
}

func (m *MemorySearch) scan(block []byte) {
	for i := range max(0, len(block)-7) {
		if !m.maybe[prefix(block[i:])] {
			continue
		}
		for _, n := range m.needle[binary.LittleEndian.Uint64(block[i:])] {
			if !bytes.HasPrefix(block[i:], n.text) {
				continue
			}
			m.copies[n.kind+" "+n.form]++
			if m.which[n.kind] == nil {
				m.which[n.kind] = map[int]bool{}
			}
			m.which[n.kind][n.number] = true
		}
	}
}

// Different is how many secrets of a kind the last search found in any form.
func (m *MemorySearch) Different(kind string) int { return len(m.which[kind]) }

// String says what the last search found.
func (m *MemorySearch) String() string {
	var parts []string
	for kind, which := range m.which {
		parts = append(parts, fmt.Sprintf("%d different of kind %s", len(which), kind))
	}
	for what, n := range m.copies {
		parts = append(parts, fmt.Sprintf("%s %d times", what, n))
	}
	if len(parts) == 0 {
		return "nothing"
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
