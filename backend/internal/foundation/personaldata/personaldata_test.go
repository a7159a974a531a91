package personaldata_test

import (
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
)

func TestWordsAreInTheLanguageOfThePerson(t *testing.T) {
	it, en := personaldata.Person{Language: "it"}, personaldata.Person{Language: "en"}
	at := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	for name, c := range map[string][2]string{
		"Italian":                            {it.Say("uno", "one"), "uno"},
		"English":                            {en.Say("uno", "one"), "one"},
		"Italian when English is missing":    {en.Say("uno", ""), "uno"},
		"the hour is that of Italy":          {it.Instant(at), "01/01/2027 00:30"},
		"no time":                            {it.InstantOf(nil), ""},
		"the zero time":                      {it.Instant(time.Time{}), ""},
		"a day":                              {it.Day(&at), "31/12/2026"},
		"money has a comma":                  {it.Money(123405), "1234,05 €"},
		"or a point":                         {en.Money(-5), "-0.05 €"},
		"sizes are rounded up to a thousand": {it.Size(1001), "2 kB"},
		"small ones are exact":               {it.Size(999), "999 byte"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %q, want %q", name, c[0], c[1])
		}
	}
}
