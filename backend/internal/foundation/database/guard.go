package database

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// guard is the first lock between tenants; row-level security is the second.
// It adds the tenant to every statement on a model that has the field
// TenantID, writes it in new rows, and refuses what it cannot read: raw SQL
// that does not name tenant_id, and tables without their model.
type guard struct{}

const (
	tenantField  = "TenantID"
	tenantColumn = "tenant_id"
	// unfiltered is the mark with which GORM knows that one of the conditions
	// is not the caller's own, and refuses an UPDATE or DELETE without others.
	unfiltered = "soft_delete_enabled"
)

var savepoint = regexp.MustCompile(`^(SAVEPOINT|ROLLBACK TO SAVEPOINT) \w+$`)

// Name is the name under which GORM knows the plugin.
func (guard) Name() string { return "tenant guard" }

// Initialize hangs the guard before GORM's own callbacks.
func (g guard) Initialize(db *gorm.DB) error {
	cb := db.Callback()
	for _, err := range []error{
		cb.Query().Before("gorm:query").Register("tenant:query", g.filter),
		cb.Row().Before("gorm:row").Register("tenant:row", g.filter),
		cb.Raw().Before("gorm:raw").Register("tenant:raw", g.filter),
		cb.Create().Before("gorm:before_create").Register("tenant:create", g.create),
		cb.Update().Before("gorm:setup_reflect_value").Register("tenant:update", g.update),
		cb.Delete().Before("gorm:before_delete").Register("tenant:delete", g.remove),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// tenant returns the tenant that the statement must be limited to, and false
// when there is nothing to add to it, or when it was refused.
func (g guard) tenant(db *gorm.DB) (string, bool) {
	stmt := db.Statement
	if db.Error != nil {
		return "", false
	}
	if stmt.SQL.Len() > 0 {
		g.raw(db)
		return "", false
	}
	if stmt.Schema == nil || stmt.Schema.LookUpField(tenantField) == nil {
		if stmt.Schema == nil || stmt.TableExpr != nil {
			g.unguarded(db)
		}
		return "", false
	}
	tenant := TenantID(stmt.Context)
	if tenant == "" {
		_ = db.AddError(ErrNoTenant)
		return "", false
	}
	return tenant, true
}

func (g guard) raw(db *gorm.DB) {
	if savepoint.MatchString(db.Statement.SQL.String()) {
		return // GORM's own, for a Transaction inside ours
	}
	if strings.Contains(strings.ToLower(db.Statement.SQL.String()), tenantColumn) {
		if TenantID(db.Statement.Context) == "" && !rawAllowed(db.Statement.Context) {
			_ = db.AddError(ErrNoTenant)
		}
		return
	}
	g.unguarded(db)
}

func (guard) unguarded(db *gorm.DB) {
	if !rawAllowed(db.Statement.Context) {
		_ = db.AddError(ErrUnguarded)
	}
}

func (g guard) filter(db *gorm.DB) {
	if tenant, ok := g.tenant(db); ok {
		limit(db.Statement, tenant)
	}
}

func (g guard) remove(db *gorm.DB) {
	if tenant, ok := g.tenant(db); ok {
		limit(db.Statement, tenant)
		mark(db.Statement)
	}
}

func (g guard) create(db *gorm.DB) {
	if tenant, ok := g.tenant(db); ok {
		_ = db.AddError(stamp(db.Statement, db.Statement.ReflectValue, tenant))
	}
}

func (g guard) update(db *gorm.DB) {
	tenant, ok := g.tenant(db)
	if !ok {
		return
	}
	limit(db.Statement, tenant)
	mark(db.Statement)
	_ = db.AddError(stamp(db.Statement, reflect.ValueOf(db.Statement.Dest), tenant))
}

// limit adds the condition, with what the caller asked in brackets, so that
// an OR of theirs cannot open it.
func limit(stmt *gorm.Statement, tenant string) {
	if c, ok := stmt.Clauses["WHERE"]; ok {
		if where, ok := c.Expression.(clause.Where); ok && len(where.Exprs) > 0 {
			c.Expression = clause.Where{Exprs: []clause.Expression{bracketed{where}}}
			stmt.Clauses["WHERE"] = c
		}
	}
	column := clause.Column{Table: clause.CurrentTable, Name: tenantColumn}
	stmt.AddClause(clause.Where{Exprs: []clause.Expression{clause.Eq{Column: column, Value: tenant}}})
}

func mark(stmt *gorm.Statement) {
	if len(stmt.Schema.DeleteClauses) == 0 {
		stmt.Clauses[unfiltered] = clause.Clause{}
	}
}

type bracketed struct{ where clause.Where }

// Build writes the conditions between brackets.
func (b bracketed) Build(builder clause.Builder) {
	_ = builder.WriteByte('(')
	b.where.Build(builder)
	_ = builder.WriteByte(')')
}

// stamp writes the tenant in every row of v and refuses a row of another one.
func stamp(stmt *gorm.Statement, v reflect.Value, tenant string) error {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if err := stamp(stmt, v.Index(i), tenant); err != nil {
				return err
			}
		}
		return nil
	case reflect.Map:
		return stampMap(v, tenant)
	case reflect.Struct:
		return stampStruct(stmt, v, tenant)
	}
	return nil
}

func stampMap(v reflect.Value, tenant string) error {
	values, ok := v.Interface().(map[string]any)
	if !ok {
		return fmt.Errorf("database: rows as %s: %w", v.Type(), ErrUnguarded)
	}
	for _, key := range []string{tenantColumn, tenantField} {
		if have, ok := values[key]; ok && have != tenant {
			return ErrOtherTenant
		}
	}
	return nil
}

func stampStruct(stmt *gorm.Statement, v reflect.Value, tenant string) error {
	field := fieldOf(stmt.Schema, v)
	if !field.IsValid() || field.Kind() != reflect.String {
		return nil
	}
	switch field.String() {
	case tenant:
		return nil
	case "":
		if !field.CanSet() {
			return nil // a copy: the condition of the statement holds it
		}
		field.SetString(tenant)
		return nil
	}
	return ErrOtherTenant
}

func fieldOf(s *schema.Schema, v reflect.Value) reflect.Value {
	if v.Type() == s.ModelType {
		return s.LookUpField(tenantField).ReflectValueOf(nil, v) //nolint:staticcheck // the context is not read
	}
	return v.FieldByName(tenantField)
}
