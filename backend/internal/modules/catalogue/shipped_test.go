package catalogue_test

import (
	"testing"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

func TestShippedServicesAreValid(t *testing.T) {
	for _, problem := range catalogue.Check(shipped.Files) {
		t.Error(problem)
	}
}
