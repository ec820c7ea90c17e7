package scanner

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// pdfEngine is PDFium, the reader of a browser, as a program for a machine that
// exists in memory alone: no file, no network and no memory of ours is in its
// reach, so that a hostile PDF can do no more than fail. Making it ready takes
// two seconds and some memory, so it is kept for the files that follow.
type pdfEngine struct {
	pool  pdfium.Pool
	ready chan struct{} // closed when pool or err is set
	err   error
	users int
	idle  *time.Timer
}

const (
	// pdfMemory is what a PDF may take in its machine.
	pdfMemory = 192 << 20
	// pdfIdle is how long the engine is kept after its last file.
	pdfIdle = 20 * time.Second
)

var (
	pdfLock    sync.Mutex
	pdfCurrent *pdfEngine
)

// startPDF gives the engine, which the caller has to release. It waits until it
// is ready or ctx ends.
func startPDF(ctx context.Context) (*pdfEngine, error) {
	pdfLock.Lock()
	e := pdfCurrent
	if e == nil {
		e = &pdfEngine{ready: make(chan struct{})}
		pdfCurrent = e
		go e.start()
	}
	if e.idle != nil {
		e.idle.Stop()
	}
	e.users++
	pdfLock.Unlock()
	select {
	case <-ctx.Done():
		e.release()
		return nil, ctx.Err()
	case <-e.ready:
	}
	if e.err != nil {
		e.release()
		return nil, fmt.Errorf("starting the reader of PDF: %v: %w", e.err, ErrUnreadable)
	}
	return e, nil
}

func (e *pdfEngine) start() {
	defer close(e.ready)
	defer func() {
		if broken := recover(); broken != nil {
			e.err = fmt.Errorf("it broke: %v", broken)
		}
	}()
	const page = 64 << 10 // of the machine's memory
	features := api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling
	e.pool, e.err = webassembly.Init(webassembly.Config{
		Context:  experimental.WithCompilationWorkers(context.Background(), min(runtime.GOMAXPROCS(0), maxStrips)),
		MaxTotal: 2,
		FSConfig: wazero.NewFSConfig(), // without it the machine would see all files
		RuntimeConfig: wazero.NewRuntimeConfig().WithCoreFeatures(features).
			WithMemoryLimitPages(pdfMemory / page).WithCloseOnContextDone(true),
	})
	debug.FreeOSMemory() // making ready leaves 300 MB of waste, which the pages shall not add to
}

// release gives the engine back. After the last file it is kept for a while.
func (e *pdfEngine) release() {
	pdfLock.Lock()
	defer pdfLock.Unlock()
	if e.users--; e.users > 0 {
		return
	}
	e.idle = time.AfterFunc(pdfIdle, func() {
		<-e.ready
		pdfLock.Lock()
		defer pdfLock.Unlock()
		if e.users > 0 || pdfCurrent != e {
			return
		}
		pdfCurrent = nil
		if e.pool != nil {
			e.pool.Close()
		}
	})
}
