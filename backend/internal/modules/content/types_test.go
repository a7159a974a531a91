package content

import "testing"

func TestTheContentModelHasNoMistake(t *testing.T) {
	m, err := loadModel(typeFiles)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range order {
		if _, ok := m.byName[name]; !ok {
			t.Errorf("the type %s is missing", name)
		}
	}
}
