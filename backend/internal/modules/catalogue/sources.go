package catalogue

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Lists that the options of a question may come from. listCountries and provinces
// are codes of the whole country; the others are words, of which the
// municipality's lists are suggestions: a street or a school that is missing
// there must not keep anybody from applying.
const (
	listCountries      = "countries"
	listProvinces      = "provinces"
	listMunicipalities = "municipalities"
	listSchools        = "schools"
	listSchoolYears    = "school_years"
	listStreets        = "streets"
)

// fieldSources are the lists that a select may name.
var fieldSources = []string{listCountries, listProvinces, listMunicipalities, listSchools, listSchoolYears}

//go:embed sources/*.json
var sourceFiles embed.FS

// codedSource is a list of codes with their names.
type codedSource struct {
	options []Option
	byValue map[string]Localized
}

var codedSources = map[string]codedSource{listCountries: mustSource(listCountries), listProvinces: mustSource(listProvinces)}

// mustSource reads an embedded file; a broken one is a broken build.
func mustSource(name string) codedSource {
	content, err := sourceFiles.ReadFile("sources/" + name + ".json")
	if err != nil {
		panic(err)
	}
	s := codedSource{byValue: map[string]Localized{}}
	if err := json.Unmarshal(content, &s.options); err != nil {
		panic(fmt.Errorf("source %s: %w", name, err))
	}
	slices.SortFunc(s.options, func(a, b Option) int { return strings.Compare(a.Label.IT, b.Label.IT) })
	for _, option := range s.options {
		s.byValue[option.Value] = option.Label
	}
	return s
}

var schoolYearShape = regexp.MustCompile(`^(20[0-9]{2})/(20[0-9]{2})$`)

// inSource tells whether a source has a value.
func inSource(source, value string) bool {
	if coded, ok := codedSources[source]; ok {
		_, known := coded.byValue[value]
		return known
	}
	if source == listSchoolYears {
		return schoolYearShape.MatchString(value)
	}
	return true
}

// sourceLabel is the name of a value of a source.
func sourceLabel(source, value string) Localized {
	if label, ok := codedSources[source].byValue[value]; ok {
		return label
	}
	return same(value)
}

// schoolYearsFrom lists the school year of a day and the next. Enrolments look
// to the next one from January; a year ends with August.
func schoolYearsFrom(today time.Time) []Option {
	first := today.Year()
	if today.Month() < time.September {
		first--
	}
	options := make([]Option, 2)
	for i := range options {
		name := fmt.Sprintf("%d/%d", first+i, first+i+1)
		options[i] = Option{Value: name, Label: same(name)}
	}
	return options
}
