package kit_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/sethvargo/go-diceware/diceware"

	"github.com/deskfob/deskfob/vault/kit"
)

// wordList is the list as the passphrases use it, in order.
func wordList(t *testing.T) []string {
	t.Helper()
	list := diceware.WordListEffLarge()
	var all []string
	for i := 11111; i <= 66666; i++ {
		if word := list.WordAt(i); word != "" && !strings.Contains(word, "-") {
			all = append(all, word)
		}
	}
	slices.Sort(all)
	return all
}

func TestWordList(t *testing.T) {
	all := wordList(t)
	if len(all) != 7772 {
		t.Errorf("%d words, the documentation says 7,772", len(all))
	}
	for i, word := range all {
		if len(word) < 3 || len(word) > 9 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%q is no short plain word", word)
		}
		// In order, a word that begins another stands right before it.
		if i > 0 && strings.HasPrefix(word, all[i-1]) {
			t.Errorf("%q begins %q", all[i-1], word)
		}
	}
}

func TestPassphrase(t *testing.T) {
	const n = 20_000
	all := wordList(t)
	seen := map[string]int{}
	var last []byte
	for range n {
		p, err := kit.Passphrase()
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Split(string(p), " ")
		if len(words) != kit.Words || bytes.Equal(p, last) {
			t.Fatalf("passphrase of %d words, the same as before: %t", len(words), bytes.Equal(p, last))
		}
		for _, w := range words {
			if _, ok := slices.BinarySearch(all, w); !ok {
				t.Fatalf("%q is not in the list", w)
			}
			seen[w]++
		}
		last = p
	}
	// Each word is expected 15.4 times. The chi-square sum over 7,771 degrees of
	// freedom has a standard deviation of 125; a bias as from a byte taken modulo
	// the length would be hundreds of them away.
	expected := float64(n*kit.Words) / float64(len(all))
	sum := 0.0
	for _, word := range all {
		d := float64(seen[word]) - expected
		sum += d * d / expected
	}
	if degrees := float64(len(all) - 1); sum < degrees-6*125 || sum > degrees+6*125 {
		t.Errorf("chi-square %.0f for %.0f degrees of freedom: not evenly spread", sum, degrees)
	}
}
