// Command bench measures how fast the product is and writes the table of
// README.md in its folder. Whatever is compared runs in the same process, in
// turns, so that a busy machine disturbs both sides alike: the ratios are what
// counts.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"syscall"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/app"
)

func main() {
	r := &run{}
	flag.IntVar(&r.rows, "rows", 1_000_000, "applications in the large table")
	flag.IntVar(&r.few, "few", 10_000, "applications in the small table")
	flag.IntVar(&r.rounds, "rounds", 7, "turns of each measure")
	flag.DurationVar(&r.turn, "turn", 1200*time.Millisecond, "length of a turn")
	flag.StringVar(&r.only, "only", "", "one part: reads, engine, pages, search, contents, lists, submission or memory")
	profile := flag.String("cpuprofile", "", "file for a profile of the run")
	write := flag.Bool("write", true, "write the table into README.md")
	flag.BoolVar(&r.verbose, "v", false, "show the statements of a submission")
	flag.Parse()
	app.SaveMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := profiled(*profile, func() error { return r.all(ctx, *write) }); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func profiled(file string, fn func() error) error {
	if file == "" {
		return fn()
	}
	f, err := os.Create(file) //nolint:gosec // where the caller wants it
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return errors.Join(err, f.Close())
	}
	err = fn()
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}

// run is one measurement of everything.
type run struct {
	rows, few, rounds int
	turn              time.Duration
	only              string
	verbose           bool
	table             []row
}

func (r *run) all(ctx context.Context, write bool) (err error) {
	began := time.Now()
	g, err := newGround(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	small, err := r.filled(ctx, g, "small", r.few)
	if err != nil {
		return err
	}
	defer small.close()
	large, err := r.filled(ctx, g, "large", r.rows)
	if err != nil {
		return err
	}
	defer large.close()
	for _, part := range []struct {
		name    string
		measure func() error
	}{
		{"reads", func() error { return r.reads(ctx, large) }},
		{"engine", r.engine},
		{"pages", r.pages},
		{"search", func() error { return r.find(ctx, large) }},
		{"contents", func() error { return r.contents(ctx, large) }},
		{"lists", func() error { return r.lists(ctx, small, large) }},
		{"submission", func() error { return r.submission(ctx, large) }},
		{"memory", func() error { return r.memory(ctx, g, large) }},
	} {
		if r.only != "" && r.only != part.name {
			continue
		}
		fmt.Printf("→ %s\n", part.name)
		if err := part.measure(); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	text := r.text(describe(ctx, large), time.Since(began))
	fmt.Println("\n" + text)
	if !write || r.only != "" {
		return nil
	}
	return replaceBetween(filepath.Join(g.root, "backend", "bench", "README.md"), "bench", text)
}

func (r *run) filled(ctx context.Context, g *ground, name string, rows int) (*world, error) {
	w, err := g.world(ctx, "bench_"+name)
	if err != nil {
		return nil, err
	}
	took, err := w.fill(ctx, rows)
	fmt.Printf("→ %s applications written in %s\n", thousands(rows), took.Round(100*time.Millisecond))
	return w, err
}

// contender is one side of a comparison; measure returns a rate.
type contender struct {
	name    string
	measure func(d time.Duration) (float64, error)
}

// compare lets the contenders take turns and returns the rates of each.
func (r *run) compare(contenders ...contender) (map[string][]float64, error) {
	rates, cpu := map[string][]float64{}, map[string][]float64{}
	for _, c := range contenders { // to warm up, not counted
		if _, err := c.measure(r.turn / 3); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	for i := range r.rounds {
		for j := range contenders {
			c := contenders[(i+j)%len(contenders)]
			before := ownTime()
			rate, err := c.measure(r.turn)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			rates[c.name] = append(rates[c.name], rate)
			cpu[c.name] = append(cpu[c.name], (ownTime()-before).Seconds()/(rate*r.turn.Seconds()))
		}
	}
	if r.verbose {
		for _, c := range contenders {
			fmt.Printf("  %s: %s of this process's CPU for each\n", c.name, micros(cpu[c.name]))
		}
	}
	return rates, nil
}

// ownTime is the CPU time of this process: load, product and what is beside it.
func ownTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
