package cli

import "github.com/spf13/pflag"

// windowFlags are the flags of deskfob without a sub-command.
func windowFlags(w *Window) *pflag.FlagSet {
	flags := newFlags("deskfob")
	flags.BoolVar(&w.Demo, "demo", false, "open the window on a vault in memory, with sample accounts")
	flags.Bool("version", false, "print the version")
	return flags
}

// window reads arguments without a sub-command: what the window is to show.
func (s *session) window(args []string) (*Window, error) {
	w := &Window{}
	flags := windowFlags(w)
	s.commonFlags(flags)
	if err := flags.Parse(args); err != nil {
		return nil, usage("", flagProblem(err))
	}
	if help, _ := flags.GetBool("help"); help {
		return nil, s.print(programHelp(flags))
	}
	if version, _ := flags.GetBool("version"); version {
		return nil, s.print(versionText())
	}
	if flags.NArg() > 1 {
		return nil, usage("", oneForTheWindow)
	}
	w.Intake = flags.Arg(0)
	w.Passphrase = s.filePassphrase
	if w.Demo {
		return w, nil
	}
	var err error
	w.Location, err = s.chooseVault()
	return w, err
}
