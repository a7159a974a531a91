package catalogue

import (
	"fmt"
	"hash/fnv"
	"math"
	"regexp/syntax"
	"strconv"
	"strings"
	"time"
)

// Application is what somebody fills in.
type Application struct {
	Data         map[string]any
	Attachments  []string // key of the field of each file
	Declarations []string
}

// Generate fills in a form with valid answers made from its own layout: every
// question that is asked has one, required or not. Variants choose different
// answers and so see different questions. Nobody in it exists: tax codes carry
// the code of no place.
func Generate(def *Definition, env Env, variant int) Application {
	g := &generator{def: def, env: env, variant: variant, data: def.Prefill(env.Person)}
	for range maxPasses {
		g.data = def.Clean(g.data, env)
		if !g.pass() {
			break
		}
	}
	out := Application{Data: def.Clean(g.data, env)}
	g.data = out.Data
	g.eachVisible(func(field Field, key string, _ map[string]any, _ scope) {
		if field.Type == "file" {
			out.Attachments = append(out.Attachments, key)
		}
	})
	for _, declaration := range def.Declarations {
		out.Declarations = append(out.Declarations, declaration.Key)
	}
	return out
}

// generator fills in one form.
type generator struct {
	def     *Definition
	env     Env
	variant int
	data    map[string]any
	made    int // answers made so far, which tells like ones apart
}

// eachVisible visits the fields that are asked, those of lists item by item.
func (g *generator) eachVisible(visit func(field Field, key string, object map[string]any, vars scope)) {
	vars := g.def.newScope(g.data, g.env)
	for _, step := range g.def.Form.Steps {
		for _, section := range step.Sections {
			if section.VisibleIf == "" || vars.holds(section.VisibleIf) {
				g.visible(section.Fields, "", g.data, vars, visit)
			}
		}
	}
}

func (g *generator) visible(fields []Field, prefix string, object map[string]any, vars scope, visit func(Field, string, map[string]any, scope)) {
	for _, field := range fields {
		if field.VisibleIf != "" && !vars.holds(field.VisibleIf) {
			continue
		}
		visit(field, prefix+field.Key, object, vars)
		if field.Type == "list" {
			for i, item := range items(object, field.Key) {
				g.visible(field.Fields, itemKey(prefix+field.Key, i, ""), item, vars.withItem(item), visit)
			}
		}
	}
}

// pass answers what is asked and not answered yet; tax codes come last, since
// they tell the day of birth. It says whether anything was answered.
func (g *generator) pass() bool {
	changed := false
	for _, codes := range []bool{false, true} {
		g.eachVisible(func(field Field, key string, object map[string]any, vars scope) {
			if (field.Type == "tax_code") != codes || !empty(get(object, field.Key)) {
				return
			}
			if value := g.answer(field, key, object, vars); value != nil {
				g.made++
				set(object, field.Key, value)
				changed = true
			}
		})
	}
	return changed
}

// pick chooses one of n, differently for each question and variant.
func (g *generator) pick(key string, n int) int {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(key))
	return int((hash.Sum32() + uint32(g.variant)) % uint32(n)) //nolint:gosec // small numbers
}

func (g *generator) answer(field Field, key string, object map[string]any, vars scope) any {
	switch field.Type {
	case "file", "info", "computed":
		return nil
	case "checkbox":
		return true
	case "radio", "select":
		return g.choice(field, key)
	case "checkboxes", "ranking":
		return g.choices(field, key)
	case "list":
		return g.list(field)
	case "date":
		return g.date(field, vars)
	case "time":
		return g.time(field)
	case "year":
		return g.year(field, vars)
	case "number", "money":
		return g.number(field)
	case "tax_code":
		return g.taxCode(field, object)
	case "point":
		return map[string]any{"lat": 45.5, "lon": 10.6, "label": "Piazza dell'Approdo"}
	case "area":
		return g.area(field)
	}
	return g.text(field)
}

