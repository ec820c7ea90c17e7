package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// slowWork is background work that lasts until the test ends it.
type slowWork struct {
	started chan struct{}
	end     chan error
	ctx     context.Context
	done    []error
}

func newSlowWork() *slowWork {
	return &slowWork{started: make(chan struct{}), end: make(chan error, 1)}
}

func (w *slowWork) start(u *UI, owner view, what string) {
	u.background(owner, what, func(ctx context.Context) error {
		w.ctx = ctx
		close(w.started)
		return <-w.end
	}, func(err error) { w.done = append(w.done, err) })
	<-w.started
}

// soon makes waiting in the background end at once.
func soon(time.Duration) <-chan time.Time {
	c := make(chan time.Time)
	close(c)
	return c
}

func TestWorkComesBackOnTheQueue(t *testing.T) {
	s := newStage(t, uriCloud)
	w, failed := newSlowWork(), errors.New("failed")
	w.start(s.ui, s.ui.top(), "Working")
	w.end <- failed
	if len(w.done) != 0 {
		t.Fatal("done was called before the queue was run")
	}
	s.drain()
	if len(w.done) != 1 || !errors.Is(w.done[0], failed) {
		t.Errorf("done was called with %v", w.done)
	}
	if !s.ui.ready() {
		t.Error("the window stays covered")
	}
	if w.ctx.Err() == nil {
		t.Error("the context of finished work is not released")
	}
}

// Escape right after saving means to leave: work that is not in sight yet goes on.
func TestEscapeLeavesUnseenWorkAlone(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.o.After = func(time.Duration) <-chan time.Time { return nil } // the cover never comes
	w := newSlowWork()
	w.start(s.ui, s.ui.top(), "Working")
	s.ui.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.ctx.Err() != nil {
		t.Error("the work was cancelled")
	}
	w.end <- nil
	s.drain()
	if len(w.done) != 1 || w.done[0] != nil {
		t.Errorf("done was called with %v", w.done)
	}
}

func TestLongWorkCoversTheWindow(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.o.After = soon
	w := newSlowWork()
	w.start(s.ui, s.ui.top(), "Working")
	c, ok := s.ui.window.Canvas().Overlays().Top().(*cover)
	if !ok || s.ui.ready() {
		t.Fatal("nothing covers the window")
	}
	s.await(func() bool { return c.shown })
	s.typeText("x")
	s.ui.paste()
	if got := top[*homeView](s).search.Text; got != "" {
		t.Errorf("under the cover the search got %q", got)
	}
	s.ui.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(w.done) != 1 || !errors.Is(w.done[0], context.Canceled) || w.ctx.Err() == nil {
		t.Errorf("Cancel called done with %v", w.done)
	}
	if !s.ui.ready() {
		t.Error("after Cancel the window stays covered")
	}
	w.end <- nil
	(<-s.queue)()
	if len(w.done) != 1 {
		t.Errorf("done was called %d times", len(w.done))
	}
}

// What work changed after it was cancelled counts: the list shows it.
func TestLateWorkIsShown(t *testing.T) {
	s := newStage(t)
	w := newSlowWork()
	w.start(s.ui, s.ui.top(), "Working")
	s.ui.jobs[0].cancelled()
	if _, err := s.vault.Add(t.Context(), accountsOf(t, uriCloud), 0); err != nil {
		t.Fatal(err)
	}
	w.end <- nil
	s.await(func() bool { return len(top[*homeView](s).shown) == 1 })
}

func TestLeavingAViewEndsItsWork(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.openHelp()
	w := newSlowWork()
	w.start(s.ui, s.ui.top(), "Working")
	s.ui.back()
	if w.ctx.Err() == nil || !s.ui.ready() {
		t.Error("the work of a view that was left goes on")
	}
	w.end <- nil
	(<-s.queue)()
	if len(w.done) != 0 {
		t.Errorf("done was called with %v", w.done)
	}
}

func TestAsk(t *testing.T) {
	for _, tt := range []struct {
		name  string
		react func(s *stage, answer func(string, error))
		want  string
		err   error
	}{
		{"an answer", func(_ *stage, answer func(string, error)) { answer("yes", nil) }, "yes", nil},
		{"leaving the question", func(s *stage, _ func(string, error)) { s.ui.back() }, "", context.Canceled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t, uriCloud)
			var got string
			var err error
			var give func(string, error)
			s.ui.background(s.ui.top(), "Working", func(ctx context.Context) error {
				got, err = ask(ctx, s.ui, func(answer func(string, error)) view {
					give = answer
					return newHelpView(s.ui)
				})
				return err
			}, func(error) {})
			s.await(func() bool { return give != nil })
			top[*helpView](s)
			if !s.ui.ready() {
				t.Error("the question is covered")
			}
			tt.react(s, give)
			s.drain()
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
			top[*homeView](s)
			if !s.ui.ready() {
				t.Error("the window stays covered")
			}
		})
	}
}
