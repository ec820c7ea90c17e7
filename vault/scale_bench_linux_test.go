package vault_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// scaleOperation is something that a person does with many accounts.
type scaleOperation struct {
	name  string
	times int // to take the mean of
	run   func(ctx context.Context, l arrangement, turn int) error
}

func scaleOperations() []scaleOperation {
	return []scaleOperation{
		{"open", 3, func(ctx context.Context, l arrangement, _ int) error { return l.open(ctx) }},
		{"reveal-one-list", 5, func(ctx context.Context, l arrangement, _ int) error { return l.reveal(ctx, 500) }},
		{"edit-one", 5, func(ctx context.Context, l arrangement, turn int) error {
			return l.edit(ctx, 500, fmt.Sprint("renamed ", turn))
		}},
		{"add-one", 5, func(ctx context.Context, l arrangement, turn int) error {
			return l.add(ctx, listed(fmt.Sprint("Added ", turn), 1))
		}},
		{"import-300", 1, func(ctx context.Context, l arrangement, turn int) error { return l.add(ctx, listed("Imported", 300)) }},
	}
}

// BenchmarkAgainstItemEach puts 1,000 accounts with recovery lists in Deskfob's
// layout beside the plain one, an item an account with its list in it, each on
// a real gnome-keyring of its own, in one run. Both read back what they write.
// A ratio above 1 means that the plain one takes that many times as many calls,
// or as long.
func BenchmarkAgainstItemEach(b *testing.B) {
	ours, plain := map[string]*cost{}, map[string]*cost{}
	b.Run("deskfob", func(b *testing.B) {
		startBus(b, false).startKeyring()
		k := &counted{Keyring: vault.FreshSystemKeyring()}
		measureLayout(b, k, &pagedLayout{options: vault.Options{Keyring: k, Dir: b.TempDir()}}, ours)
	})
	b.Run("item-each", func(b *testing.B) {
		startBus(b, false).startKeyring()
		k := &counted{Keyring: vault.FreshSystemKeyring()}
		measureLayout(b, k, &plainLayout{keyring: k}, plain)
	})
	for _, op := range scaleOperations() {
		o, p := ours[op.name], plain[op.name]
		if o == nil || p == nil { // one of them was not chosen
			continue
		}
		b.Run(op.name, func(b *testing.B) {
			n := float64(op.times)
			b.ReportMetric(0, "ns/op") // of nothing
			b.ReportMetric(float64(o.calls-o.writes-o.drops)/n, "reads")
			b.ReportMetric(float64(o.writes)/n, "writes")
			b.ReportMetric(float64(o.drops)/n, "deletes")
			b.ReportMetric(float64(p.calls)/n, "plain-calls")
			b.ReportMetric(float64(o.time.Microseconds())/n/1000, "ms")
			b.ReportMetric(float64(p.time.Microseconds())/n/1000, "plain-ms")
			b.ReportMetric(float64(p.calls)/float64(o.calls), "calls-ratio")
			b.ReportMetric(float64(p.time)/float64(o.time), "time-ratio")
		})
	}
}

// measureLayout fills a layout and notes what each operation costs.
func measureLayout(b *testing.B, k *counted, l arrangement, costs map[string]*cost) {
	ctx := context.Background()
	if err := l.fill(ctx, listed("Service", 1000)); err != nil {
		b.Fatal(err)
	}
	for _, op := range scaleOperations() {
		costs[op.name] = &cost{}
		for turn := range op.times {
			costs[op.name].measure(b, k, func() error { return op.run(ctx, l, turn) })
		}
	}
}

// cost is what operations took.
type cost struct {
	calls, writes, drops int
	time                 time.Duration
}

func (c *cost) measure(b *testing.B, k *counted, run func() error) {
	k.calls, k.sets, k.drops = 0, 0, 0
	began := time.Now()
	if err := run(); err != nil {
		b.Fatal(err)
	}
	c.time += time.Since(began)
	c.calls += k.calls
	c.writes += k.sets
	c.drops += k.drops
}

// listed makes accounts with eight recovery codes each.
func listed(prefix string, n int) []vault.Entry {
	var all []vault.Entry
	for i := range n {
		e := vault.Entry{Account: loginAt(fmt.Sprintf("%s %04d", prefix, i), "sam@example.com")}
		for c := range 8 {
			secret := loginAt(prefix, fmt.Sprint(i, c)).Secret.Expose()
			e.Codes = append(e.Codes, vault.NewSecret(fmt.Appendf(nil, "%x-%x", secret[:2], secret[2:5])))
		}
		all = append(all, e)
	}
	return all
}

// arrangement is a way to keep accounts in a keyring.
type arrangement interface {
	fill(ctx context.Context, entries []vault.Entry) error
	open(ctx context.Context) error
	reveal(ctx context.Context, i int) error
	edit(ctx context.Context, i int, name string) error
	add(ctx context.Context, entries []vault.Entry) error
}

type pagedLayout struct {
	options vault.Options
	v       *vault.Vault
	stored  []vault.Account
}

func (l *pagedLayout) open(ctx context.Context) (err error) {
	l.v, err = vault.Open(ctx, l.options)
	return err
}

func (l *pagedLayout) fill(ctx context.Context, entries []vault.Entry) (err error) {
	if err := l.open(ctx); err != nil {
		return err
	}
	l.stored, err = l.v.Put(ctx, entries)
	return err
}

func (l *pagedLayout) reveal(ctx context.Context, i int) error {
	codes, err := l.v.RecoveryCodes(ctx, l.stored[i].ID)
	if err == nil && len(codes) != 8 {
		err = fmt.Errorf("%d codes", len(codes))
	}
	return err
}

func (l *pagedLayout) edit(ctx context.Context, i int, name string) error {
	return l.v.Rename(ctx, l.stored[i].ID, l.stored[i].Issuer, name)
}

func (l *pagedLayout) add(ctx context.Context, entries []vault.Entry) error {
	_, err := l.v.Put(ctx, entries)
	return err
}

// plainLayout is an item an account, and one that says how many there are.
type plainLayout struct {
	keyring vault.Keyring
	count   int
}

func plainItem(e vault.Entry) string {
	var codes []string
	for _, c := range e.Codes {
		codes = append(codes, string(c.Expose()))
	}
	text, err := json.Marshal(map[string]any{"uri": vault.KeyURI(e.Account), "codes": codes})
	if err != nil {
		panic(err) // texts only
	}
	return string(text)
}

func (l *plainLayout) fill(ctx context.Context, entries []vault.Entry) error {
	return l.add(ctx, entries)
}

func (l *plainLayout) open(ctx context.Context) error {
	if _, err := l.keyring.Get(ctx, "list"); err != nil {
		return err
	}
	for i := range l.count {
		if err := l.reveal(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

func (l *plainLayout) reveal(ctx context.Context, i int) error {
	_, err := l.keyring.Get(ctx, fmt.Sprintf("account-%d", i))
	return err
}

func (l *plainLayout) edit(ctx context.Context, i int, name string) error {
	e := listed("Service", i+1)[i]
	e.Account.Name = name
	return setAndReadBack(ctx, l.keyring, fmt.Sprintf("account-%d", i), plainItem(e))
}

func (l *plainLayout) add(ctx context.Context, entries []vault.Entry) error {
	for _, e := range entries {
		if err := setAndReadBack(ctx, l.keyring, fmt.Sprintf("account-%d", l.count), plainItem(e)); err != nil {
			return err
		}
		l.count++
	}
	return setAndReadBack(ctx, l.keyring, "list", fmt.Sprint(l.count))
}