func (g *generator) choice(field Field, key string) any {
	switch field.Source {
	case "":
		return field.Options[g.pick(key, len(field.Options))].Value
	case listSchoolYears:
		return schoolYearsFrom(g.env.Today)[0].Value
	case listCountries, listProvinces:
		options := codedSources[field.Source].options
		return options[g.pick(key, len(options))].Value
	}
	return "Scuola di prova"
}

func (g *generator) choices(field Field, key string) any {
	wanted := 1
	if field.MinItems != nil {
		wanted = max(1, *field.MinItems)
	}
	first := g.pick(key, len(field.Options))
	list := make([]any, 0, wanted)
	for i := range min(wanted, len(field.Options)) {
		list = append(list, field.Options[(first+i)%len(field.Options)].Value)
	}
	return list
}

func (g *generator) list(field Field) any {
	wanted := 2
	if field.MinItems != nil {
		wanted = max(wanted, *field.MinItems)
	}
	if field.MaxItems != nil {
		wanted = min(wanted, *field.MaxItems)
	}
	list := make([]any, wanted)
	for i := range list {
		list[i] = map[string]any{}
	}
	g.fillItems(field, list)
	return list
}

// fillItems gives each item its first answer, so that it counts as one.
func (g *generator) fillItems(field Field, list []any) {
	for i, element := range list {
		item, _ := element.(map[string]any)
		vars := g.def.newScope(g.data, g.env).withItem(item)
		for _, inner := range field.Fields {
			if inner.Type == "tax_code" || inner.VisibleIf != "" {
				continue
			}
			if value := g.answer(inner, field.Key+inner.Key, item, vars); value != nil {
				g.made++
				set(item, inner.Key, apart(value, i))
			}
		}
	}
}

// apart makes numbers of items differ, where nothing else does.
func apart(value any, index int) any {
	if year, ok := value.(int64); ok && year > 1900 && year < 2100 {
		return year - int64(index)
	}
	return value
}

// date chooses a day within the limits.
func (g *generator) date(field Field, vars scope) any {
	low, hasLow := dateLimit(field.Min, vars, g.env)
	high, hasHigh := dateLimit(field.Max, vars, g.env)
	today, _ := parseDate(g.env.Today.Format(dateLayout))
	day := today
	switch {
	case hasLow && hasHigh:
		day = low.Add(high.Sub(low) / 2).Truncate(24 * time.Hour)
	case hasLow:
		day = low
	case hasHigh:
		day = high.AddDate(0, 0, -g.made)
	}
	for range 15 {
		if g.fits(field, day) && (!hasHigh || !day.After(high)) {
			break
		}
		day = day.AddDate(0, 0, 1)
	}
	return day.Format(dateLayout)
}

func (g *generator) fits(field Field, day time.Time) bool {
	v := &validation{env: g.env}
	v.day(field, "", day)
	return len(v.errors) == 0
}

func (g *generator) time(field Field) any {
	minutes := 10 * 60
	if low, ok := minutesOf(field.Min); ok {
		minutes = low
	}
	if high, ok := minutesOf(field.Max); ok {
		minutes = min(minutes, high)
	}
	if field.Step != nil && field.Min == nil {
		minutes -= minutes % *field.Step
	}
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}

func (g *generator) year(field Field, vars scope) any {
	year := int64(g.env.Today.Year())
	if low, ok := yearLimit(field.Min, vars, g.env); ok {
		year = max(year, low)
	}
	if high, ok := yearLimit(field.Max, vars, g.env); ok {
		year = min(year, high)
	}
	return year
}

func (g *generator) number(field Field) any {
	low, hasLow := asFloat(field.Min)
	if !hasLow {
		low = 0
	}
	n := math.Ceil(low) + 1 + float64(g.variant)
	if high, ok := asFloat(field.Max); ok && n > high {
		n = high
	}
	return plain(n)
}

