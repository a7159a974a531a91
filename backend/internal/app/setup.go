package app

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/pquerna/otp/totp"
	"go.yaml.in/yaml/v3"

	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/feedback"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// municipalityFile is what an installer writes of a municipality.
type municipalityFile struct {
	ID          string          `yaml:"id"`
	Name        string          `yaml:"name"`
	Host        string          `yaml:"host"`
	Region      string          `yaml:"region"`
	Description text            `yaml:"description"`
	Contacts    contactsFile    `yaml:"contacts"`
	Offices     []officeFile    `yaml:"offices"`
	Payments    *collectionFile `yaml:"payments"`
}

type text struct {
	IT string `yaml:"it"`
	EN string `yaml:"en"`
}

type contactsFile struct {
	Address string `yaml:"address"`
	Phone   string `yaml:"phone"`
	Email   string `yaml:"email"`
	PEC     string `yaml:"pec"`
	TaxCode string `yaml:"tax_code"`
}

type officeFile struct {
	ID          string `yaml:"id"`
	Name        text   `yaml:"name"`
	Address     string `yaml:"address"`
	Phone       string `yaml:"phone"`
	Email       string `yaml:"email"`
	Hours       text   `yaml:"hours"`
	Responsible string `yaml:"responsible"`
}

// collectionFile is what the municipality agreed with pagoPA.
type collectionFile struct {
	TaxCode         string `yaml:"tax_code"`
	Name            string `yaml:"name"`
	BrokerTaxCode   string `yaml:"broker_tax_code"`
	Station         string `yaml:"station"`
	SegregationCode string `yaml:"segregation_code"`
	IBAN            string `yaml:"iban"`
	FeeCategory     string `yaml:"fee_category"`
	StampCategory   string `yaml:"stamp_category"`
	DigitalStamp    bool   `yaml:"digital_stamp"`
	Province        string `yaml:"province"`
}

