package kit

import (
	"crypto/rand"
	"math/big"
	"strings"

	"github.com/sethvargo/go-diceware/diceware"
)

// Words is how many words Passphrase gives. Of the 7,772 that it chooses from,
// six are 77 bits: with scrypt as a kit uses it, out of reach of whoever has
// the file.
const Words = 6

const sides = 6 // of a die

// Passphrase makes a passphrase of six words, with a space between. The words
// are those of the Electronic Frontier Foundation's large list
// (https://www.eff.org/dice, CC BY 3.0 US), which has no two words of which one
// begins the other, less the four that have a hyphen: on paper a hyphen may be
// a space. Each word is equally likely.
func Passphrase() ([]byte, error) {
	words := make([]string, Words)
	for i := range words {
		word, err := randomWord()
		if err != nil {
			return nil, err
		}
		words[i] = word
	}
	return []byte(strings.Join(words, " ")), nil
}

func randomWord() (string, error) {
	list := diceware.WordListEffLarge()
	for {
		index := 0
		for range list.Digits() {
			roll, err := rand.Int(rand.Reader, big.NewInt(sides)) // without bias
			if err != nil {
				return "", err
			}
			index = index*10 + 1 + int(roll.Int64())
		}
		if word := list.WordAt(index); !strings.Contains(word, "-") {
			return word, nil
		}
	}
}