func (g *generator) area(field Field) any {
	side := 0.0001 // about eleven metres
	if field.MaxArea != nil {
		side = min(side, math.Sqrt(float64(*field.MaxArea))/200_000)
	}
	corner := func(x, y float64) any { return []any{10.6 + x*side, 45.5 + y*side} }
	ring := []any{corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)}
	return map[string]any{"type": "Polygon", "coordinates": []any{ring}}
}

// taxCode makes a code that agrees with the day of birth and the sex of the
// same group.
func (g *generator) taxCode(field Field, object map[string]any) any {
	group := ""
	if i := strings.LastIndexByte(field.Key, '.'); i >= 0 {
		group = field.Key[:i+1]
	}
	born, ok := parseDate(get(object, group+"birth_date"))
	if !ok {
		born = time.Date(1980, time.March, 1, 0, 0, 0, 0, time.UTC)
	}
	gender, _ := get(object, group+"gender").(string)
	return InventedTaxCode(g.made, born, strings.HasPrefix(strings.ToUpper(gender), "F"))
}

// InventedTaxCode is the tax code of somebody who does not exist, born in no
// place; different for each number.
func InventedTaxCode(number int, born time.Time, female bool) string {
	letter := func(n int) byte { return byte('A' + n%26) }
	day := born.Day()
	if female {
		day += 40
	}
	code := fmt.Sprintf("PRV%c%c%c%02d%c%02dZ999", letter(number/676), letter(number/26), letter(number), born.Year()%100, monthLetters[born.Month()-1], day)
	for check := 'A'; check <= 'Z'; check++ {
		if ValidTaxCode(code + string(check)) {
			return code + string(check)
		}
	}
	return code
}

func (g *generator) text(field Field) any {
	number := strconv.Itoa(g.made)
	switch field.Type {
	case "email":
		return "persona" + number + "@example.org"
	case "tel":
		return fmt.Sprintf("+39 000 %07d", g.made)
	case "url":
		return "https://www.example.org/" + number
	case "vat_number":
		return withCheckDigit(fmt.Sprintf("%010d", 1_000_000+g.made))
	case "iban":
		return "IT60X0542811101000000123456"
	case "plate":
		return fmt.Sprintf("ZZ%03dZZ", g.made%1000)
	case "notice_code":
		return fmt.Sprintf("302%015d", g.made)
	}
	if field.Pattern != "" {
		return example(field.Pattern)
	}
	text := "Risposta di prova " + number
	if field.MinLength != nil {
		text += strings.Repeat(" prova", 1+*field.MinLength/6)
	}
	if limit := field.maxLength(); len(text) > limit {
		text = number + strings.Repeat("x", limit)
		text = text[:limit]
	}
	return text
}

// withCheckDigit completes ten digits to a VAT number.
func withCheckDigit(digits string) string {
	for check := range 10 {
		if number := digits + strconv.Itoa(check); validElevenDigits(number) {
			return number
		}
	}
	return digits
}

// example is a text that a pattern accepts.
func example(pattern string) string {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return ""
	}
	var b strings.Builder
	writeExample(parsed.Simplify(), &b)
	return b.String()
}

func writeExample(re *syntax.Regexp, b *strings.Builder) {
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		b.WriteRune(friendly(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('a')
	case syntax.OpAlternate, syntax.OpCapture, syntax.OpPlus:
		writeExample(re.Sub[0], b)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			writeExample(sub, b)
		}
	case syntax.OpRepeat:
		for range re.Min {
			writeExample(re.Sub[0], b)
		}
	}
}

// friendly is a digit or a letter of a class where it has one.
func friendly(ranges []rune) rune {
	for _, wanted := range "1Aa" {
		for i := 0; i < len(ranges); i += 2 {
			if ranges[i] <= wanted && wanted <= ranges[i+1] {
				return wanted
			}
		}
	}
	return ranges[0]
}
