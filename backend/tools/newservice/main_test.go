package main

import (
	"os"
	"testing"
	"time"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

func TestAGeneratedServicePassesTheCheck(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []string{"bulky-waste", "dogs"} {
		files, err := generate(dir, id, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
		if err != nil || len(files) != 3 {
			t.Fatalf("%s: %d files, %v", id, len(files), err)
		}
	}
	for _, problem := range catalogue.Check(shipped.Files, os.DirFS(dir)) {
		t.Error(problem)
	}
}

func TestNamesAndFoldersAreChecked(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []string{"", "Waste", "bulky_waste", "../x", "a--b"} {
		if _, err := generate(dir, id, time.Now()); err == nil {
			t.Errorf("%q was taken", id)
		}
	}
	if _, err := generate(dir, "waste", time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := generate(dir, "waste", time.Now()); err == nil {
		t.Error("a service was written over")
	}
}
