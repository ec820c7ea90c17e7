package app

import (
	"errors"
	"os"
	"strings"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
)

// errNothingPasted: a text is nothing that an account can be made from.
var errNothingPasted = errors.New("neither a picture's path nor a key URI")

// pasted is what a pasted text turned out to be.
type pasted struct {
	findings findings      // key URIs and migration links
	paths    []string      // pictures and folders to read
	data     []byte        // a picture's bytes
	secret   *vault.Secret // a bare secret
}

// leastSecret is how many characters of base32 make a text look like a bare
// secret, not like a word: 80 bits, the least that services use.
const leastSecret = 16

// sortText says what a pasted text is: links, paths and file URIs (a line
// each), a data URI of a picture, or a bare secret.
func sortText(text string) (pasted, error) {
	var p pasted
	text = strings.TrimSpace(text)
	if data, err := scanner.PictureData(text); data != nil || err != nil {
		p.data = data
		return p, err
	}
	p.findings.fromLink = true
	for line := range strings.Lines(text) {
		line = strings.Trim(strings.TrimSpace(line), `'"`)
		switch path, ok := scanner.PicturePath(line); {
		case line == "":
		case ok:
			p.paths = append(p.paths, path)
		case strings.Contains(line, "://"):
			p.findings.addCode(line, origin{})
		default:
			return pasted{}.bareSecret(text)
		}
	}
	if len(p.paths) == 0 && p.findings.empty() {
		return p, errNothingPasted
	}
	return p, nil
}

func (p pasted) bareSecret(text string) (pasted, error) {
	s, err := vault.ParseSecret(text)
	if err != nil || s.Len() < leastSecret*5/8 {
		return pasted{}, errNothingPasted
	}
	p.secret = &s
	return p, nil
}

// isEnrolmentText reports whether a text pasted into the search is meant to
// add an account: a link or a path to a file, not words to search for.
func isEnrolmentText(text string) bool {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "://") || strings.HasPrefix(text, "data:image/") {
		return true
	}
	first, _, _ := strings.Cut(text, "\n")
	path, ok := scanner.PicturePath(first)
	if !ok {
		return false
	}
	_, err := os.Stat(path)
	return err == nil || strings.HasPrefix(text, "~/")
}

// isEnrolmentLink reports whether a text pasted into a form is a link that
// fills the whole form.
func isEnrolmentLink(text string) bool {
	scheme, _, ok := strings.Cut(strings.ToLower(strings.TrimSpace(text)), "://")
	return ok && (scheme == "otpauth" || scheme == "otpauth-migration" || scheme == "apple-otpauth" || scheme == "steam")
}
