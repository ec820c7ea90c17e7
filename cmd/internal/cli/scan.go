package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/deskfob/deskfob/scanner"
	"github.com/spf13/pflag"
)

// scanOptions are the flags of "deskfob scan".
type scanOptions struct {
	desktopSources
	raw, json, batch bool
}

func scanCommand() command {
	return command{
		name: "scan", args: "[PICTURE|PDF|FOLDER...]", max: manyArgs,
		summary: "show what the QR codes in pictures hold, without secrets",
		help: `Prints a line for each code: picture, kind (enrolment, migration or other), and
for an enrolment its type, issuer and account name, for a migration which part
it is, with tabs between. With --raw the line is the code's own text, secrets
included. A folder stands for the pictures and PDFs in it; of a PDF all pages are
read.
With --batch, picture paths come on standard input, a line each; after the
lines of a picture comes "-- MS", the time it took in milliseconds.

Exit code 3: no picture holds a code. 5: one cannot be read as a picture, or not
all of it in a minute (the others are printed all the same).`,
		options: &scanOptions{},
	}
}

func (o *scanOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.raw, "raw", false, "print the text of each code, enrolment or not")
	f.BoolVar(&o.json, "json", false, "print JSON")
	f.BoolVar(&o.batch, "batch", false, "read picture paths from standard input")
	o.desktopSources.flags(f)
}

func (o *scanOptions) run(ctx context.Context, s *session, pictures []string) error {
	switch {
	case o.batch && (o.json || o.any() || len(pictures) > 0):
		return usage("scan", batchAlone)
	case o.raw && o.json:
		return usage("scan", rawOrJSON)
	case o.batch:
		return o.runBatch(ctx, s)
	case len(pictures) == 0 && !o.any():
		return usage("scan", scanWhat)
	}
	var tally scanTally
	codes, err := o.read(ctx, s)
	if err != nil {
		return err
	}
	tally.add(codes)
	for _, path := range pictures {
		if err := tally.read(ctx, s, path); err != nil {
			return err
		}
	}
	if err := o.print(s, tally.codes); err != nil {
		return err
	}
	return tally.result()
}

// runBatch answers each path as it comes, so that one process serves many.
func (o *scanOptions) runBatch(ctx context.Context, s *session) error {
	var tally scanTally
	in := bufio.NewReader(s.In)
	for {
		text, err := await(ctx, func() (string, error) { return in.ReadString('\n') })
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if path := strings.TrimRight(text, "\r\n"); path != "" {
			if err := o.answer(ctx, s, &tally, path); err != nil {
				return err
			}
		}
		if err != nil {
			return tally.result()
		}
	}
}

// answer prints the lines of one picture of a batch. The time is the wall
// time of reading and decoding.
func (o *scanOptions) answer(ctx context.Context, s *session, tally *scanTally, path string) error {
	began := time.Now()
	codes, err := readPicture(ctx, path)
	took := time.Since(began)
	if err := tally.note(s, path, codes, err); err != nil {
		return err
	}
	if err := o.print(s, codes); err != nil {
		return err
	}
	return s.print(fmt.Sprintf("-- %d\n", took.Milliseconds()))
}

// print writes codes the way the flags ask for. An empty list prints nothing.
func (o *scanOptions) print(s *session, codes []foundCode) error {
	if o.json && len(codes) > 0 {
		return s.printJSON(scanList(codes))
	}
	for _, code := range codes {
		text := scanLine(code)
		if o.raw {
			text = visible(code.text)
		}
		if err := s.print(text + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// scanTally gathers what a scan found, for its exit code.
type scanTally struct {
	codes      []foundCode
	unreadable int
}

func (t *scanTally) add(codes []foundCode) { t.codes = append(t.codes, codes...) }

// read reads a picture, or all pictures of a folder.
func (t *scanTally) read(ctx context.Context, s *session, path string) error {
	files, err := scanner.PictureFiles(path)
	if err != nil {
		return t.note(s, path, nil, err)
	}
	for _, file := range files {
		codes, err := readPicture(ctx, file)
		if err := t.note(s, file, codes, err); err != nil {
			return err
		}
	}
	return nil
}

// note takes the outcome of one picture. Only the end of the context stops the
// scan; a picture that cannot be read is told and counted.
func (t *scanTally) note(s *session, path string, codes []foundCode, err error) error {
	if err != nil && errors.Is(err, context.Canceled) {
		return err
	}
	if err != nil {
		s.tell(pictureProblem(path, err))
		t.unreadable++
	}
	t.add(codes)
	return nil
}

func (t *scanTally) result() error {
	switch {
	case t.unreadable > 0 && len(t.codes) == 0:
		return fail(ExitRefused, "") // each was told
	case t.unreadable > 0:
		return fail(ExitRefused, picturesUnreadable)
	case len(t.codes) == 0:
		return fail(ExitNothing, noCodeFound)
	}
	return nil
}

// scanLine is one code as a line without secrets.
func scanLine(code foundCode) string {
	switch {
	case code.err != nil:
		return line(code.picture, string(code.kind), "refused", code.err.Error())
	case code.kind == enrolment:
		a := code.account
		return line(code.picture, string(code.kind), string(a.Type), a.Issuer, a.Name)
	case code.kind == migration:
		return line(code.picture, string(code.kind), partOf(code.part))
	}
	return line(code.picture, string(code.kind))
}

// scanJSON is one code as scan prints it. Pointers keep an empty issuer of an
// enrolment apart from the absent one of other codes.
type scanJSON struct {
	Image   string  `json:"image"`
	Index   int     `json:"index"`
	Kind    string  `json:"kind"`
	Type    string  `json:"type,omitempty"`
	Issuer  *string `json:"issuer,omitempty"`
	Account *string `json:"account,omitempty"`
	Error   string  `json:"error,omitempty"`
}

func scanList(codes []foundCode) []scanJSON {
	list := make([]scanJSON, len(codes))
	for i, code := range codes {
		list[i] = scanJSON{Image: code.picture, Index: code.index, Kind: string(code.kind)}
		switch {
		case code.err != nil:
			list[i].Error = code.err.Error()
		case code.kind == enrolment:
			list[i].Type = string(code.account.Type)
			list[i].Issuer, list[i].Account = &code.account.Issuer, &code.account.Name
		}
	}
	return list
}
