package search

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// store holds every query of this module. The index lies outside row-level
// security, which would keep its text indexes from use: each statement names
// the tenant.
type store struct{ db *database.DB }

// configurations are the text search configurations by language; a language
// that PostgreSQL has no stems for is searched as written.
var configurations = map[string]string{
	"it": "italian_unaccent", "en": "english", "de": "german", "fr": "french", "es": "spanish", "pt": "portuguese", "ro": "romanian",
}

func configuration(lang string) string {
	if c, ok := configurations[lang]; ok {
		return c
	}
	return "simple"
}

type entry struct {
	TenantID  string `gorm:"primaryKey"`
	ContentID string `gorm:"primaryKey"`
	Kind      string
	Date      *time.Time
	Archived  bool
	Path      string
	Title     database.JSON
	Body      database.JSON
	Words     string
}

// TableName names the table of the index.
func (entry) TableName() string { return "search_entries" }

type fileEntry struct {
	TenantID  string `gorm:"primaryKey"`
	ContentID string `gorm:"primaryKey"`
	MediaID   string `gorm:"primaryKey"`
	Title     database.JSON
	URL       string
}

// TableName names the table of the texts of files.
func (fileEntry) TableName() string { return "search_files" }

type word struct {
	TenantID string `gorm:"primaryKey"`
	Plain    string `gorm:"primaryKey"`
	Language string `gorm:"primaryKey"`
	Word     string
}

// TableName names the table of known words.
func (word) TableName() string { return "search_words" }

type synonym struct {
	TenantID string   `gorm:"primaryKey"`
	ID       string   `gorm:"primaryKey"`
	Terms    []string `gorm:"serializer:json"`
	Position int
}

// TableName names the table of synonyms.
func (synonym) TableName() string { return "search_synonyms" }

// vector is the SQL of a text vector: each text by its language's stems, with
// the weight of its place.
type vector struct {
	sql  []string
	vars []any
}

func (v *vector) add(texts i18n.Text, weight string) {
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		if texts[lang] == "" {
			continue
		}
		v.sql = append(v.sql, "setweight(to_tsvector('"+configuration(lang)+"'::regconfig, ?), '"+weight+"')")
		v.vars = append(v.vars, texts[lang])
	}
}

func (v *vector) expr() clause.Expr {
	if len(v.sql) == 0 {
		return clause.Expr{SQL: "''::tsvector"}
	}
	return clause.Expr{SQL: strings.Join(v.sql, " || "), Vars: v.vars}
}

func (s store) add(ctx context.Context, e *Entry) error {
	var heading vector
	heading.add(e.Title, "A")
	heading.add(e.Brief, "B")
	v := vector{sql: slices.Clone(heading.sql), vars: slices.Clone(heading.vars)}
	v.add(e.Body, "C")
	for _, f := range e.Files {
		v.add(f.Title, "C")
		v.add(i18n.Text{"it": shortened(f.Text, maxFileText)}, "D")
	}
	title, body := encoded(e.Title), encoded(e.Body)
	titles := strings.Join(slices.Collect(maps.Values(e.Title)), " ")
	err := s.db.From(ctx).Model(&entry{}).Create(map[string]any{
		"tenant_id": database.TenantID(ctx), "content_id": e.ContentID, "kind": e.Kind, "topics": clause.Expr{SQL: "?::text[]", Vars: []any{array(e.Topics)}},
		"date": e.Date, "archived": e.Archived, "path": e.Path, "title": title, "body": body,
		"words": clause.Expr{SQL: "plain_text(?)", Vars: []any{titles}}, "heading": heading.expr(), "vector": v.expr(),
	}).Error
	if err != nil {
		return fmt.Errorf("index %s: %w", e.ContentID, err)
	}
	for _, f := range e.Files {
		if err := s.addFile(ctx, e.ContentID, f); err != nil {
			return err
		}
	}
	return nil
}

