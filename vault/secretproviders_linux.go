package vault

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

// knownProviders are programs that can serve as the keyring, by another bus
// name that they own while they run.
func knownProviders() [][2]string {
	return [][2]string{
		{"org.gnome.keyring", "gnome-keyring"},
		{"org.kde.kwalletd5", "KWallet"},
		{"org.kde.kwalletd6", "KWallet"},
		{"org.kde.secretservicecompat", "KWallet"},
		{"org.keepassxc.KeePassXC.MainWindow", "KeePassXC"},
	}
}

// providers tells programs apart by the other names they own; one that is not
// known goes by the name of its process.
func (s *secretService) providers(ctx context.Context) (serving string, others []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	conn, _, err := s.connect()
	if err != nil {
		return "", nil, err
	}
	owner := func(name string) string { // "" where nobody owns it
		var unique string
		if conn.BusObject().CallWithContext(ctx, busName+".GetNameOwner", 0, name).Store(&unique) != nil {
			return ""
		}
		return unique
	}
	service := owner(secretsName)
	for _, known := range knownProviders() {
		switch at := owner(known[0]); {
		case at == "":
		case at == service:
			serving = known[1]
		case !slices.Contains(others, known[1]):
			others = append(others, known[1])
		}
	}
	if serving == "" && service != "" {
		serving = processName(ctx, conn, service)
	}
	others = slices.DeleteFunc(others, func(name string) bool { return name == serving })
	return serving, others, ctx.Err()
}

// processName is the name of the program behind a connection, where the bus
// and the system tell.
func processName(ctx context.Context, conn *dbus.Conn, unique string) string {
	const unknown = "A program of unknown name"
	var pid uint32
	if conn.BusObject().CallWithContext(ctx, busName+".GetConnectionUnixProcessID", 0, unique).Store(&pid) != nil {
		return unknown
	}
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil {
		return unknown
	}
	return strings.TrimSpace(strings.ToValidUTF8(string(name), ""))
}
