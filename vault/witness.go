package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// witness is the small file, without secrets, that remembers on this computer
// which vault was last seen here. It tells an empty keyring from one that lost
// its vault, and an older vault from the newest. It also knows whether the last
// change of this computer ran to its end, and which item names it used.
type witness struct {
	Vault    string `json:"vault"`
	Writer   string `json:"writer"` // this computer's part of item names
	Revision int    `json:"rev"`    // 0: never committed
	Commit   string `json:"commit"`
	Saved    int64  `json:"saved"` // Unix seconds
	// Floor is a revision that was once seen and left behind by AcceptOlder;
	// new ones stay above it, so that no item name is used twice.
	Floor int `json:"floor,omitempty"`
	// Unfinished and Attempted are the first and the last revision of changes
	// that may have left items behind, each at most Items of them; 0: none.
	Unfinished int `json:"unfinished,omitempty"`
	Attempted  int `json:"attempted,omitempty"`
	Items      int `json:"items,omitempty"`
	// Erased names the items of a vault that is being erased.
	Erased []string `json:"erased,omitempty"`
}

// settled reports whether no change has left anything to be done.
func (w *witness) settled() bool { return w.Unfinished == 0 && len(w.Erased) == 0 }

// settle says that nothing is left to do.
func (w *witness) settle() { w.Unfinished, w.Attempted, w.Items, w.Erased = 0, 0, 0, nil }

const writerIDBytes = 5

// readWitness returns nil where there is none. One that does not parse counts
// as none: it holds nothing that cannot be learned again, and a disk that was
// full must not lock anyone out.
func readWitness(path string) (*witness, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %v: %w", path, err, ErrDenied)
	}
	var w witness
	if err := json.Unmarshal(data, &w); err != nil || w.Vault == "" || w.Writer == "" {
		return nil, nil
	}
	return &w, nil
}

func writeWitness(path string, w witness) error {
	if path == "" {
		return nil
	}
	data, err := json.Marshal(w)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return besideError("make the folder of", path, err)
	}
	if err := replaceFile(path, append(data, '\n')); err != nil {
		return besideError("write", path, err)
	}
	return nil
}