func (s store) addFile(ctx context.Context, contentID string, f File) error {
	var v vector
	v.add(f.Title, "A")
	v.add(i18n.Text{"it": shortened(f.Text, maxFileText)}, "D")
	err := s.db.From(ctx).Model(&fileEntry{}).Clauses(clause.OnConflict{DoNothing: true}).Create(map[string]any{
		"tenant_id": database.TenantID(ctx), "content_id": contentID, "media_id": f.MediaID, "title": encoded(f.Title), "url": f.URL, "vector": v.expr(),
	}).Error
	if err != nil {
		return fmt.Errorf("index file %s: %w", f.MediaID, err)
	}
	return nil
}

// learn remembers the words of texts, to guess what was meant by others. It
// comes last in its transaction, one at a time: the same new words written in
// two orders would wait for each other.
func (s store) learn(ctx context.Context, texts ...i18n.Text) error {
	seen := map[string]bool{}
	var found []map[string]any
	for _, t := range texts {
		for lang, text := range t {
			for _, w := range split(text) {
				if len([]rune(w)) < 4 || seen[lang+w] {
					continue
				}
				seen[lang+w] = true
				found = append(found, map[string]any{
					"tenant_id": database.TenantID(ctx), "plain": clause.Expr{SQL: "plain_text(?)", Vars: []any{w}}, "language": lang, "word": w,
				})
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	if err := s.hold(ctx, "words"); err != nil {
		return err
	}
	if err := s.db.From(ctx).Model(&word{}).Clauses(clause.OnConflict{DoNothing: true}).Create(found).Error; err != nil {
		return fmt.Errorf("learn words: %w", err)
	}
	return nil
}

func encoded(t i18n.Text) database.JSON {
	if t == nil {
		t = i18n.Text{}
	}
	raw, _ := json.Marshal(t) // a map of strings always can be
	return database.JSON(raw)
}

// array writes a PostgreSQL array of codes.
func array(codes []string) string {
	quoted := make([]string, len(codes))
	for i, c := range codes {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(c) + `"`
	}
	return "{" + strings.Join(quoted, ",") + "}"
}

// hold keeps others from what has these names until the transaction ends:
// contents to index, or the words.
func (s store) hold(ctx context.Context, names ...string) error {
	var held []string
	//nolint:forbidigo // takes locks, touches no table
	err := s.db.From(ctx).Raw(`SELECT pg_advisory_xact_lock(hashtextextended(tenant_id || name, 0))::text
FROM (SELECT CAST(@tenant AS text) AS tenant_id, unnest(CAST(@names AS text[])) AS name ORDER BY 2) AS those`,
		map[string]any{"tenant": database.TenantID(ctx), "names": array(names)}).Scan(&held).Error
	if err != nil {
		return fmt.Errorf("hold for the index: %w", err)
	}
	return nil
}

func (s store) forget(ctx context.Context, contents []string) error {
	if err := s.db.From(ctx).Where("content_id IN ?", contents).Delete(&fileEntry{}).Error; err != nil {
		return fmt.Errorf("forget files: %w", err)
	}
	if err := s.db.From(ctx).Where("content_id IN ?", contents).Delete(&entry{}).Error; err != nil {
		return fmt.Errorf("forget contents: %w", err)
	}
	return nil
}

func (s store) forgetWords(ctx context.Context) error {
	return s.db.From(ctx).Where("true").Delete(&word{}).Error
}

func (s store) empty(ctx context.Context) (bool, error) {
	var some []string
	err := s.db.From(ctx).Model(&entry{}).Clauses(database.Limit(1)).Pluck("content_id", &some).Error
	return len(some) == 0, err
}

func (s store) known(ctx context.Context) (all []string, err error) {
	err = s.db.From(ctx).Model(&entry{}).Pluck("content_id", &all).Error
	return all, err
}

// words is a search in PostgreSQL's own form: the SQL of two tsqueries, one that
// wants every part and one that is content with any, and the values they take.
// The zero value is no text at all.
type words struct {
	every, any string
	args       map[string]any
	single     []string // the words themselves
}

// compile reads the parts of a search, each of which may be said in several
// ways, by the stems of Italian or by those of English.
func compile(parts [][]string) words {
	out := words{args: map[string]any{}}
	var every, some []string
	for _, config := range []string{"italian_unaccent", "english"} {
		var all []string
		for _, ways := range parts {
			var one []string
			for _, text := range ways {
				name := "w" + strconv.Itoa(len(out.args))
				out.args[name] = text
				one = append(one, "websearch_to_tsquery('"+config+"', @"+name+" )")
				for _, single := range split(text) {
					name := "w" + strconv.Itoa(len(out.args))
					out.args[name] = single
					some = append(some, "plainto_tsquery('"+config+"', @"+name+" )")
					out.single = append(out.single, single)
				}
			}
			all = append(all, "("+strings.Join(one, " || ")+")")
		}
		every = append(every, "("+strings.Join(all, " && ")+")")
	}
	out.every = "(" + strings.Join(every, " || ") + ")"
	if out.any = out.every; len(some) > 0 {
		out.any = "(" + strings.Join(some, " || ") + ")"
	}
	return out
}

// with adds values of a statement to those of the search.
func (w words) with(args map[string]any) map[string]any {
	maps.Copy(args, w.args)
	return args
}

type hit struct {
	ContentID string
	Rank      float64
	When      time.Time
}

type found struct {
	page          []hit
	total         int
	kinds, topics map[string]int
}

// row is one line of the answer: a hit of the page, or a count.
type row struct {
	Part  string
	Code  string
	Rank  float64
	When  time.Time
	Count int
}

// candidates is how many contents of each sort are ranked and counted: those
// with the words in their heading, those with the words elsewhere. Whoever
// finds more has to say more.
const candidates = 500

// find looks once at what matches the words and takes from it the page and
// the counts. Counts of kinds mind the topics chosen, those of topics the kinds.
func (s store) find(ctx context.Context, q Query, text words, from *position) (found, error) {
	args := text.with(map[string]any{
		"tenant": database.TenantID(ctx), "kinds": array(q.Kinds), "topics": array(q.Topics), "limit": q.Limit + 1, "candidates": candidates,
	})
	order, beyond := "rank DESC, content_id", "true"
	if q.ByDate {
		order = "at DESC, content_id"
	}
	if from != nil {
		args["rank"], args["at"], args["id"] = from.Rank, from.Date, from.ID
		beyond = "(rank < @rank OR rank = @rank AND content_id > CAST(@id AS uuid))"
		if q.ByDate {
			beyond = "(at < @at OR at = @at AND content_id > CAST(@id AS uuid))"
		}
	}
	const ofKinds = "(CAST(@kinds AS text[]) = '{}' OR kind = ANY (CAST(@kinds AS text[])))"
	const ofTopics = "(CAST(@topics AS text[]) = '{}' OR topics && CAST(@topics AS text[]))"
	sql := "WITH " + matching(q, text, args) + `
(SELECT 'hit' AS part, content_id::text AS code, rank, at AS "when", 0 AS count FROM m WHERE ` + ofKinds + ` AND ` + ofTopics + ` AND ` + beyond + ` ORDER BY ` + order + ` LIMIT @limit)
UNION ALL SELECT 'total', '', 0, now(), count(*) FROM m WHERE ` + ofKinds + ` AND ` + ofTopics + `
UNION ALL SELECT 'kind', kind, 0, now(), count(*) FROM m WHERE ` + ofTopics + ` GROUP BY kind
UNION ALL SELECT 'topic', topic, 0, now(), count(*) FROM m, unnest(topics) AS topic WHERE ` + ofKinds + ` GROUP BY topic`
	var rows []row
	//nolint:forbidigo // the index names its tenant; one statement for the page and its counts
	if err := s.db.From(ctx).Raw(sql, args).Scan(&rows).Error; err != nil {
		return found{}, fmt.Errorf("search: %w", err)
	}
	return gather(rows), nil
}

// matching is the SQL of the contents that have the words, with their rank:
// the words in the heading say more than the words in the text, and what is
// older says a little less (a tenth for each year). Only headings are looked
// into for the rank: the text index alone knows of the rest.
func matching(q Query, text words, args map[string]any) string {
	filters := []string{"tenant_id = @tenant"}
	if !q.Archived {
		filters = append(filters, "NOT archived")
	}
	if q.From != nil {
		filters, args["from"] = append(filters, "date >= @from"), *q.From
	}
	if q.To != nil {
		filters, args["to"] = append(filters, "date < @to"), *q.To
	}
	const age = "(1 + 0.1 * greatest(0, (CURRENT_DATE - coalesce(date::date, CURRENT_DATE)) / 365.25))"
	part := func(rank, condition string) string {
		return "(SELECT content_id, kind, topics, coalesce(date, '0001-01-01T00:00:00Z') AS at, (" + rank + " / " + age + ")::float8 AS rank FROM search_entries WHERE " +
			strings.Join(filters, " AND ") + condition + " LIMIT @candidates)"
	}
	if text.every == "" {
		return "m AS MATERIALIZED " + strings.Replace(part("1", ""), "LIMIT @candidates", "", 1)
	}
	rank := "ts_rank(heading, " + text.any + ")"
	return "h AS MATERIALIZED " + part("1 + "+rank, " AND heading @@ "+text.every) + ", m AS MATERIALIZED (SELECT * FROM h UNION ALL " +
		part(rank, " AND vector @@ "+text.every+" AND NOT heading @@ "+text.every+" AND (SELECT count(*) FROM h) < @candidates") + ")"
}

func gather(rows []row) found {
	out := found{kinds: map[string]int{}, topics: map[string]int{}}
	for _, r := range rows {
		switch r.Part {
		case "hit":
			out.page = append(out.page, hit{ContentID: r.Code, Rank: r.Rank, When: r.When})
		case "total":
			out.total = r.Count
		case "kind":
			out.kinds[r.Code] = r.Count
		case "topic":
			out.topics[r.Code] = r.Count
		}
	}
	return out
}

// passages finds, in the contents of a page, where the words are and in which
// of their files.
func (s store) passages(ctx context.Context, contents []string, text words) (map[string]i18n.Text, map[string]*FoundFile, error) {
	passages := map[string]i18n.Text{}
	if len(contents) == 0 || text.every == "" {
		return passages, nil, nil
	}
	var bodies []struct {
		ContentID string
		Body      database.JSON
	}
	if err := s.db.From(ctx).Model(&entry{}).Where("content_id IN ?", contents).Find(&bodies).Error; err != nil {
		return nil, nil, fmt.Errorf("texts of what was found: %w", err)
	}
	for _, b := range bodies {
		var body i18n.Text
		if err := json.Unmarshal(b.Body, &body); err != nil {
			return nil, nil, fmt.Errorf("text of %s: %w", b.ContentID, err)
		}
		passages[b.ContentID] = text.passages(body)
	}
	files, err := s.files(ctx, without(contents, passages), text)
	return passages, files, err
}

// without lists the contents in whose text nothing was found.
func without(contents []string, passages map[string]i18n.Text) (out []string) {
	for _, id := range contents {
		if len(passages[id]) == 0 {
			out = append(out, id)
		}
	}
	return out
}

// files finds the file of each content in which the words are.
func (s store) files(ctx context.Context, contents []string, text words) (map[string]*FoundFile, error) {
	files := map[string]*FoundFile{}
	if len(contents) == 0 {
		return files, nil
	}
	var found []struct {
		ContentID, URL string
		Title          database.JSON
	}
	//nolint:forbidigo // the index names its tenant
	err := s.db.From(ctx).Raw(`SELECT DISTINCT ON (content_id) content_id, url, title FROM search_files
WHERE tenant_id = @tenant AND content_id IN @ids AND vector @@ `+text.every+`
ORDER BY content_id, ts_rank(vector, `+text.any+`) DESC, media_id`, text.with(map[string]any{"tenant": database.TenantID(ctx), "ids": contents})).Scan(&found).Error
	if err != nil {
		return nil, fmt.Errorf("files of what was found: %w", err)
	}
	for _, f := range found {
		file := &FoundFile{URL: f.URL}
		if err := json.Unmarshal(f.Title, &file.Title); err != nil {
			return nil, fmt.Errorf("title of %s: %w", f.URL, err)
		}
		files[f.ContentID] = file
	}
	return files, nil
}

func (s store) suggest(ctx context.Context, text string) (out []Suggestion, err error) {
	var lines []struct {
		Kind, Path string
		Title      database.JSON
	}
	db := s.db.From(ctx).Model(&entry{}).Where("NOT archived")
	for _, w := range strings.Fields(text) {
		db = db.Where("words LIKE '%' || plain_text(?) || '%'", likeable(w))
	}
	nearest := clause.OrderBy{Expression: clause.Expr{
		SQL: "starts_with(words, plain_text(?)) DESC, kind = 'service' DESC, length(words), content_id", Vars: []any{text},
	}}
	if err := db.Order(nearest).Clauses(database.Limit(maxSuggestions)).Find(&lines).Error; err != nil {
		return nil, fmt.Errorf("suggestions: %w", err)
	}
	if len(lines) == 0 {
		similar := clause.OrderBy{Expression: clause.Expr{SQL: "word_similarity(plain_text(?), words) DESC, content_id", Vars: []any{text}}}
		err := s.db.From(ctx).Model(&entry{}).Where("NOT archived AND plain_text(?) <% words", text).
			Order(similar).Clauses(database.Limit(maxSuggestions)).Find(&lines).Error
		if err != nil {
			return nil, fmt.Errorf("similar suggestions: %w", err)
		}
	}
	for _, l := range lines {
		one := Suggestion{Kind: l.Kind, Path: l.Path}
		if err := json.Unmarshal(l.Title, &one.Title); err != nil {
			return nil, fmt.Errorf("title of %s: %w", l.Path, err)
		}
		out = append(out, one)
	}
	return out, nil
}

// likeable keeps what people type from meaning something to LIKE.
func likeable(text string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text)
}

// nearest finds for each word the known one most like it, itself when known.
func (s store) nearest(ctx context.Context, fields []string) (map[string]string, error) {
	var lines []struct{ Asked, Word string }
	//nolint:forbidigo // the index names its tenant; one statement for all the words
	err := s.db.From(ctx).Raw(`SELECT asked, (SELECT word FROM search_words
	WHERE tenant_id = @tenant AND plain % plain_text(asked)
	ORDER BY similarity(plain, plain_text(asked)) DESC, language = 'it' DESC, plain LIMIT 1) AS word
FROM unnest(CAST(@asked AS text[])) AS asked WHERE length(asked) >= 4`, map[string]any{"tenant": database.TenantID(ctx), "asked": array(fields)}).Scan(&lines).Error
	if err != nil {
		return nil, fmt.Errorf("nearest words: %w", err)
	}
	out := map[string]string{}
	for _, l := range lines {
		out[l.Asked] = l.Word
	}
	return out, nil
}

func (s store) synonyms(ctx context.Context) ([][]string, error) {
	var rows []synonym
	if err := s.db.From(ctx).Order("position, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("synonyms: %w", err)
	}
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = r.Terms
	}
	return out, nil
}

func (s store) putSynonyms(ctx context.Context, groups [][]string) error {
	if err := s.db.From(ctx).Where("true").Delete(&synonym{}).Error; err != nil {
		return fmt.Errorf("forget synonyms: %w", err)
	}
	if len(groups) == 0 {
		return nil
	}
	rows := make([]synonym, len(groups))
	for i, group := range groups {
		rows[i] = synonym{ID: ids.New(), Terms: group, Position: i}
	}
	return s.db.From(ctx).Create(&rows).Error
}
