package app

import "fyne.io/fyne/v2"

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
