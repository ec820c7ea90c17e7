package desktop

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Handover is what a second start passes to the window that is already there.
// It may hold a key URI, which is a secret.
type Handover struct {
	Open []string `json:"open,omitempty"` // picture paths (absolute) and links
}

// maxHandover is the longest message an instance reads, in bytes.
const maxHandover = 1 << 20

// handoverTimeout bounds one exchange, so that neither side waits for a
// process that hangs.
const handoverTimeout = 2 * time.Second

// Instance is the claim of one process to be the person's window for a vault.
type Instance struct {
	lock     *os.File
	listener net.Listener
	once     sync.Once
}

// Claim makes this process the instance for key, which tells vaults apart. If
// another process has the claim already, h is handed to it and Claim returns
// nil and true: the caller is done. Where no claim is possible (no runtime
// folder, another system) it returns nil and false: go on without one.
//
// The socket lies in XDG_RUNTIME_DIR, which only this person can enter. A lock
// beside it, which ends with its process, says whether a socket is stale.
func Claim(key string, h Handover) (*Instance, bool) {
	base, err := instancePath(key)
	if err != nil {
		return nil, false
	}
	lock, err := lockFile(base + ".lock")
	if errors.Is(err, errLockHeld) {
		return nil, handOver(base+".sock", h) == nil
	}
	if err != nil {
		return nil, false
	}
	l, err := listenPrivate(base + ".sock")
	if err != nil {
		lock.Close()
		return nil, false
	}
	return &Instance{lock: lock, listener: l}, false
}

// Serve calls got, from a goroutine of its own, for every later start until
// Close. It is called once. A nil Instance never calls it.
func (i *Instance) Serve(got func(Handover)) {
	if i == nil {
		return
	}
	go func() {
		for {
			conn, err := i.listener.Accept()
			if err != nil {
				return // closed
			}
			if h, err := receive(conn); err == nil {
				got(h)
			}
		}
	}()
}

// Close gives the claim up. It may be called more than once, and on nil.
func (i *Instance) Close() {
	if i == nil {
		return
	}
	i.once.Do(func() {
		i.listener.Close() // removes the socket
		i.lock.Close()
	})
}

// instancePath is where socket and lock of key lie, without their endings.
func instancePath(key string) (string, error) {
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		return "", ErrUnsupported
	}
	if err := checkPrivate(dir); err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(dir, fmt.Sprintf("deskfob-%x", sum[:6])), nil
}

// listenPrivate listens on a socket that only this person can connect to. The
// caller holds the lock, so a socket that is there is stale.
func listenPrivate(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// handOver sends h and waits for the answer. Between another start's lock and
// its socket lies a moment, so it tries for a while.
func handOver(path string, h Handover) error {
	deadline := time.Now().Add(handoverTimeout)
	for {
		conn, err := net.DialTimeout("unix", path, handoverTimeout)
		if err == nil {
			return send(conn, h)
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("reach the running window: %w", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func send(conn net.Conn, h Handover) error {
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(handoverTimeout)); err != nil {
		return err
	}
	if err := json.NewEncoder(conn).Encode(h); err != nil {
		return fmt.Errorf("hand over to the running window: %w", err)
	}
	var answer string
	if err := json.NewDecoder(conn).Decode(&answer); err != nil || answer != "taken" {
		return fmt.Errorf("the running window did not answer: %v", err)
	}
	return nil
}

func receive(conn net.Conn) (Handover, error) {
	defer conn.Close()
	var h Handover
	if err := conn.SetDeadline(time.Now().Add(handoverTimeout)); err != nil {
		return h, err
	}
	if err := json.NewDecoder(io.LimitReader(conn, maxHandover)).Decode(&h); err != nil {
		return h, err
	}
	return h, json.NewEncoder(conn).Encode("taken")
}
