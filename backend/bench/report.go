package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// row is a line of the table. A figure without a goal only informs.
type row struct {
	what, ours, theirs string
	figure             float64
	atLeast, atMost    float64
	unit               string // of figure; a ratio has none
}

func (r *run) add(one row) {
	r.table = append(r.table, one)
	fmt.Printf("  %s: %s\n", one.what, strings.Join([]string{one.ours, one.theirs, one.ratio(), one.goal()}, " | "))
}

func (o row) ratio() string {
	if o.theirs == "" {
		return ""
	}
	return fmt.Sprintf("%.2f", o.figure)
}

func (o row) goal() string {
	format := "%.4g"
	verdict := "met"
	switch {
	case o.atLeast > 0:
		if o.figure < o.atLeast {
			verdict = "**missed**"
		}
		return fmt.Sprintf("≥ "+format+" %s", o.atLeast, verdict)
	case o.atMost > 0:
		if o.figure > o.atMost {
			verdict = "**missed**"
		}
		return strings.Join(strings.Fields(fmt.Sprintf("≤ "+format+" %s %s", o.atMost, o.unit, verdict)), " ")
	}
	return ""
}

// text is the table as README.md shows it.
func (r *run) text(machine string, took time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s. Medians of %d turns of %s; the whole run took %s.\n\n", machine, r.rounds, r.turn, took.Round(time.Second))
	b.WriteString("| what | product | beside it | ratio | goal |\n|---|--:|--:|--:|---|\n")
	for _, o := range r.table {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", o.what, o.ours, o.theirs, o.ratio(), o.goal())
	}
	return b.String()
}

// describe says when and on what a run happened.
func describe(ctx context.Context, w *world) string {
	var postgres string
	if err := w.owner.QueryRow(ctx, "SHOW server_version").Scan(&postgres); err != nil {
		postgres = "?"
	}
	busy, _, _ := strings.Cut(readFile("/proc/loadavg"), " ")
	return fmt.Sprintf("%s, %d × %s, %s/%s, %s, PostgreSQL %s with fsync, load %s at the end",
		time.Now().UTC().Format("2 January 2006, 15:04 UTC"), runtime.NumCPU(), cpuModel(), runtime.GOOS, runtime.GOARCH, runtime.Version(), postgres, busy)
}

func cpuModel() string {
	for line := range strings.Lines(readFile("/proc/cpuinfo")) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "CPU"
}

func readFile(name string) string {
	b, _ := os.ReadFile(name) //nolint:gosec // a fixed list
	return string(b)
}

// replaceBetween writes text between the two marks of a name in a file.
func replaceBetween(file, name, text string) error {
	b, err := os.ReadFile(file) //nolint:gosec // of this repository
	if err != nil {
		return err
	}
	from, to := "<!-- "+name+": written by the run -->\n", "<!-- /"+name+" -->"
	before, rest, found := strings.Cut(string(b), from)
	_, after, closed := strings.Cut(rest, to)
	if !found || !closed {
		return fmt.Errorf("%s has no place for the table %s", file, name)
	}
	return os.WriteFile(file, []byte(before+from+"\n"+text+"\n"+to+after), 0o600)
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// ratio is the median of the ratios of each turn.
func ratio(ours, theirs []float64) float64 {
	ratios := make([]float64, min(len(ours), len(theirs)))
	for i := range ratios {
		ratios[i] = ours[i] / theirs[i]
	}
	return median(ratios)
}
