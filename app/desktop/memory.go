package desktop

import "sync"

// hiding is a global because what it stands for is one: whether other programs
// may read the memory of this process.
var hiding struct {
	mu     sync.Mutex
	hidden bool // HideMemory was called
	shown  int  // how many ShowMemory are out
}

// HideMemory makes the kernel refuse other programs of the same person that
// want to read the memory of this process, with its secrets: debuggers, and
// what opens /proc/PID/mem. It also keeps the process from dumping core.
// ErrUnsupported: this system is left as it is.
//
// The price is that xdg-desktop-portal refuses such a process, since it cannot
// look at /proc/PID/root (flatpak/xdg-desktop-portal #785): see ShowMemory.
func HideMemory() error {
	hiding.mu.Lock()
	defer hiding.mu.Unlock()
	hiding.hidden = true
	return settle()
}

// ShowMemory takes HideMemory back until hide is called, for a call of the
// desktop's portal. Several may be out at a time.
func ShowMemory() (hide func() error, err error) {
	hiding.mu.Lock()
	defer hiding.mu.Unlock()
	hiding.shown++
	hide = sync.OnceValue(func() error {
		hiding.mu.Lock()
		defer hiding.mu.Unlock()
		hiding.shown--
		return settle()
	})
	return hide, settle()
}

// settle makes the process what hiding says. The caller holds its lock.
func settle() error { return setReadable(!hiding.hidden || hiding.shown > 0) }
