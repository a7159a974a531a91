package content

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/google/cel-go/cel"
)

// ruleCost bounds the work of one rule, far above any honest one.
const ruleCost = 20_000

// language is the CEL environment of the rules of conditional fields.
var language = func() *cel.Env {
	env, err := cel.NewEnv(cel.Variable("data", cel.DynType), cel.CrossTypeNumericComparisons(true))
	if err != nil {
		panic(err) // the options above are constant
	}
	return env
}()

// programs holds the compiled rules by their source.
var programs sync.Map

func compileRule(source string) (cel.Program, error) {
	if p, ok := programs.Load(source); ok {
		return p.(cel.Program), nil //nolint:forcetypeassert // nothing else is stored
	}
	checked, issues := language.Compile(source)
	if issues != nil && issues.Err() != nil {
		line, _, _ := strings.Cut(issues.Err().Error(), "\n")
		return nil, errors.New(strings.TrimPrefix(line, "ERROR: <input>:"))
	}
	p, err := language.Program(checked, cel.CostLimit(ruleCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, err
	}
	programs.Store(source, p)
	return p, nil
}

// holds evaluates a rule over the values of a content.
func holds(rule string, data map[string]any) (bool, error) {
	p, err := compileRule(rule)
	if err != nil {
		return false, err
	}
	out, _, err := p.Eval(map[string]any{"data": data})
	if err != nil && strings.Contains(err.Error(), "no such key") {
		return false, nil // what the rule is about is missing itself, and is asked for on its own
	}
	if err != nil {
		return false, fmt.Errorf("rule %s: %w", rule, err)
	}
	yes, ok := out.Value().(bool)
	if !ok {
		return false, fmt.Errorf("rule %s is not about true and false", rule)
	}
	return yes, nil
}
