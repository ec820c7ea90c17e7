package app

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// thumbnailSize is the side of the small picture of a code.
const thumbnailSize = 44

// newThumbnail shows the small picture of a code.
func newThumbnail(img image.Image) fyne.CanvasObject {
	shown := canvas.NewImageFromImage(img)
	shown.FillMode, shown.CornerRadius = canvas.ImageFillContain, controlRadius
	shown.SetMinSize(fyne.NewSquareSize(thumbnailSize))
	return container.NewCenter(container.NewStack(shown, newFrame()))
}

// newSign shows which code is meant: by its small picture or, where it has
// none, by the mark of its issuer.
func newSign(f finding) fyne.CanvasObject {
	if f.thumbnail != nil {
		return newThumbnail(f.thumbnail)
	}
	return container.NewCenter(newMark(accountTitle(f.account), markSize))
}

// newLeftOut lists what no account can be made of, each with the small picture
// of its code. It is empty when there is nothing.
func newLeftOut(others []leftOut) []fyne.CanvasObject {
	if len(others) == 0 {
		return nil
	}
	list := newColumn(10)
	for _, o := range others[:min(len(others), mostReasons)] {
		text := newParagraph(messageOf(o.err).what, styleMuted())
		if o.thumbnail == nil {
			list.Add(text)
			continue
		}
		list.Add(newTwoColumns(thumbnailSize+12, newRow(newThumbnail(o.thumbnail)), newMiddle(text)))
	}
	if more := len(others) - mostReasons; more > 0 {
		list.Add(newParagraph(andMore(more), styleMuted()))
	}
	return []fyne.CanvasObject{list}
}

// newMiddle puts an object in the middle of its height.
func newMiddle(o fyne.CanvasObject) *fyne.Container { return container.New(middle{}, o) }

type middle struct{}

func (middle) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return max(heightAt(objects[0], width), thumbnailSize)
}

// MinSize implements fyne.Layout.
func (middle) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := heightAt(objects[0], size.Width)
	place(objects[0], 0, (size.Height-height)/2, fyne.NewSize(size.Width, height))
}
