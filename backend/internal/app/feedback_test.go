package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

func rating(stars int, answers []string, comment string) map[string]any {
	return map[string]any{"scope": "page", "path": "/servizi", "stars": stars, "answers": answers, "comment": comment}
}

func TestRatingsAreTakenAndSummedUp(t *testing.T) {
	w := newWorld(t)
	w.do(stranger, http.MethodPost, "/ratings", rating(5, []string{"positive_1", "positive_3"}, "Tutto chiaro")).Want(http.StatusNoContent)
	w.do(stranger, http.MethodPost, "/ratings", rating(2, []string{"negative_1"}, "")).Want(http.StatusNoContent)

	got := w.get(stranger, "/rating-statistics").Want(http.StatusOK).Body()
	if got["ratings"] != 2.0 || got["average"] != 3.5 {
		t.Errorf("statistics = %v", got)
	}
	if answers := got["answers"].(map[string]any); answers["positive_3"] != 1.0 || answers["negative_1"] != 1.0 {
		t.Errorf("answers = %v", answers)
	}
	if other := w.get(who{host: "pontefiume.localhost"}, "/rating-statistics").Body(); other["ratings"] != 0.0 {
		t.Errorf("the other municipality counts %v", other["ratings"])
	}
	comments := w.get(mobility, "/office/rating-comments").Want(http.StatusOK).Items()
	if len(comments) != 1 || comments[0]["comment"] != "Tutto chiaro" {
		t.Errorf("comments = %v", comments)
	}
}

func TestRatingsThatMakeNoSenseAreRefused(t *testing.T) {
	tests := map[string]struct {
		body    map[string]any
		pointer string
	}{
		"no star":                          {rating(0, nil, ""), "/stars"},
		"six stars":                        {rating(6, nil, ""), "/stars"},
		"an answer of the other side":      {rating(5, []string{"negative_1"}, ""), "/answers"},
		"the same answer twice":            {rating(5, []string{"positive_1", "positive_1"}, ""), "/answers"},
		"a comment of 201 characters":      {rating(5, nil, strings.Repeat("è", 201)), "/comment"},
		"an address that is no page of us": {map[string]any{"scope": "page", "path": "https://elsewhere.example/", "stars": 4}, "/path"},
	}
	w := newWorld(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			answer := w.do(stranger, http.MethodPost, "/ratings", tt.body)
			answer.Problem(http.StatusUnprocessableEntity, "rating-invalid")
			if errors := answer.List("errors"); len(errors) != 1 || errors[0]["pointer"] != tt.pointer {
				t.Errorf("errors = %v, want %s", errors, tt.pointer)
			}
		})
	}
	w.do(stranger, http.MethodPost, "/ratings", rating(5, nil, strings.Repeat("è", 200))).Want(http.StatusNoContent)
}

// secretAddress is where the author of a request follows it.
var secretAddress = regexp.MustCompile(`/assistenza/([\w-]+)`)

func help() map[string]any {
	return map[string]any{
		"given_name": "Gino", "family_name": "Finto", "email": "gino@finto.example", "category": "anagrafe-e-stato-civile",
		"details": "Come rinnovo la carta d’identità?", "privacy_accepted": true,
	}
}

