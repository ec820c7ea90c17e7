package scanner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// A page is drawn, as a viewer would, because most services draw the code of a
// PDF as lines, not as a picture. It is drawn in grey, which is a byte a pixel and
// all that Decode looks at.
const (
	// pageDPI is how finely a page is drawn that holds no finer picture. The
	// modules of a printed code are half a millimetre and more: four pixels.
	pageDPI = 200
	// maxPagePixels is how many pixels a page may have, and maxPDFPixels how
	// many all pages of a file.
	maxPagePixels = 32_000_000
	maxPDFPixels  = 2 * MaxPixels
	// pdfTime is how long drawing all pages may take.
	pdfTime = 3 * MaxTime
	// maxPageObjects bounds how many objects of a page are looked at for pictures.
	maxPageObjects = 2000
)

// isPDF looks for the header near the start, where readers accept it
// (ISO 32000-1, 7.5.2, and what is in use). A picture may speak of PDF there.
func isPDF(data []byte) bool {
	const near, header = 1024, "%PDF-"
	at := bytes.Index(data[:min(len(data), near)], []byte(header))
	if at <= 0 {
		return at == 0
	}
	_, _, err := image.DecodeConfig(bytes.NewReader(data))
	return err != nil
}

// pdfPages draws the pages of a PDF, up to MaxImages and maxPDFPixels. Pages that
// cannot be drawn, and those for which pdfTime is not enough, are left out.
func pdfPages(ctx context.Context, data []byte) ([]image.Image, error) {
	engine, err := startPDF(ctx)
	if err != nil {
		return nil, err
	}
	defer engine.release()
	limited, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	instance, err := engine.pool.GetInstanceWithContext(limited)
	if err != nil {
		return nil, fmt.Errorf("reading the PDF: %v: %w", err, ErrUnreadable)
	}
	// Ending a hostile file's program is the only way to stop it.
	defer context.AfterFunc(limited, func() { instance.Kill() })()
	defer instance.Close()

	pages, err := drawDocument(limited, instance, data)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case len(pages) > 0:
		return pages, nil
	case limited.Err() != nil:
		return nil, fmt.Errorf("drawing the PDF: %w", limited.Err())
	case errors.Is(err, pdferrors.ErrPassword):
		return nil, ErrPassword
	}
	return nil, fmt.Errorf("drawing the PDF: %v: %w", err, ErrNotImage)
}

// drawDocument draws pages until something ends it; what was drawn counts.
func drawDocument(ctx context.Context, p pdfium.Pdfium, data []byte) ([]image.Image, error) {
	opened, err := p.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return nil, err
	}
	count, err := p.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return nil, err
	}
	var pages []image.Image
	left := maxPDFPixels
	err = errors.New("no page")
	for i := 0; i < min(count.PageCount, MaxImages) && left > 0 && ctx.Err() == nil; i++ {
		page, failed := drawPage(p, opened.Document, i, min(left, maxPagePixels))
		if failed != nil {
			err = failed
			continue
		}
		left -= page.Bounds().Dx() * page.Bounds().Dy()
		pages = append(pages, page)
	}
	return pages, err
}

// drawPage draws a page as finely as its finest picture, within that many pixels.
func drawPage(p pdfium.Pdfium, document references.FPDF_DOCUMENT, index, pixels int) (image.Image, error) {
	loaded, err := p.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: document, Index: index})
	if err != nil {
		return nil, err
	}
	defer p.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	page := requests.Page{ByReference: &loaded.Page}
	size, err := p.GetPageSize(&requests.GetPageSize{Page: page})
	if err != nil {
		return nil, err
	}
	const pointsPerInch = 72
	scale := max(pageDPI, finestPicture(p, page)) / pointsPerInch
	width, height := size.Width*scale, size.Height*scale
	if shrink := math.Sqrt(float64(pixels) / (width * height)); shrink < 1 {
		width, height = width*shrink, height*shrink
	}
	if !(width >= 1 && height >= 1 && width*height <= float64(pixels)) {
		return nil, fmt.Errorf("page of %gx%g points", size.Width, size.Height)
	}
	drawn, err := p.RenderPageInPixels(&requests.RenderPageInPixels{
		Page: page, Width: int(width), Height: int(height), ImageFormat: requests.RenderImageFormatGrayscale,
		RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
	})
	if err != nil {
		return nil, err
	}
	defer drawn.Cleanup()
	grey, ok := drawn.Result.RenderedImage.(*image.Gray)
	if !ok {
		return nil, errors.New("page not drawn in grey")
	}
	out := *grey
	out.Pix = bytes.Clone(grey.Pix) // Cleanup takes the pixels back
	return &out, nil
}

// finestPicture is the resolution of the finest picture on a page, in dots an
// inch: a screenshot laid on a page loses small codes when it is drawn coarser.
func finestPicture(p pdfium.Pdfium, page requests.Page) float64 {
	count, err := p.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return 0
	}
	finest := 0.0
	for i := range min(count.Count, maxPageObjects) {
		object, err := p.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			continue
		}
		kind, err := p.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
			continue
		}
		about, err := p.FPDFImageObj_GetImageMetadata(&requests.FPDFImageObj_GetImageMetadata{ImageObject: object.PageObject, Page: page})
		if err == nil {
			finest = max(finest, float64(about.ImageMetadata.HorizontalDPI), float64(about.ImageMetadata.VerticalDPI))
		}
	}
	return finest
}
