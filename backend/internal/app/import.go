package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/adapters/wordpress"
	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/outbound"
	"github.com/sportello-pa/sportello/backend/internal/imports"
)

// maxDownload is the largest file taken from an older website.
const maxDownload = 200 << 20

// ImportOptions say which website to import, and where.
type ImportOptions struct {
	Tenant  string
	WXR     string // file of an export of WordPress
	REST    string // address of a website made with WordPress
	CSV     string // folder of tables
	Report  string // file to write; .json for everything, otherwise a table
	DryRun  bool
	Publish bool
	Private bool // the older website is in a private network
}

// ParseImport reads the arguments of the command.
func ParseImport(args []string, usage io.Writer) (ImportOptions, error) {
	var o ImportOptions
	f := flag.NewFlagSet("import", flag.ContinueOnError)
	f.SetOutput(usage)
	f.StringVar(&o.Tenant, "tenant", "", "the municipality")
	f.StringVar(&o.WXR, "wxr", "", "file of an export of WordPress")
	f.StringVar(&o.REST, "rest", "", "address of a website made with WordPress")
	f.StringVar(&o.CSV, "csv", "", "folder with one table for each type of content")
	f.StringVar(&o.Report, "report", "", "file of the report: .csv or .json")
	f.BoolVar(&o.DryRun, "dry-run", false, "write nothing and tell what would happen")
	f.BoolVar(&o.Publish, "publish", false, "publish what was public and lacks nothing mandatory")
	f.BoolVar(&o.Private, "private", false, "the older website is inside a private network")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	sources := 0
	for _, given := range []string{o.WXR, o.REST, o.CSV} {
		if given != "" {
			sources++
		}
	}
	if o.Tenant == "" || sources != 1 || f.NArg() > 0 {
		return o, errors.New("import: give -tenant and one of -wxr, -rest, -csv")
	}
	return o, nil
}

// Import brings an older website over and writes the summary to out.
func Import(ctx context.Context, c config.Config, o ImportOptions, out io.Writer) error {
	return using(ctx, c, func(a *App) error {
		report, err := a.Import(ctx, o)
		if report == nil {
			return err
		}
		return errors.Join(err, report.Summary(out), writeReport(report, o.Report))
	})
}

func writeReport(r *imports.Report, name string) error {
	if name == "" {
		return nil
	}
	file, err := os.Create(name) //nolint:gosec // whoever runs the command chose it
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return errors.Join(r.Write(file, name), file.Close())
}

// Import brings an older website into a municipality. The report tells what
// was done also when it could not go on to the end.
func (a *App) Import(ctx context.Context, o ImportOptions) (*imports.Report, error) {
	ctx, town, err := a.inside(ctx, o.Tenant)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	source, err := importSource(ctx, o, strings.TrimPrefix(town.Name, "Comune di "))
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	importer := &imports.Importer{DB: a.DB, Content: a.Content, Media: a.Media}
	return importer.Run(ctx, source, imports.Options{DryRun: o.DryRun, Publish: o.Publish})
}

func importSource(ctx context.Context, o ImportOptions, city string) (*imports.Source, error) {
	if o.CSV != "" {
		return imports.FromTables(os.DirFS(o.CSV))
	}
	client := &wordpress.Client{HTTP: outbound.New("wordpress", outbound.Options{
		Timeout: 2 * time.Minute, MaxResponse: maxDownload, PublicOnly: !o.Private,
	})}
	site, err := readSite(ctx, client, o)
	if err != nil {
		return nil, err
	}
	return imports.FromWordPress(site, client, city), nil
}

func readSite(ctx context.Context, client *wordpress.Client, o ImportOptions) (*wordpress.Site, error) {
	if o.REST != "" {
		return client.Read(ctx, o.REST, imports.PostTypes())
	}
	file, err := os.Open(o.WXR)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return wordpress.ReadWXR(file)
}
