package vault

import (
	"context"
	"sync"
)

// sharedRun runs one function for everybody who wants its result while it
// runs: one dialog, however many callers wait for the person. The zero value
// is ready.
type sharedRun struct {
	mu      sync.Mutex
	current *oneRun
}

// oneRun is one run of the function.
type oneRun struct {
	done chan struct{} // closed when err is final
	err  error
}

// do joins the run under way, or starts one, and waits for its end or for the
// end of ctx. The run goes on without its callers.
func (s *sharedRun) do(ctx context.Context, f func() error) error {
	s.mu.Lock()
	run := s.current
	if run == nil {
		run = &oneRun{done: make(chan struct{})}
		s.current = run
		go func() {
			run.err = recovering(f)
			s.mu.Lock()
			s.current = nil
			s.mu.Unlock()
			close(run.done)
		}()
	}
	s.mu.Unlock()
	select {
	case <-run.done:
		return run.err
	case <-ctx.Done():
		return contextError(ctx.Err())
	}
}