var (
	tenantID = regexp.MustCompile(`^[a-z][a-z0-9-]{1,38}[a-z0-9]$`)
	hostName = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$`)
)

// readMunicipality reads the file of a municipality and says everything that is
// wrong with it.
func readMunicipality(content []byte) (municipalityFile, error) {
	var m municipalityFile
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&m); err != nil {
		return m, fmt.Errorf("the file of the municipality: %w", err)
	}
	return m, m.check()
}

func (m municipalityFile) check() error {
	var problems []error
	wrong := func(right bool, format string, args ...any) {
		if !right {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	wrong(tenantID.MatchString(m.ID), "id %q: 3 to 40 small letters, digits and hyphens, beginning with a letter", m.ID)
	wrong(m.Name != "", "name is missing")
	wrong(hostName.MatchString(m.Host), "host %q: the name people type, such as comune.esempio.it, without https:// and port", m.Host)
	wrong(m.Contacts.Address != "", "contacts.address is missing")
	wrong(catalogue.ValidEmail(m.Contacts.Email), "contacts.email %q is no e-mail address", m.Contacts.Email)
	wrong(m.Contacts.PEC == "" || catalogue.ValidEmail(m.Contacts.PEC), "contacts.pec %q is no e-mail address", m.Contacts.PEC)
	wrong(len(m.Contacts.TaxCode) == 11 && catalogue.ValidTaxCode(m.Contacts.TaxCode), "contacts.tax_code %q is not the tax code of a public body", m.Contacts.TaxCode)
	wrong(len(m.Offices) > 0, "offices: name at least one office")
	seen := map[string]bool{}
	for i, o := range m.Offices {
		wrong(catalogue.OfficeName(o.ID) != (catalogue.Localized{}), "offices[%d].id %q is not in the vocabulary of offices", i, o.ID)
		wrong(!seen[o.ID], "offices[%d].id %q is there twice", i, o.ID)
		wrong(o.Name.IT != "" && o.Name.EN != "", "offices[%d].name: write it and en", i)
		seen[o.ID] = true
	}
	return errors.Join(problems...)
}

func (m municipalityFile) tenant() tenants.Tenant {
	t := tenants.Tenant{ID: m.ID, Name: m.Name, Host: m.Host, Settings: tenants.Settings{
		Region: m.Region, Description: tenants.Text(m.Description), Contacts: tenants.Contacts(m.Contacts),
	}}
	for _, o := range m.Offices {
		t.Offices = append(t.Offices, tenants.Office{
			ID: o.ID, Name: tenants.Text(o.Name), Address: o.Address, Phone: o.Phone, Email: o.Email,
			Hours: tenants.Text(o.Hours), Responsible: o.Responsible,
		})
	}
	return t
}

func (c collectionFile) settings() payments.Settings {
	return payments.Settings{
		CreditorTaxCode: c.TaxCode, CreditorName: c.Name, BrokerTaxCode: c.BrokerTaxCode, StationID: c.Station,
		SegregationCode: c.SegregationCode, IBAN: c.IBAN, FeeCategory: c.FeeCategory, StampCategory: c.StampCategory,
		DigitalStamp: c.DigitalStamp, Province: c.Province,
	}
}

// SetUpMunicipality writes the municipality that the file describes, new or
// changed, and the sheets of its services.
func SetUpMunicipality(ctx context.Context, c config.Config, args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("municipality: give the file that describes it")
	}
	content, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	return using(ctx, c, func(a *App) error { return a.SetUpMunicipality(ctx, content, out) })
}

// SetUpMunicipality is the work of the command.
func (a *App) SetUpMunicipality(ctx context.Context, content []byte, out io.Writer) error {
	m, err := readMunicipality(content)
	if err != nil {
		return err
	}
	t, inside := m.tenant(), database.WithTenant(ctx, m.ID)
	if err := a.DB.Tx(inside, func(ctx context.Context) error { return a.putMunicipality(ctx, m, t) }); err != nil {
		return fmt.Errorf("municipality %s: %w", m.ID, err)
	}
	if err := a.publishSheets(inside); err != nil {
		return fmt.Errorf("service sheets of %s: %w", m.ID, err)
	}
	_, err = fmt.Fprintf(out, "%s answers at %s\n", m.Name, a.Tenants.URLOf(t))
	return err
}

func (a *App) putMunicipality(ctx context.Context, m municipalityFile, t tenants.Tenant) error {
	if err := a.Tenants.Put(ctx, t); err != nil {
		return err
	}
	if m.Payments == nil {
		return nil
	}
	if err := a.Payments.Configure(ctx, m.Payments.settings()); err != nil {
		return fmt.Errorf("payments: %w", err)
	}
	return nil
}

// roles are what an operator may be besides a member of offices.
var roles = []string{identity.RoleAdmin, feedback.RoleAssistance}

// OperatorOptions describe an operator to create.
type OperatorOptions struct {
	Tenant, Username, Name, Email string
	Roles, Offices                []string
	Reset                         bool
}

// ParseOperator reads the arguments of the command.
func ParseOperator(args []string, usage io.Writer) (OperatorOptions, error) {
	var o OperatorOptions
	var roleList, officeList string
	f := flag.NewFlagSet("operator", flag.ContinueOnError)
	f.SetOutput(usage)
	f.StringVar(&o.Tenant, "tenant", "", "the municipality")
	f.StringVar(&o.Username, "username", "", "what the operator signs in with")
	f.StringVar(&o.Name, "name", "", "name and surname")
	f.StringVar(&o.Email, "email", "", "e-mail address")
	f.StringVar(&roleList, "roles", "", "admin, assistance; none for who only works on applications")
	f.StringVar(&officeList, "offices", "", "offices whose applications the operator sees, such as registry,taxes")
	f.BoolVar(&o.Reset, "reset", false, "give an operator who exists a new password and a new one-time code")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.Roles, o.Offices = words(roleList), words(officeList)
	if o.Tenant == "" || o.Username == "" || o.Name == "" || o.Email == "" || f.NArg() > 0 {
		return o, errors.New("operator: give -tenant, -username, -name and -email")
	}
	return o, nil
}

func words(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// SetUpOperator creates an operator and writes the credentials, which are shown
// only this once.
func SetUpOperator(ctx context.Context, c config.Config, o OperatorOptions, out io.Writer) error {
	return using(ctx, c, func(a *App) error { return a.SetUpOperator(ctx, o, out) })
}

// SetUpOperator is the work of the command.
func (a *App) SetUpOperator(ctx context.Context, o OperatorOptions, out io.Writer) error {
	ctx, town, err := a.inside(ctx, o.Tenant)
	if err != nil {
		return fmt.Errorf("operator: %w", err)
	}
	if err := o.check(town); err != nil {
		return fmt.Errorf("operator: %w", err)
	}
	exists, err := a.Identity.OperatorExists(ctx, o.Username)
	if err != nil {
		return err
	}
	if exists && !o.Reset {
		return fmt.Errorf("operator: %s exists already; -reset gives new credentials", o.Username)
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: town.Name, AccountName: o.Username})
	if err != nil {
		return err
	}
	password := secrets.RandomToken(15)
	if err := a.Identity.EnsureOperator(ctx, identity.OperatorSeed{
		Username: o.Username, Password: password, TOTPSecret: key.Secret(), Name: o.Name, Email: o.Email,
		Roles: o.Roles, Offices: o.Offices,
	}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "sign in at %s/ufficio/accedi\nusername       %s\npassword       %s\none-time code  %s\n",
		a.Tenants.URLOf(town), strings.ToLower(strings.TrimSpace(o.Username)), password, key.URL())
	return err
}

func (o OperatorOptions) check(town tenants.Tenant) error {
	var problems []error
	if !catalogue.ValidEmail(o.Email) {
		problems = append(problems, fmt.Errorf("%q is no e-mail address", o.Email))
	}
	for _, role := range o.Roles {
		if !slices.Contains(roles, role) {
			problems = append(problems, fmt.Errorf("there is no role %q: use %s", role, strings.Join(roles, ", ")))
		}
	}
	for _, office := range o.Offices {
		if !slices.ContainsFunc(town.Offices, func(known tenants.Office) bool { return known.ID == office }) {
			problems = append(problems, fmt.Errorf("%s has no office %q", town.Name, office))
		}
	}
	return errors.Join(problems...)
}
