// Draw makes the pictures that Deskfob ships: the icons, as SVG and PNG from
// one description, and a made-up enrolment page for trying the program out.
// `go generate ./assets` runs it; what it writes is committed.
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
)

var (
	accent = rgb(0x0B6E5B)
	white  = rgb(0xFFFFFF)
	black  = rgb(0x000000)
)

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
}

func main() {
	dir := "."
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := run(dir); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	page, err := enrolmentPage()
	if err != nil {
		return err
	}
	pictures := map[string]image.Image{
		"demo/enrolment.png": page,
		"icon.png":           render(appIcon(), 512),
		"tray.png":           render(trayIcon(white), 64),
	}
	for name, img := range pictures {
		if err := writePNG(filepath.Join(dir, name), img); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "icon.svg"), []byte(svg(appIcon())), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "tray.svg"), []byte(svg(trayIcon(black))), 0o644)
}

func writePNG(name string, img image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(f, img); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
