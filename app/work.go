package app

import (
	"context"
	"slices"
	"time"
)

// busyDelay is how long work may take before the window says so.
const busyDelay = 300 * time.Millisecond

// job is one piece of work in the background.
type job struct {
	u     *UI
	owner view
	done  func(error)
	stop  context.CancelFunc
	cover *cover // nil for work nobody waits for
	over  bool   // done was called, or never will be
}

// background runs work in a goroutine of its own and then done on the UI
// goroutine. Its context ends when owner is left, and then done is not called.
// When what is not empty, the person waits for it: until done is called the
// window takes no other input, and soon it says what is being done, with a
// Cancel that calls done with context.Canceled.
func (u *UI) background(owner view, what string, work func(ctx context.Context) error, done func(err error)) {
	u.startJob(owner, what, busyDelay, func(ctx context.Context, _ func(string)) error { return work(ctx) }, done)
}

// startJob is background with another time after which the window says what is
// being done, and with a way for the work to change those words.
func (u *UI) startJob(owner view, what string, delay time.Duration, work func(ctx context.Context, tell func(string)) error, done func(err error)) {
	ctx, stop := context.WithCancel(u.contextOf(owner))
	j := &job{u: u, owner: owner, done: done, stop: stop}
	u.jobs = append(u.jobs, j)
	if what != "" {
		j.cover = newCover(what, j.cancelled)
		u.showCover(j.cover)
		go j.revealLater(ctx, delay)
	}
	go func() {
		err := work(ctx, j.tell)
		u.o.Do(func() { j.returned(err) })
	}()
}

// revealLater says that the work takes its time, when it does.
func (j *job) revealLater(ctx context.Context, delay time.Duration) {
	select {
	case <-j.u.o.After(delay):
		j.u.o.Do(j.reveal)
	case <-ctx.Done():
	}
}

// reveal says that the work takes its time.
func (j *job) reveal() {
	if !j.over {
		j.cover.reveal()
	}
}

// tell changes the words about what is being done. It is called from the job's goroutine.
func (j *job) tell(what string) {
	j.u.o.Do(func() {
		if !j.over && j.cover != nil {
			j.cover.say(what)
		}
	})
}

// returned is called when the work has come back, also after Cancel: what it
// changed by then counts.
func (j *job) returned(err error) {
	late := j.over
	j.finish(err)
	if late && j.u.vault != nil && j.u.ctx.Err() == nil {
		j.u.changed()
	}
}

// cancelled lets the person go at once, even where the work cannot be stopped.
func (j *job) cancelled() { j.finish(context.Canceled) }

func (j *job) finish(err error) {
	if j.over {
		return
	}
	j.drop()
	j.done(err)
}

// drop forgets the job: done will not be called.
func (j *job) drop() {
	j.over = true
	j.stop()
	j.u.jobs = slices.DeleteFunc(j.u.jobs, func(other *job) bool { return other == j })
	if j.cover != nil {
		j.u.window.Canvas().Overlays().Remove(j.cover)
	}
}

// dropJobs forgets the jobs of a view that is left.
func (u *UI) dropJobs(owner view) {
	for _, j := range slices.Clone(u.jobs) {
		if j.owner == owner {
			j.drop()
		}
	}
}

func (u *UI) showCover(c *cover) {
	canvas := u.window.Canvas()
	c.Resize(canvas.Size())
	canvas.Overlays().Remove(c)
	canvas.Overlays().Add(c)
}

// ask shows a view that asks the person something a background job needs, and
// waits for the answer; it is called from the job's goroutine. build gets the
// function that gives the answer and closes the view; leaving the view without
// an answer is context.Canceled. Meanwhile the job's cover is away.
func ask[T any](ctx context.Context, u *UI, build func(answer func(T, error)) view) (T, error) {
	type reply struct {
		value T
		err   error
	}
	replies := make(chan reply, 2) // an answer, then the end of the view
	var shown view
	u.o.Do(func() {
		u.uncover()
		shown = build(func(value T, err error) {
			replies <- reply{value, err}
			u.closeView(shown)
		})
		u.show(shown)
		context.AfterFunc(u.contextOf(shown), func() {
			replies <- reply{err: context.Canceled}
			u.o.Do(u.cover)
		})
	})
	select {
	case r := <-replies:
		return r.value, r.err
	case <-ctx.Done():
		u.o.Do(func() { u.closeView(shown) })
		return reply{}.value, ctx.Err()
	}
}

// uncover takes the covers of running jobs away, cover puts them back.
func (u *UI) uncover() {
	for _, j := range u.jobs {
		if j.cover != nil {
			u.window.Canvas().Overlays().Remove(j.cover)
		}
	}
}

func (u *UI) cover() {
	for _, j := range u.jobs {
		if j.cover != nil {
			u.showCover(j.cover)
		}
	}
}
