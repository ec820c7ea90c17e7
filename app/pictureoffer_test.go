package app

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/app/desktop"
)

// trashing gives the stage a trash and answers what was put into it.
func (s *stage) trashing(err error) *[]string {
	var in []string
	s.ui.o.Trash = func(path string) error {
		if err == nil {
			in = append(in, filepath.Base(path))
		}
		return err
	}
	return &in
}

// offered is the offer on the page in sight; nil: none.
func (s *stage) offered() *pictureOffer {
	switch v := s.ui.top().(type) {
	case *saveRecoveryView:
		return v.offer
	case *addedView:
		return v.offer
	}
	return nil
}

func TestTrashOffer(t *testing.T) {
	dir := t.TempDir()
	broken := "otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5"
	one := qrFile(t, dir, "one.png", uriServer)
	two := qrFile(t, dir, "two.png", uriGate)
	both := qrFile(t, dir, "both.png", uriServer, uriGate)
	withLink := qrFile(t, dir, "link.png", uriServer, "https://example.com")
	withBroken := qrFile(t, dir, "broken.png", uriServer, broken)
	part := qrFile(t, dir, "part.png", exportPart(7, 0, 2, "Adatum:kim"))
	folder := filepath.Join(t.TempDir(), "My codes")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	qrFile(t, folder, "one.png", uriServer)
	for _, tt := range []struct {
		name  string
		paths []string
		keep  int // the row that is not added; 0: all are
		want  []string
	}{
		{"one picture", []string{one}, 0, []string{"one.png"}},
		{"two pictures", []string{one, two}, 0, []string{"one.png", "two.png"}},
		{"a picture of two codes", []string{both}, 0, []string{"both.png"}},
		{"one code of two was added", []string{both}, 1, nil},
		{"of two pictures one was added", []string{one, two}, 1, []string{"one.png"}},
		{"another code beside it", []string{withLink}, 0, []string{"link.png"}},
		{"an enrolment that cannot be used beside it", []string{withBroken}, 0, nil},
		{"part of an export", []string{part}, 0, []string{"part.png"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t)
			in := s.trashing(nil)
			s.drop(tt.paths...)
			s.addAll(tt.keep)
			if len(*in) != 0 {
				t.Fatal("a picture was moved without asking")
			}
			o := s.offered()
			if (o == nil) != (tt.want == nil) {
				t.Fatalf("offered: %v", o != nil)
			}
			if o == nil {
				return
			}
			if !strings.Contains(o.words.text, tt.want[0]) || !strings.Contains(o.words.text, "same codes") {
				t.Errorf("it says %q", o.words.text)
			}
			s.tap(o.move)
			if !slices.Equal(*in, tt.want) {
				t.Errorf("moved %q, want %q", *in, tt.want)
			}
			if o.move.Visible() || !strings.Contains(o.words.text, tt.want[0]) || o.title.text != "Moved to the trash" {
				t.Errorf("afterwards it says %q", o.words.text)
			}
		})
	}
	t.Run("a folder is left alone", func(t *testing.T) {
		s := newStage(t)
		s.trashing(nil)
		s.drop(folder)
		s.addAll(0)
		o := s.offered()
		if o == nil || o.move.Visible() || !strings.Contains(o.words.text, "My codes") {
			t.Error("the folder is not named, or a button is there")
		}
	})
	t.Run("the trash refuses", func(t *testing.T) {
		s := newStage(t)
		s.trashing(desktop.ErrUnsupported)
		s.drop(one)
		s.addAll(0)
		o := s.offered()
		s.tap(o.move)
		if o.move.Visible() || !strings.Contains(o.words.text, "could not be moved to the trash: one.png. Delete it yourself") || o.title.text != o.titleBefore() {
			t.Errorf("it says %q", o.words.text)
		}
	})
	t.Run("a system without one", func(t *testing.T) {
		s := newStage(t)
		s.drop(one)
		s.addAll(0)
		o := s.offered()
		if o == nil || o.move.Visible() || !strings.Contains(o.words.text, "cannot use the trash of this system") {
			t.Error("it is not told, or a button is there that does nothing")
		}
	})
	t.Run("not from the screen", func(t *testing.T) {
		s := newStage(t)
		s.trashing(nil)
		s.scans(uriServer)
		s.ui.scanScreen()
		s.drain()
		s.addAll(0)
		if s.offered() != nil {
			t.Error("there is no file to move")
		}
	})
	t.Run("replaced", func(t *testing.T) {
		s := newStage(t, uriServer)
		in := s.trashing(nil)
		s.drop(one)
		s.addAll(0)
		s.tap(s.offered().move)
		if len(*in) != 1 {
			t.Error("it is not moved")
		}
		s.tap(top[*addedView](s).done)
		top[*homeView](s)
	})
	if _, err := os.Stat(one); errors.Is(err, os.ErrNotExist) {
		t.Error("a test's trash is no trash")
	}
}

// addAll adds what was found, but one row.
func (s *stage) addAll(keep int) {
	s.Helper()
	switch v := s.ui.top().(type) {
	case *confirmView:
		s.tap(v.save)
	case *severalView:
		if keep > 0 {
			v.rows[keep].check.set(false)
		}
		s.tap(v.add)
	default:
		s.Fatalf("in sight is %T", v)
	}
}
