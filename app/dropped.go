package app

import (
	"errors"

	"fyne.io/fyne/v2"
)

// errNothingDropped: what was dropped is no file of this computer.
var errNothingDropped = errors.New("not a file of this computer")

// pathsOf are the paths of files among uris.
func pathsOf(uris []fyne.URI) []string {
	var paths []string
	for _, uri := range uris {
		if uri.Scheme() == "file" {
			paths = append(paths, uri.Path())
		}
	}
	return paths
}
