// Command server is the product: it serves the API and the site, works the
// jobs, migrates the database and checks the catalogue of services.
//
//	@title			Sportello
//	@version		0.1.0
//	@description	Digital services of an Italian municipality: find a service, apply for it, pay, follow the application until the decision, check the documents issued. The municipality is the one that answers at the host name. Errors are problems (RFC 9457) with a stable code; lists page with limit and cursor; money is in euro cents; moments are UTC (RFC 3339).
//	@termsOfService	https://github.com/sportello-pa/sportello/blob/main/README.md
//	@contact.name	The maintainers of Sportello
//	@contact.url	https://github.com/sportello-pa/sportello
//	@license.name	EUPL-1.2
//	@license.url	https://eupl.eu/1.2/en
//	@tag.name		services
//	@tag.description	The services on offer, with sheet and form
//	@tag.name		office-services
//	@tag.description	What the municipality offers of the catalogue of services
//	@tag.name		applications
//	@tag.description	The applications of the person signed in, from the draft to the decision
//	@tag.name		messages
//	@tag.description	What person and office write to each other about an application
//	@tag.name		payments
//	@tag.description	What is due for an application, and its payment
//	@tag.name		documents
//	@tag.description	Whether a document was issued by this municipality
//	@tag.name		identity
//	@tag.description	Sign in, sessions, access tokens and the profile
//	@tag.name		privacy
//	@tag.description	Who looked at the data of the person signed in, and copies of them
//	@tag.name		office
//	@tag.description	The applications that an office works on
//	@tag.name		admin
//	@tag.description	Work in the background that waits or gave up
//	@tag.name		contents
//	@tag.description	The published contents of the website and their model
//	@tag.name		office-contents
//	@tag.description	The contents of the website as editors write them
//	@tag.name		media
//	@tag.description	Pictures, documents and films of the website
//	@tag.name		site
//	@tag.description	Home, menus, topics and settings of the website
//	@tag.name		search
//	@tag.description	Search in the website
//	@tag.name		feedback
//	@tag.description	Ratings of pages and requests for assistance
//	@tag.name		tenants
//	@tag.description	The municipality that answers at the host name
//	@tag.name		platforms
//	@tag.description	What national platforms call
//	@tag.name		status
//	@tag.description	Whether the service answers
//	@BasePath		/api/v1
//	@accept			json
//	@securityDefinitions.apikey	BearerAuth
//	@in				header
//	@name			Authorization
package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/sportello-pa/sportello/backend/internal/app"
	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
)

const usage = `usage: server <command>

  serve             answer on HTTP_ADDR and, unless WORKERS=off, work the jobs
  work              work the jobs only
  migrate           bring the database to this release
  seed              write the demo municipalities (development only)
  municipality      write a municipality, new or changed: municipality FILE
  operator          create an operator and print the credentials: -tenant -username -name -email
                    (-roles, -offices, -reset)
  import            bring an older website over: -tenant and one of -wxr FILE, -rest ADDRESS, -csv FOLDER
                    (-dry-run, -publish, -private, -report FILE)
                    or a list that forms suggest: import streets FILE, import schools FILE, with -tenant
  services          what a municipality offers: services list | activate ID | suspend ID | disable ID, with -tenant
  health            ask the server on HTTP_ADDR whether it is ready
  catalogue check   check the folders of services, with file, line and reason
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	command := ""
	if len(args) > 0 {
		command = args[0]
	}
	if command == "catalogue" && len(args) > 1 && args[1] == "check" {
		return app.CheckCatalogue(os.Stdout, os.Getenv("CATALOGUE_DIR"))
	}
	if command == "health" {
		return app.Health(ctx, cmp.Or(os.Getenv("HTTP_ADDR"), ":8080"))
	}
	switch command {
	case "import":
		return runImport(ctx, args[1:])
	case "services":
		return runServices(ctx, args[1:])
	case "municipality":
		return runMunicipality(ctx, args[1:])
	case "operator":
		return runOperator(ctx, args[1:])
	}
	actions := map[string]func(context.Context, config.Config) error{
		"serve": app.Serve, "work": app.Work, "migrate": app.Migrate, "seed": app.Seed,
	}
	action, ok := actions[command]
	if !ok {
		return fmt.Errorf("%s", usage)
	}
	c, err := load(os.Stdout)
	if err != nil {
		return err
	}
	return action(ctx, c)
}

// load reads the configuration and starts the log.
func load(log io.Writer) (config.Config, error) {
	c, err := config.Load()
	if err != nil {
		return c, err
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return c, fmt.Errorf("LOG_LEVEL must be debug, info, warn or error, not %q", c.LogLevel)
	}
	logging.Setup(log, level)
	return c, nil
}

// runMunicipality keeps the log apart from what people read, as the other
// commands of installers do.
func runMunicipality(ctx context.Context, args []string) error {
	c, err := load(os.Stderr)
	if err != nil {
		return err
	}
	return app.SetUpMunicipality(ctx, c, args, os.Stdout)
}

func runOperator(ctx context.Context, args []string) error {
	o, err := app.ParseOperator(args, os.Stderr)
	if err != nil {
		return err
	}
	c, err := load(os.Stderr)
	if err != nil {
		return err
	}
	return app.SetUpOperator(ctx, c, o, os.Stdout)
}

func runServices(ctx context.Context, args []string) error {
	o, err := app.ParseServices(args, os.Stderr)
	if err != nil {
		return err
	}
	c, err := load(os.Stderr)
	if err != nil {
		return err
	}
	return app.Services(ctx, c, o, os.Stdout)
}

func runListImport(ctx context.Context, args []string) error {
	o, err := app.ParseListImport(args, os.Stderr)
	if err != nil {
		return err
	}
	c, err := load(os.Stderr)
	if err != nil {
		return err
	}
	return app.ImportList(ctx, c, o, os.Stdout)
}

// runImport keeps the log apart from the summary, which is for people.
func runImport(ctx context.Context, args []string) error {
	if app.IsListImport(args) {
		return runListImport(ctx, args)
	}
	o, err := app.ParseImport(args, os.Stderr)
	if err != nil {
		return err
	}
	c, err := load(os.Stderr)
	if err != nil {
		return err
	}
	return app.Import(ctx, c, o, os.Stdout)
}
