package catalogue

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"gorm.io/gorm/clause"
)

// listRow is an entry of a list of the municipality: a street, a school.
type listRow struct {
	TenantID string `gorm:"primaryKey"`
	List     string `gorm:"primaryKey"`
	Name     string `gorm:"primaryKey"`
	Detail   string
}

// TableName is the name of the table.
func (listRow) TableName() string { return "form_options" }

// ListEntry is an entry of a list of the municipality. Detail tells those of
// like names apart: the kind of a school, the hamlet of a street.
type ListEntry struct{ Name, Detail string }

// ownLists are the lists that each municipality keeps.
var ownLists = []string{listStreets, listSchools}

// listRows is how many entries one statement writes.
const listRows = 500

// replaceList writes the list anew.
func (s store) replaceList(ctx context.Context, list string, entries []ListEntry) error {
	return s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.db.From(ctx).Delete(&listRow{}, "list = ?", list).Error; err != nil {
			return fmt.Errorf("replace the list %s: %w", list, err)
		}
		rows := make([]listRow, len(entries))
		for i, entry := range entries {
			rows[i] = listRow{List: list, Name: entry.Name, Detail: entry.Detail}
		}
		if len(rows) == 0 {
			return nil
		}
		err := s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, listRows).Error
		if err != nil {
			return fmt.Errorf("write the list %s: %w", list, err)
		}
		return nil
	})
}

// listed returns entries that have every word of q at the beginning of one of
// theirs, after the entry of a name.
func (s store) listed(ctx context.Context, list, q, after string, limit int) (rows []listRow, err error) {
	query := s.db.From(ctx).Select("name", "detail").Where("list = ? AND name > ?", list, after)
	for _, word := range wordsOf(q) { // letters and digits only, so they are a pattern as they are
		query = query.Where(`words ~ ('\m' || ?)`, word)
	}
	if err := query.Order("name").Limit(limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the list %s: %w", list, err)
	}
	return rows, nil
}

// wordsOf splits a text into its words, in small letters without accents.
func wordsOf(text string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// ReplaceList writes the streets or the schools of the current tenant anew.
func (s *Service) ReplaceList(ctx context.Context, list string, entries []ListEntry) error {
	if !slices.Contains(ownLists, list) {
		return ErrUnknownList.With(list)
	}
	return s.store.replaceList(ctx, list, entries)
}

const (
	maxListEntries = 50_000
	maxListName    = 160
)

// ReadList reads a list from CSV: names in the first column, further words in
// the second; a first line with "name" is the heading. Semicolons do as well.
func ReadList(file io.Reader) ([]ListEntry, error) {
	content, err := io.ReadAll(io.LimitReader(file, 16<<20))
	if err != nil {
		return nil, fmt.Errorf("read the list: %w", err)
	}
	text := strings.TrimPrefix(string(content), "\ufeff")
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	if first, _, _ := strings.Cut(text, "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		reader.Comma = ';'
	}
	var entries []ListEntry
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, ErrListFile.With(err.Error())
		}
		entry := ListEntry{Name: strings.TrimSpace(record[0])}
		if len(record) > 1 {
			entry.Detail = strings.TrimSpace(record[1])
		}
		heading := len(entries) == 0 && slices.Contains([]string{"name", "nome"}, strings.ToLower(entry.Name))
		if entry.Name == "" || heading {
			continue
		}
		if line, _ := reader.FieldPos(0); len(entry.Name) > maxListName || len(entry.Detail) > maxListName || len(entries) == maxListEntries {
			return nil, ErrListFile.With(fmt.Sprintf("line %d is too long, or one too many", line))
		}
		entries = append(entries, entry)
	}
	if len(entries) == 0 {
		return nil, ErrListFile.With("there is nothing in it")
	}
	return entries, nil
}

// OptionsPage is a part of a list of answers.
type OptionsPage struct {
	Items []Option
	Next  string // name or place of the last
}

// Options lists the answers that a list offers to the current tenant, whose
// words begin like those of q.
func (s *Service) Options(ctx context.Context, source, q string, limit int, after string) (OptionsPage, error) {
	if len(q) > maxQuery {
		return OptionsPage{}, ErrQueryTooLong
	}
	if slices.Contains(ownLists, source) {
		rows, err := s.store.listed(ctx, source, q, after, limit+1)
		if err != nil {
			return OptionsPage{}, err
		}
		options := make([]Option, len(rows))
		for i, row := range rows {
			options[i] = Option{Value: row.Name, Label: same(row.Name)}
			if row.Detail != "" {
				detail := same(row.Detail)
				options[i].Help = &detail
			}
		}
		return cut(options, limit), nil
	}
	var all []Option
	switch source {
	case listSchoolYears:
		all = schoolYearsFrom(s.today())
	case listCountries, listProvinces:
		all = codedSources[source].options
	default:
		return OptionsPage{}, ErrUnknownList.With(source)
	}
	all = slices.DeleteFunc(slices.Clone(all), func(o Option) bool { return !o.begins(q) })
	if after != "" {
		all = all[slices.IndexFunc(all, func(o Option) bool { return o.Value == after })+1:]
	}
	return cut(all, limit), nil
}

func cut(options []Option, limit int) OptionsPage {
	if len(options) <= limit {
		return OptionsPage{Items: options}
	}
	return OptionsPage{Items: options[:limit], Next: options[limit-1].Value}
}

// begins tells whether each word of q begins a word of the option.
func (o Option) begins(q string) bool {
	words := wordsOf(o.Label.IT + " " + o.Label.EN + " " + o.Value)
	for _, wanted := range wordsOf(q) {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, wanted) }) {
			return false
		}
	}
	return true
}
