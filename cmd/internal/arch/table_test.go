package arch

// module is the path that our own imports begin with.
const module = "github.com/deskfob/deskfob/"

// row is what one package may import directly, in files that are not tests.
type row struct {
	// allow lists the imports from outside the standard library; a package
	// stands for the packages below it too.
	allow []string
	// deny lists what is refused even so, and refused packages of the
	// standard library, each that one package alone.
	deny []string
	// std, when not nil, is all that is allowed of the standard library.
	std []string
	why string
}

// pin is an import that only one file of a package may have.
type pin struct {
	pkg, path string
	file      string // or a pattern as of path.Match; empty: any one file
	why       string
}

func own(packages ...string) []string {
	for i, p := range packages {
		packages[i] = module + p
	}
	return packages
}

func with(a []string, b ...string) []string { return append(b, a...) }

// table names every package of the module.
func table() map[string]row {
	network := []string{"os/exec", "net", "net/http", "net/smtp", "net/rpc"}
	return map[string]row{
		"assets": {
			std: []string{"embed"},
			why: "assets holds bytes and does not know what they are for",
		},
		"assets/internal/draw": {
			allow: []string{"github.com/makiuchi-d/gozxing", "golang.org/x/image"},
			why:   "draw makes the pictures in assets and is never part of the program",
		},
		"scanner": {
			allow: []string{
				"github.com/makiuchi-d/gozxing", "golang.org/x/image", "golang.org/x/sys",
				"github.com/godbus/dbus/v5", "github.com/jezek/xgb",
				"github.com/klippa-app/go-pdfium", "github.com/tetratelabs/wazero",
			},
			deny: []string{"net/http"},
			why:  "scanner turns pixels into text; it knows neither windows nor accounts nor keyrings",
		},
		"vault": {
			allow: []string{
				"github.com/pquerna/otp", "github.com/zalando/go-keyring", "github.com/godbus/dbus/v5",
				"golang.org/x/crypto", "golang.org/x/sys", "github.com/gofrs/flock",
			},
			deny: network,
			why:  "vault keeps secrets: it draws nothing, starts no process and opens no network connection",
		},
		"vault/clock": {
			allow: []string{"github.com/beevik/ntp"},
			deny:  []string{"os/exec", "net/http"},
			why:   "clock asks time servers and nothing else: it knows no accounts, so nothing of theirs can be sent",
		},
		"vault/clock/clocktest": {
			deny: []string{"os/exec", "net/http"},
			why:  "clocktest is a time server for tests",
		},
		"vault/diagnose": {
			allow: own("vault"),
			deny:  network,
			why:   "diagnose judges what it is given: asking a time server is for those who ask the person",
		},
		"vault/vaulttest": {
			allow: own("vault"),
			deny:  network,
			why:   "vaulttest tests any keyring through what vault offers to all",
		},
		"vault/kit": {
			allow: with(own("vault"), "filippo.io/age", "codeberg.org/go-pdf/fpdf", "github.com/go-fonts/dejavu",
				"github.com/makiuchi-d/gozxing/qrcode", "github.com/sethvargo/go-diceware", "golang.org/x/image/font", "golang.org/x/text"),
			deny: append(network, module+"vault/vaulttest"),
			why:  "vault/kit turns accounts into files and back; like vault it draws no window, starts no process and opens no connection",
		},
		"app/desktop": {
			allow: []string{"github.com/godbus/dbus/v5", "github.com/jezek/xgb", "golang.org/x/sys"},
			deny:  []string{"os/exec", "net/http"},
			why:   "app/desktop serves the command line too, so no toolkit, and it knows no accounts",
		},
		"app": {
			allow: with(own("app/desktop", "vault", "scanner", "assets"), "fyne.io/fyne/v2"),
			deny:  []string{"fyne.io/fyne/v2/app", "fyne.io/fyne/v2/cmd", "fyne.io/fyne/v2/test", module + "vault/vaulttest", module + "vault/clock/clocktest", "os/exec", "net", "net/http"},
			why: "app must build and be tested without C and OpenGL, which fyne/v2/app and fyne/v2/cmd need, " +
				"and reaches keyrings, codes and pictures only through vault and scanner",
		},
		"cmd/internal/cli": {
			allow: with(own("vault", "scanner", "app/desktop", "assets"), "github.com/spf13/pflag", "golang.org/x/term"),
			deny:  append(network, module+"vault/vaulttest", module+"vault/clock/clocktest"),
			why:   "the command line works where no window can, so it never touches the toolkit or app",
		},
		"cmd/internal/demo": {
			allow: own("vault", "assets"),
			deny:  network,
			why:   "the demo vault is a vault like any other, with made-up accounts",
		},
		"docs/decrypt": {
			allow: []string{"golang.org/x/crypto"},
			deny:  network,
			why:   "decrypt proves that the format's description is enough to read a vault without Deskfob",
		},
		"cmd/internal/arch":     {why: "arch reads source files"},
		"cmd/internal/e2e":      {why: "e2e knows the program from outside only"},
		"cmd/internal/locale":   {why: "locale is initialised before Fyne because it imports nothing"},
		"cmd/internal/xdisplay": {allow: own("app/desktop"), why: "xdisplay only asks whether an X server can be reached"},
		"cmd/deskfob": {
			allow: with(own("app", "vault", "scanner", "assets", "cmd/internal"),
				"fyne.io/fyne/v2", "github.com/go-gl/glfw/v3.3/glfw", "golang.org/x/term"),
			deny: []string{"os/exec", "net", "net/http", "fyne.io/fyne/v2/cmd", module + "cmd/internal/e2e", module + "vault/vaulttest", module + "vault/clock/clocktest"},
			why:  "cmd/deskfob wires the others together and does nothing itself",
		},
	}
}

// pins are the imports that are kept in one place.
func pins() []pin {
	return []pin{
		{"vault", "github.com/pquerna/otp", "", "every code is made by one call with every option set; elsewhere otp's silent defaults could slip in"},
		{"vault", "github.com/zalando/go-keyring", "", "go-keyring prompts and starts a bus if called before the unlock check, so one file guards it"},
		{"vault", "github.com/godbus/dbus/v5", "secret*_linux.go", "one private connection does the unlocking"},
		{"scanner", "os/exec", "tool_darwin.go", "only macOS, whose own tools are the way to screen and clipboard without C, needs a process for it"},
		{"cmd/deskfob", "fyne.io/fyne/v2/app", "gui.go", "fyne/v2/app needs C and OpenGL; main must decide before it is touched"},
	}
}
