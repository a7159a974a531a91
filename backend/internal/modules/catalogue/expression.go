package catalogue

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/types"
)

// costLimit bounds the work of one expression: far above any honest rule, far
// below what a nested loop over the data would take.
const costLimit = 20_000

// errAbsent says that an expression read a value that is not there (yet).
var errAbsent = errors.New("a value is missing")

// language is the CEL environment of every expression of a catalogue.
var language = func() *cel.Env {
	env, err := cel.NewEnv(
		cel.Variable("data", cel.DynType),
		cel.Variable("item", cel.DynType),
		cel.Variable("person", cel.DynType),
		cel.Variable("today", cel.StringType),
		cel.CrossTypeNumericComparisons(true),
	)
	if err != nil {
		panic(err) // the options above are constant
	}
	return env
}()

// programs holds the expressions that were needed, by their source: the same
// conditions stand in many services.
var programs sync.Map // string → func() (cel.Program, error)

// programOf returns the program of source, compiled when it is first needed.
func programOf(source string) (cel.Program, error) {
	compile, known := programs.Load(source)
	if !known {
		compile, _ = programs.LoadOrStore(source, sync.OnceValues(func() (cel.Program, error) {
			checked, issues := language.Compile(source)
			if issues != nil && issues.Err() != nil {
				return nil, errors.New(firstLine(issues.Err().Error()))
			}
			return language.Program(checked, cel.CostLimit(costLimit), cel.EvalOptions(cel.OptOptimize))
		}))
	}
	return compile.(func() (cel.Program, error))()
}

// analysis is what an expression gives and what it reads.
type analysis struct {
	gives *cel.Type
	paths []string // below data, item and person, each with its root
	err   error
}

// boolean, whole tell what an expression may give.
func (a analysis) boolean() bool {
	return a.gives.IsExactType(cel.BoolType) || a.gives.IsExactType(cel.DynType)
}
func (a analysis) whole() bool {
	return a.gives.IsExactType(cel.IntType) || a.gives.IsExactType(cel.DynType)
}

// analysed remembers the expressions of blocks, which all services share.
var analysed sync.Map // string → analysis

func analyse(source string) analysis {
	if known, ok := analysed.Load(source); ok {
		return known.(analysis)
	}
	checked, issues := language.Compile(source)
	var found analysis
	if issues != nil && issues.Err() != nil {
		found.err = errors.New(firstLine(issues.Err().Error()))
	} else {
		found.gives, found.paths = checked.OutputType(), referencedPaths(checked)
	}
	analysed.Store(source, found)
	return found
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return strings.TrimSpace(strings.TrimPrefix(line, "ERROR: <input>:"))
}

// referencedPaths lists the dotted paths below data, item and person that an
// expression reads, each with its root.
func referencedPaths(checked *cel.Ast) []string {
	var paths []string
	ast.PreOrderVisit(checked.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if path, ok := selectPath(e); ok {
			paths = append(paths, path)
		}
	}))
	return paths
}

func selectPath(e ast.Expr) (string, bool) {
	if e.Kind() != ast.SelectKind {
		return "", false
	}
	operand := e.AsSelect().Operand()
	if operand.Kind() == ast.IdentKind {
		return operand.AsIdent() + "." + e.AsSelect().FieldName(), true
	}
	path, ok := selectPath(operand)
	return path + "." + e.AsSelect().FieldName(), ok
}

// scope is what the expressions of one call read.
type scope struct{ vars map[string]any }

func (d *Definition) newScope(data map[string]any, env Env) scope {
	person := env.Person
	if person == nil {
		person = map[string]any{}
	}
	return scope{map[string]any{
		"data": data, "person": person, "today": env.Today.Format(dateLayout), "item": map[string]any{},
	}}
}

func (s scope) withItem(item map[string]any) scope {
	vars := make(map[string]any, len(s.vars))
	for k, v := range s.vars {
		vars[k] = v
	}
	vars["item"] = item
	return scope{vars}
}

func (s scope) eval(source string) (any, error) {
	program, err := programOf(source)
	if err != nil {
		return nil, fmt.Errorf("expression %q: %w", source, err)
	}
	value, _, err := program.Eval(s.vars)
	if err != nil {
		return nil, evalError(source, err)
	}
	if types.IsUnknownOrError(value) {
		return nil, fmt.Errorf("%q: %v", source, value)
	}
	return value.Value(), nil
}

func evalError(source string, err error) error {
	text := err.Error()
	for _, absent := range []string{"no such key", "no such attribute", "no such overload", "index out of bounds", "type conversion error", "no such field"} {
		if strings.Contains(text, absent) {
			return fmt.Errorf("%q: %w", source, errAbsent)
		}
	}
	return fmt.Errorf("%q: %w", source, err)
}

// holds is the value of a condition; one that cannot be computed is false.
func (s scope) holds(condition string) bool {
	value, err := s.eval(condition)
	truth, ok := value.(bool)
	return err == nil && ok && truth
}

// integer is the value of an expression that must give a whole number.
func (s scope) integer(source string) (int64, error) {
	value, err := s.eval(source)
	if err != nil {
		return 0, err
	}
	switch n := plain(value).(type) {
	case int64:
		return n, nil
	case float64:
		return 0, fmt.Errorf("%q gives %v, which is not a whole number", source, n)
	}
	return 0, fmt.Errorf("%q gives %T instead of a whole number", source, value)
}

// plain turns numbers without decimals into int64, so that expressions count
// in whole numbers whatever the JSON decoder produced.
func plain(value any) any {
	switch n := value.(type) {
	case float64:
		if n == math.Trunc(n) && math.Abs(n) < 1<<53 {
			return int64(n)
		}
	case float32:
		return plain(float64(n))
	case int:
		return int64(n)
	case int32:
		return int64(n)
	case uint64:
		if n < 1<<53 {
			return int64(n)
		}
	case interface{ Float64() (float64, error) }: // json.Number
		if f, err := n.Float64(); err == nil {
			return plain(f)
		}
	}
	return value
}
