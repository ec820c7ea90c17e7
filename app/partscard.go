package app

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// newPartsCard says which parts of a migration have come and which have not,
// with the ways to bring the next one.
func newPartsCard(m *vault.Migration, ways ...fyne.CanvasObject) *card {
	missing := m.Missing()
	title, text := lang.L("The export is whole"), ""
	if len(missing) > 0 {
		title = missingWords(missing, m.Size())
		text = lang.L("Bring the next QR code of the export onto the screen, or drop its picture here. What was found stays.")
	}
	column := []fyne.CanvasObject{newColumn(6, newParagraph(title, styleTitle()), newPartChips(missing, m.Size()))}
	if text == "" {
		return newCard(column...)
	}
	return newCard(append(column, newParagraph(text, styleHint()), newFlow(ways...))...)
}

// mostChips is how many parts are shown one by one.
const mostChips = 30

// newPartChips shows the parts by their numbers: those that are missing quiet.
func newPartChips(missing []int, size int) *fyne.Container {
	row := newFlow()
	for n := 1; n <= min(size, mostChips); n++ {
		row.Add(newPartChip(strconv.Itoa(n), slices.Contains(missing, n)))
	}
	return row
}

// missingWords names the parts that have not come.
func missingWords(missing []int, size int) string {
	last := len(missing) - 1
	if last == 0 {
		return lang.L("Part {{.Number}} of {{.Count}} is missing", map[string]any{"Number": missing[0], "Count": size})
	}
	if last >= mostReasons {
		return lang.L("{{.Missing}} of {{.Count}} parts are missing", map[string]any{"Missing": len(missing), "Count": size})
	}
	var numbers []string
	for _, n := range missing[:last] {
		numbers = append(numbers, strconv.Itoa(n))
	}
	return lang.L("Parts {{.Numbers}} and {{.Last}} of {{.Count}} are missing",
		map[string]any{"Numbers": strings.Join(numbers, ", "), "Last": missing[last], "Count": size})
}
