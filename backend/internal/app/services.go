package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

const servicesUsage = "services: give list, or one of activate, suspend, disable and an id, and -tenant"

// ServicesOptions say what to do with the services of a municipality.
type ServicesOptions struct {
	Tenant, Action, ID string
}

// statuses are what the actions make of a service.
var statuses = map[string]string{"activate": catalogue.Active, "suspend": catalogue.Suspended, "disable": catalogue.Disabled}

// ParseServices reads the arguments of the command; options may stand anywhere.
func ParseServices(args []string, usage io.Writer) (ServicesOptions, error) {
	var o ServicesOptions
	words, err := parseTenant("services", args, &o.Tenant, usage)
	if err != nil {
		return o, err
	}
	if len(words) > 0 {
		o.Action = words[0]
	}
	if len(words) > 1 {
		o.ID = words[1]
	}
	_, known := statuses[o.Action]
	if o.Tenant == "" || len(words) > 2 || o.Action != "list" && (!known || o.ID == "") || o.Action == "list" && o.ID != "" {
		return o, errors.New(servicesUsage)
	}
	return o, nil
}

// parseTenant reads -tenant and returns the other words.
func parseTenant(command string, args []string, tenant *string, usage io.Writer) (words []string, err error) {
	f := flag.NewFlagSet(command, flag.ContinueOnError)
	f.SetOutput(usage)
	f.StringVar(tenant, "tenant", "", "the municipality")
	for len(args) > 0 {
		if err := f.Parse(args); err != nil {
			return nil, err
		}
		if args = f.Args(); len(args) > 0 {
			words, args = append(words, args[0]), args[1:]
		}
	}
	return words, nil
}

// Services lists or changes what a municipality offers.
func Services(ctx context.Context, c config.Config, o ServicesOptions, out io.Writer) error {
	return using(ctx, c, func(a *App) error { return a.Services(ctx, o, out) })
}

// Services lists or changes what a municipality offers.
func (a *App) Services(ctx context.Context, o ServicesOptions, out io.Writer) error {
	ctx, _, err := a.inside(ctx, o.Tenant)
	if err != nil {
		return err
	}
	if o.Action == "list" {
		return a.listServices(ctx, out)
	}
	if err := a.offer(ctx, o.ID, statuses[o.Action], ""); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: %s\n", o.ID, statuses[o.Action])
	return err
}

func (a *App) listServices(ctx context.Context, out io.Writer) error {
	choices, err := a.Catalogue.Choices(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, choice := range choices {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", choice.ID, choice.Status, choice.Title.IT); err != nil {
			return err
		}
	}
	return w.Flush()
}

// inside is ctx in a municipality of this installation, and the municipality.
func (a *App) inside(ctx context.Context, id string) (context.Context, tenants.Tenant, error) {
	known, err := a.Tenants.IDs(ctx)
	if err != nil {
		return ctx, tenants.Tenant{}, err
	}
	if !slices.Contains(known, id) {
		return ctx, tenants.Tenant{}, fmt.Errorf("there is no municipality %q: the command municipality writes one", id)
	}
	ctx = database.WithTenant(ctx, id)
	town, err := a.Tenants.Current(ctx)
	return ctx, town, err
}

// ListOptions say which list of a municipality to write anew.
type ListOptions struct {
	Tenant, List, File string
}

// IsListImport tells whether the arguments of import are about a list.
func IsListImport(args []string) bool {
	return len(args) > 0 && (args[0] == "streets" || args[0] == "schools")
}

// ParseListImport reads the arguments of import streets and import schools.
func ParseListImport(args []string, usage io.Writer) (ListOptions, error) {
	var o ListOptions
	words, err := parseTenant("import", args, &o.Tenant, usage)
	if err != nil {
		return o, err
	}
	if len(words) != 2 || o.Tenant == "" {
		return o, errors.New("import: give streets or schools, a CSV file, and -tenant")
	}
	o.List, o.File = words[0], words[1]
	return o, nil
}

// ImportList writes the streets or the schools of a municipality anew.
func ImportList(ctx context.Context, c config.Config, o ListOptions, out io.Writer) error {
	return using(ctx, c, func(a *App) error { return a.ImportList(ctx, o, out) })
}

// ImportList writes the streets or the schools of a municipality anew.
func (a *App) ImportList(ctx context.Context, o ListOptions, out io.Writer) error {
	ctx, _, err := a.inside(ctx, o.Tenant)
	if err != nil {
		return err
	}
	file, err := os.Open(o.File)
	if err != nil {
		return fmt.Errorf("import %s: %w", o.List, err)
	}
	defer func() { _ = file.Close() }()
	entries, err := catalogue.ReadList(file)
	if err != nil {
		return err
	}
	if err := a.Catalogue.ReplaceList(ctx, o.List, entries); err != nil {
		return err
	}
	if err := a.public.Changed(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: %d\n", o.List, len(entries))
	return err
}