// TestAssistanceIsAskedAndAnswered walks the way of somebody who never signs
// in: request, e-mail with a secret address, answer of the office, reply.
func TestAssistanceIsAskedAndAnswered(t *testing.T) {
	w := newWorld(t)
	logs := captureLogs(t)
	number := w.do(stranger, http.MethodPost, "/assistance-requests", help()).Want(http.StatusCreated).Str("number")
	w.Drain(t)
	sent := w.mail.Messages("gino@finto.example")
	if len(sent) != 1 {
		t.Fatalf("%d e-mails", len(sent))
	}
	mail := sent[0].Text
	token := secretAddress.FindStringSubmatch(mail)
	if token == nil || !strings.Contains(sent[0].Subject, number) || strings.Contains(mail, "carta d") {
		t.Fatalf("the e-mail names number and address and no detail:\n%s", mail)
	}
	path := "/assistance-requests/" + token[1]

	w.get(mobility, "/office/assistance-requests").Problem(http.StatusForbidden, "forbidden")
	waiting := w.get(admin, "/office/assistance-requests?status=submitted").Want(http.StatusOK).Items()
	if len(waiting) != 1 || waiting[0]["name"] != "Gino Finto" {
		t.Fatalf("waiting = %v", waiting)
	}
	id := waiting[0]["id"].(string)
	answer := "/office/assistance-requests/" + id
	key := ids.New()
	for range 2 { // sent twice, written once
		w.do(admin, http.MethodPost, answer+"/messages", map[string]any{"body": "Prenota in anagrafe."}, "Idempotency-Key", key).Want(http.StatusCreated)
	}
	w.Drain(t)

	thread := w.get(stranger, path).Want(http.StatusOK)
	if messages := thread.List("messages"); len(messages) != 2 || messages[1]["from"] != "office" || thread.Str("status") != "answered" {
		t.Fatalf("thread = %s", thread.Raw)
	}
	w.do(stranger, http.MethodPost, path+"/messages", map[string]any{"body": "Grazie, e per mio figlio?"}).Want(http.StatusCreated)
	if got := w.get(admin, answer).Want(http.StatusOK).Str("status"); got != "submitted" {
		t.Errorf("after a reply the status is %q", got)
	}
	w.do(admin, http.MethodPut, answer+"/closure", nil).Want(http.StatusOK)
	w.do(stranger, http.MethodPost, path+"/messages", map[string]any{"body": "Ancora io"}).Problem(http.StatusConflict, "assistance-closed")

	w.get(who{host: "pontefiume.localhost"}, path).Problem(http.StatusNotFound, "assistance-not-found")
	w.get(stranger, "/assistance-requests/indovinato").Problem(http.StatusNotFound, "assistance-not-found")
	for _, private := range []string{"Gino", "gino@finto", "carta d", token[1]} {
		if strings.Contains(logs.String(), private) {
			t.Errorf("the log says %q", private)
		}
	}
}

func TestAssistanceThatLacksSomething(t *testing.T) {
	w := newWorld(t)
	empty := w.do(stranger, http.MethodPost, "/assistance-requests", map[string]any{"category": "astronavi", "email": "non un indirizzo"})
	empty.Problem(http.StatusUnprocessableEntity, "assistance-invalid")
	got := map[any]any{}
	for _, e := range empty.List("errors") {
		got[e["pointer"]] = e["code"]
	}
	for pointer, code := range map[string]string{
		"/given_name": "required", "/family_name": "required", "/details": "required", "/email": "email", "/category": "option", "/privacy_accepted": "required",
	} {
		if got[pointer] != code {
			t.Errorf("%s: %v, want %s", pointer, got[pointer], code)
		}
	}
}

// opinions are a rating, a request for help and what follows from it.
func (w *world) opinions() {
	w.t.Helper()
	w.do(stranger, http.MethodPost, "/ratings", rating(4, []string{"positive_2"}, "Bene")).Want(http.StatusNoContent)
	w.get(mobility, "/office/rating-comments").Want(http.StatusOK)
	w.do(stranger, http.MethodPost, "/assistance-requests", help()).Want(http.StatusCreated)
	w.Drain(w.t)
	path := "/assistance-requests/" + secretAddress.FindStringSubmatch(w.mail.Messages("gino@finto.example")[0].Text)[1]
	w.get(stranger, path).Want(http.StatusOK)
	w.do(stranger, http.MethodPost, path+"/messages", map[string]any{"body": "Ancora una cosa"}).Want(http.StatusCreated)
	office := "/office/assistance-requests/" + w.get(admin, "/office/assistance-requests").Want(http.StatusOK).Items()[0]["id"].(string)
	w.get(admin, office).Want(http.StatusOK)
	w.do(admin, http.MethodPost, office+"/messages", map[string]any{"body": "Ecco."}).Want(http.StatusCreated)
	w.send(admin, http.MethodPut, office+"/closure", nil).Want(http.StatusOK)
}
