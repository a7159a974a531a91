package content

import (
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
)

// calendarOf writes an event as calendars read it (RFC 5545).
func calendarOf(c Content, origin string) (string, error) {
	if c.Type != "event" || c.Date == nil {
		return "", ErrNotFound
	}
	calendar := ics.NewCalendar()
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetProductId("-//Sportello//Eventi//IT")
	event := calendar.AddEvent(c.ID + "@sportello")
	event.SetDtStampTime(c.UpdatedAt)
	event.SetModifiedAt(c.UpdatedAt)
	event.SetSummary(c.Title["it"])
	event.SetDescription(c.ShortDescription["it"])
	event.SetURL(origin + c.Path)
	if c.Extra["event_status"] == "cancelled" {
		event.SetStatus(ics.ObjectStatusCancelled)
	}
	end := c.Date.Add(time.Hour)
	if c.EndDate != nil {
		end = *c.EndDate
	}
	if c.Extra["all_day"] == true {
		event.SetAllDayStartAt(c.Date.In(clock.Rome))
		event.SetAllDayEndAt(end.In(clock.Rome).AddDate(0, 0, 1))
	} else {
		event.SetStartAt(*c.Date)
		event.SetEndAt(end)
	}
	if rule := str(c.Data["recurrence_rule"]); rule != "" {
		event.AddRrule(rule)
	}
	event.SetLocation(locationOf(c))
	return calendar.Serialize(), nil
}

// locationOf is where an event takes place, in one line.
func locationOf(c Content) string {
	if place, ok := c.Data["place"].(Card); ok {
		address, _ := place.Extra["address"].(map[string]any)
		if street := str(address["street"]); street != "" {
			return place.Title["it"] + ", " + street + ", " + str(address["city"])
		}
		return place.Title["it"]
	}
	if words := localised(c.Data["place_text"])["it"]; words != "" {
		return words
	}
	return str(c.Data["online_url"])
}
