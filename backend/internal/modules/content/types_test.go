package content

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

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

func TestEveryGateHasItsWords(t *testing.T) {
	for code, texts := range gateTexts {
		if texts.it == "" || texts.en == "" || strings.Count(texts.it, "%") != strings.Count(texts.en, "%") {
			t.Errorf("%s: %q, %q", code, texts.it, texts.en)
		}
	}
	source := ""
	for _, name := range []string{"gates.go", "gates_types.go"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		source += string(b)
	}
	for _, used := range regexp.MustCompile(`in\.add\(\w+, "(\w+)"`).FindAllStringSubmatch(source, -1) {
		if _, ok := gateTexts[used[1]]; !ok {
			t.Errorf("%s has no text", used[1])
		}
	}
}

func TestGulpeaseTellsPlainFromHardTexts(t *testing.T) {
	plainText := strings.Repeat("Il Comune apre alle nove. Vieni allo sportello con la carta. ", 5)
	hard := strings.Repeat("Considerata la summenzionata determinazione amministrativa concernente l'approvvigionamento infrastrutturale intercomunale ", 6)
	if gulpease(plainText) < 50 || gulpease(hard) >= 50 {
		t.Errorf("plain %.0f, hard %.0f", gulpease(plainText), gulpease(hard))
	}
}
