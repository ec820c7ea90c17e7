package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestCheck(t *testing.T) {
	test.NewTempApp(t)
	var told []bool
	c := newCheck("Words", func(checked bool) { told = append(told, checked) })
	w := test.NewTempWindow(t, c)
	escaped := false
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { escaped = e.Name == fyne.KeyEscape })

	test.Tap(c)
	w.Canvas().Focus(c)
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(told) != 2 || !told[0] || told[1] || c.checked {
		t.Errorf("it told %v", told)
	}
	if !escaped {
		t.Error("Escape did not reach the window")
	}
}

func TestFlow(t *testing.T) {
	test.NewTempApp(t)
	var objects []fyne.CanvasObject
	for range 5 {
		r := canvas.NewRectangle(nil)
		r.SetMinSize(fyne.NewSize(30, 20))
		objects = append(objects, r)
	}
	objects[1].Hide()
	flow := newFlow(objects...)
	if got := heightAt(flow, 68); got != 48 {
		t.Errorf("four visible objects, two a line, are %v high", got)
	}
	flow.Resize(fyne.NewSize(68, 48))
	if at := objects[4].Position(); at != fyne.NewPos(38, 28) {
		t.Errorf("the last one is at %v", at)
	}
	if got := heightAt(flow, 10); got != 4*20+3*8 {
		t.Errorf("in a room too narrow it is %v high", got)
	}
}
