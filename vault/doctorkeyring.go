package vault

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
)

// examineKeyring goes through bus, service and collection. Other systems than
// Linux have none of these, and nothing to tell before the vault is read.
func examineKeyring(ctx context.Context, o Options) []Finding {
	k, isSystem := o.Keyring.(*systemKeyring)
	if !isSystem || runtime.GOOS != "linux" {
		return nil
	}
	state, err := k.gate.look(ctx)
	switch {
	case ctx.Err() != nil: // the caller waits no longer
		return []Finding{found("service-silent", nil)}
	case errors.Is(err, ErrNoBus):
		return []Finding{found("no-bus", nil)}
	case errors.Is(err, errBusSilent):
		return []Finding{found("bus-silent", nil)}
	}
	all := []Finding{found("bus-ok", nil)}
	serving, others, nameErr := k.gate.providers(ctx)
	if err == nil {
		err = nameErr
	}
	if err != nil {
		return append(all, serviceFinding(err, others))
	}
	data := map[string]any{"Service": serving, "Others": strings.Join(others, " and ")}
	if len(others) > 0 {
		all = append(all, found("two-providers", data))
	} else {
		all = append(all, found("service-ok", data))
	}
	return append(all, collectionFinding(state))
}

// serviceFinding says why no service answered.
func serviceFinding(err error, others []string) Finding {
	switch {
	case errors.Is(err, ErrTimeout):
		return found("service-silent", nil)
	case errors.Is(err, ErrDenied):
		return found("service-denied", nil)
	case errors.Is(err, errNoService) && len(others) > 0:
		return found("not-serving", map[string]any{"Others": strings.Join(others, " and ")})
	case errors.Is(err, errNoService):
		return found("no-service", nil)
	}
	return found("service-failed", nil)
}

func collectionFinding(state keyringState) Finding {
	switch {
	case !state.missing && !state.locked:
		return found("collection-ok", nil)
	case state.prompt == promptOpen:
		return found("asking", nil)
	case state.prompt == promptUnanswered:
		return found("unanswered", nil)
	case state.prompt == promptDismissed:
		return found("dismissed", nil)
	case state.missing:
		return found("no-collection", nil)
	case noDisplay():
		return found("no-display", nil)
	}
	return found("locked", nil)
}

// noDisplay says that the keyring has nowhere to ask for its password.
func noDisplay() bool {
	return os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == ""
}
