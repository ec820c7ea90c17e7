// Package locale keeps the toolkit quiet in the C.UTF-8 locale, which is what
// containers, cron and many servers run in. Fyne 2.7 reads the environment
// while it is initialised, cannot parse that name, and logs an error at each
// start, also of the command line. Import it for its effect.
package locale

import (
	"os"
	"strings"
)

// An init function because main is too late: packages are initialised in the
// order of their import paths once what they import is, and this one, which
// imports nothing that Fyne's language package needs, comes before it. LANGUAGE
// is where a person's languages are looked for first; the locale itself, which
// decides how text is typed and drawn, stays.
func init() {
	if os.Getenv("LANGUAGE") != "" {
		return
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			if strings.HasPrefix(value, "C.") {
				os.Setenv("LANGUAGE", "en")
			}
			return
		}
	}
}
