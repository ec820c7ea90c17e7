package scanner

import (
	"cmp"
	"image"
	"slices"
)

// fold makes one symbol of several readings of the same code, which the passes
// over an image give, orders them from top to bottom and moves them to where
// the image's bounds begin. Equal texts in different places stay apart: they
// are two codes.
func fold(found []Symbol, bounds image.Rectangle) []Symbol {
	var out []Symbol
	for _, s := range found {
		same := func(o Symbol) bool { return o.Text == s.Text && o.Bounds.Overlaps(s.Bounds) }
		if !slices.ContainsFunc(out, same) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b Symbol) int {
		return cmp.Or(cmp.Compare(a.Bounds.Min.Y, b.Bounds.Min.Y), cmp.Compare(a.Bounds.Min.X, b.Bounds.Min.X))
	})
	for i := range out {
		out[i].Bounds = out[i].Bounds.Add(bounds.Min).Intersect(bounds)
	}
	return out
}
