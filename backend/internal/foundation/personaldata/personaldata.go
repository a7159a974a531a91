// Package personaldata is how a module tells what it holds about a person who
// asks for a copy of it (GDPR art. 15 and 20). It says everything twice: as
// data for other software, and in words for the paper that people read.
package personaldata

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
)

// Source is a module that holds something about persons.
type Source interface {
	PersonalData(ctx context.Context, p Person) ([]Part, error)
}

// Part is one group of what is held; its Name is unique among all modules.
type Part struct {
	Name  string // its key among the data
	Title string // its heading on paper
	Data  any    // written as JSON, whole
	Items []Item // the same in words
	Note  string // what a reader should know before
	Files []File
}

// Item is one thing in words: pairs of label and value.
type Item struct {
	Title string
	Lines [][2]string
}

// File is the content that goes with a part. Path is where it lies in the copy.
type File struct {
	Path   string
	SHA256 string
	Open   func(ctx context.Context) ([]byte, error)
}

// Person is who asks, and the language to tell it in.
type Person struct{ ID, Language string }

// Say picks the language of the person.
func (p Person) Say(it, en string) string {
	if p.Language == "en" && en != "" {
		return en
	}
	return it
}

// Instant writes a day and an hour, nothing for the zero time.
func (p Person) Instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clock.Rome).Format("02/01/2006 15:04")
}

// InstantOf is Instant for a time that may be missing.
func (p Person) InstantOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return p.Instant(*t)
}

// Day writes a day, nothing when it is missing.
func (p Person) Day(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format("02/01/2006")
}

// Money writes an amount of euro cents.
func (p Person) Money(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d%s%02d €", sign, cents/100, p.Say(",", "."), cents%100)
}

// Size writes how large a file is.
func (p Person) Size(bytes int64) string {
	if bytes < 1000 {
		return strconv.FormatInt(bytes, 10) + " byte"
	}
	return strconv.FormatInt((bytes+999)/1000, 10) + " kB"
}
