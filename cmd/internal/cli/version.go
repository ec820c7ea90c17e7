package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/pflag"
)

// Version is the version of the program.
const Version = "0.1.0"

// versionOptions are the flags of "deskfob version": none.
type versionOptions struct{}

func versionCommand() command {
	return command{
		name:    "version",
		summary: "print the version",
		help:    "Prints the version, the revision it was built from and the Go version.",
		options: &versionOptions{},
	}
}

func (o *versionOptions) flags(*pflag.FlagSet) {}

func (o *versionOptions) run(_ context.Context, s *session, _ []string) error {
	return s.print(versionText())
}

func versionText() string {
	return fmt.Sprintf("deskfob %s%s (%s, %s/%s)\n", Version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// revision is the commit the program was built from, when Go recorded it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			return " " + setting.Value[:12]
		}
	}
	return ""
}
