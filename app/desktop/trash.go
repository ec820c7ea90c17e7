package desktop

// HasTrash says that Trash can work on this system; whether it can for a file
// depends on where that lies.
const HasTrash = hasTrash

// Trash moves a file to the desktop's trash, from where the person can take it
// back with the desktop's own programs. A symbolic link goes itself, not what it
// points to. The file is never copied from one volume to another and never
// deleted: where it cannot be moved it stays. The error is ErrUnsupported where the
// system or the file's volume has no trash that can be used, as on systems other
// than Linux, or that of the move.
func Trash(path string) error { return moveToTrash(path) }
