package imports

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// What became of a content, or of a part of it.
const (
	created   = "creato"
	updated   = "aggiornato"
	unchanged = "invariato"
	kept      = "non toccato"
	failed    = "non importato"
	draft     = "bozza"   // why a content is not public
	fault     = "scarto"  // a value that was left out
	note      = "avviso"  // something to look at
	term      = "termine" // one without its like in the model
)

// Line is a line of the report.
type Line struct {
	Place   string `json:"posizione"`
	Type    string `json:"tipo"`
	ID      string `json:"identificativo"`
	Title   string `json:"titolo"`
	Outcome string `json:"esito"`
	Field   string `json:"campo"`
	Message string `json:"messaggio"`
}

// Tally counts the contents of a type.
type Tally struct {
	Type      string `json:"tipo"`
	Created   int    `json:"creati"`
	Updated   int    `json:"aggiornati"`
	Unchanged int    `json:"invariati"`
	Kept      int    `json:"non_toccati"`
	Failed    int    `json:"non_importati"`
	Drafts    int    `json:"bozze"` // of the first three
}

// Report tells what an import did.
type Report struct {
	DryRun  bool    `json:"prova"`
	Tallies []Tally `json:"riepilogo"`
	Lines   []Line  `json:"righe"`
}

func (r *Report) add(l Line) { r.Lines = append(r.Lines, l) }

func (r *Report) count(typ, outcome string, isDraft bool) {
	at := slices.IndexFunc(r.Tallies, func(t Tally) bool { return t.Type == typ })
	if at < 0 {
		at = len(r.Tallies)
		r.Tallies = append(r.Tallies, Tally{Type: typ})
	}
	t := &r.Tallies[at]
	switch outcome {
	case created:
		t.Created++
	case updated:
		t.Updated++
	case unchanged:
		t.Unchanged++
	case kept:
		t.Kept++
	case failed:
		t.Failed++
	}
	if isDraft {
		t.Drafts++
	}
}

// Of gives the tally of a type.
func (r *Report) Of(typ string) Tally {
	for _, t := range r.Tallies {
		if t.Type == typ {
			return t
		}
	}
	return Tally{Type: typ}
}

// Summary writes the table of what was imported.
func (r *Report) Summary(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	if r.DryRun {
		fmt.Fprintln(table, "Prova: non è stato scritto nulla, i file non sono stati scaricati.")
	}
	fmt.Fprintln(table, "tipo\tcreati\taggiornati\tinvariati\tdi cui bozze\tnon toccati\tnon importati")
	sum := Tally{Type: "totale"}
	for _, t := range append(slices.Clone(r.Tallies), sum) {
		if t.Type == "totale" {
			t = sum
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\n", t.Type, t.Created, t.Updated, t.Unchanged, t.Drafts, t.Kept, t.Failed)
		sum.Created, sum.Updated, sum.Unchanged = sum.Created+t.Created, sum.Updated+t.Updated, sum.Unchanged+t.Unchanged
		sum.Drafts, sum.Kept, sum.Failed = sum.Drafts+t.Drafts, sum.Kept+t.Kept, sum.Failed+t.Failed
	}
	counts := map[string]int{}
	for _, l := range r.Lines {
		counts[l.Outcome]++
	}
	fmt.Fprintf(table, "\nvalori scartati: %d, termini senza corrispondenza: %d, avvisi: %d\n", counts[fault], counts[term], counts[note])
	return table.Flush()
}

// Write writes the lines as a table, or everything as JSON when the name of
// the file says so.
func (r *Report) Write(w io.Writer, name string) error {
	if strings.HasSuffix(strings.ToLower(name), ".json") {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	// Spreadsheets take the file for UTF-8 only with this mark.
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.Comma = ';'
	lines := [][]string{{"posizione", "tipo", "identificativo", "titolo", "esito", "campo", "messaggio"}}
	for _, l := range r.Lines {
		lines = append(lines, []string{cell(l.Place), l.Type, cell(l.ID), cell(l.Title), l.Outcome, cell(l.Field), cell(l.Message)})
	}
	return c.WriteAll(lines)
}

// cell keeps a spreadsheet from taking a text of the older site for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
