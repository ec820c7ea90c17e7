package scanner

import (
	"context"
	"runtime"
	"sync"
)

// maxStrips bounds how many goroutines share the rows of a picture: reading
// pixels waits for memory, so more do not make it faster.
const maxStrips = 4

// inStrips calls do for each of n rows, side by side in strips of rows. It ends
// early with the error of ctx, or with ErrUnreadable when do panics.
func inStrips(ctx context.Context, n int, do func(y int)) error {
	strips := min(runtime.GOMAXPROCS(0), maxStrips)
	errs := make([]error, strips)
	var all sync.WaitGroup
	for i := range strips {
		all.Go(func() {
			_, errs[i] = guard(func() ([]Symbol, error) {
				for y := n * i / strips; y < n*(i+1)/strips && ctx.Err() == nil; y++ {
					do(y)
				}
				return nil, ctx.Err()
			})
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
