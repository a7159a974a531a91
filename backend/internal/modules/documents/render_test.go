package documents

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	reader "github.com/ledongthuc/pdf"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

var issued = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)

func sampleIssuer() Issuer {
	return Issuer{
		Name: "Comune di Borgolago", Address: "Piazza del Municipio 1, 00000 Borgolago", Phone: "000 123456",
		Email: "sportello@borgolago.example", PEC: "protocollo@pec.borgolago.example", TaxCode: "00000000000",
		PublicURL: "http://localhost:8080", Demo: true,
	}
}

func sampleCase(lang string) Case {
	return Case{
		SubjectKind: "application", SubjectID: "0199d2c4-0000-7000-8000-000000000001", Language: lang, Number: "2026-000123",
		Registration: &Registration{Number: "0000123/2026", Date: issued},
		Service:      Localized{"Permesso di accesso alla zona a traffico limitato", "Permit for the limited traffic zone"},
		Office: Office{
			Name: Localized{"Ufficio Mobilità", "Mobility office"}, Address: "Via delle Ruote 5", Phone: "000 123457",
			Email: "mobilita@borgolago.example", Responsible: "Marta Immaginaria",
		},
		Applicant: Party{Name: "Anna Esempio", TaxCode: "SMPNNA80A41Z999X"},
		Simulated: true,
	}
}

func sampleReceipt(lang string) ReceiptContent {
	due := time.Date(2026, 12, 24, 22, 59, 59, 0, time.UTC)
	return ReceiptContent{
		Case: sampleCase(lang), SubmittedAt: issued,
		Summary: []Step{
			{Title: "Dati generali", Sections: []Section{
				{Title: "Richiedente", Rows: []Row{
					{"Nome", "Anna"}, {"Cognome", "Esempio"}, {"Luogo di nascita", "Stato inventato"}, {"E-mail", "anna@esempio.example"},
				}},
				{Title: "Residenza", Rows: []Row{{"Indirizzo", "Via Inventata 12, 00000 Borgolago"}}},
			}},
			{Title: "Dati specifici", Sections: []Section{{Title: "Veicolo 1", Rows: []Row{
				{"Targa", "ZZ000ZZ"}, {"Zone", "Centro storico, Lungolago, Borgo antico"},
				{"Motivo", strings.Repeat("Abito in una via che si raggiunge soltanto attraversando la zona a traffico limitato. ", 4)},
				{"Note", ""},
			}}}},
		},
		Declarations: []string{
			"Dichiaro di essere consapevole delle conseguenze penali previste per chi rende dichiarazioni false (art. 76 del DPR 445/2000).",
			"Mi impegno a comunicare ogni variazione dei dati.",
		},
		Attachments: []AttachedFile{
			{"Carta di circolazione", "libretto fronte e retro.pdf", 482133, strings.Repeat("0f1e2d3c", 8)},
			{"Contratto di locazione registrato", "contratto.pdf", 1840221, strings.Repeat("a1b2c3d4", 8)},
		},
		Fees:         []FeeLine{{Localized{"Permesso, 2 zone per 6 mesi", "Permit, 2 zones for 6 months"}, 12000}, {Localized{"Imposta di bollo", "Stamp duty"}, 1600}},
		DeadlineDays: 30, DueDate: &due, Silence: "none",
	}
}

func sampleOutcome(lang string) OutcomeContent {
	return OutcomeContent{
		Case: sampleCase(lang), SubmittedAt: issued.AddDate(0, 0, -12), Accepted: true,
		Reasons:   "La documentazione è completa e i requisiti sono soddisfatti.",
		Decision:  "È rilasciato il permesso di accesso per il veicolo indicato, nelle zone e per il periodo richiesti.\n\nIl permesso va tenuto a bordo.",
		DecidedBy: "Marta Immaginaria, Ufficio Mobilità", DecidedAt: issued,
		Summary: []Step{{Title: "Veicolo", Sections: []Section{{Title: "", Rows: []Row{{"Targa", "ZZ000ZZ"}}}}}},
	}
}

func samplePayment(lang string) PaymentReceiptContent {
	return PaymentReceiptContent{
		Case: sampleCase(lang), Reason: Localized{"Permesso ZTL 2026-000123", "Limited traffic permit 2026-000123"},
		Lines:      []FeeLine{{Localized{"Permesso", "Permit"}, 12000}, {Localized{"Imposta di bollo", "Stamp duty"}, 1600}},
		TotalCents: 13600, NoticeNumber: "347000000000000123", IUV: "47000000000000123", ReceiptID: "c1d2e3", PSP: "Banca simulata", PaidAt: issued,
	}
}

func sampleIntegration(lang string) IntegrationReceiptContent {
	due := issued.AddDate(0, 0, 20)
	return IntegrationReceiptContent{
		Case: sampleCase(lang), RequestText: "Manca la seconda pagina del contratto.", RequestedAt: issued.AddDate(0, 0, -3),
		Answer: "Allego il contratto completo.", AnsweredAt: issued, DueDate: &due,
		Attachments: []AttachedFile{{"Contratto di locazione", "contratto completo.pdf", 940221, strings.Repeat("99aabbcc", 8)}},
	}
}

// samples renders every kind of document in both languages.
func samples(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, lang := range []string{"it", "en"} {
		for kind, make := range map[Kind]func(string) (numbering, func(Issuer, Document) ([]byte, error)){
			KindReceipt: func(l string) (numbering, func(Issuer, Document) ([]byte, error)) {
				c := sampleReceipt(l)
				return c.number(), c.render
			},
			KindOutcome: func(l string) (numbering, func(Issuer, Document) ([]byte, error)) {
				c := sampleOutcome(l)
				n := c.number()
				n.number = "12/2026"
				return n, c.render
			},
			KindPaymentReceipt: func(l string) (numbering, func(Issuer, Document) ([]byte, error)) {
				c := samplePayment(l)
				return c.number(), c.render
			},
			KindIntegrationReceipt: func(l string) (numbering, func(Issuer, Document) ([]byte, error)) {
				c := sampleIntegration(l)
				return c.number(), c.render
			},
		} {
			n, render := make(lang)
			pdf, err := render(sampleIssuer(), sampleDocument(kind, n))
			if err != nil {
				t.Fatalf("%s in %s: %v", kind, lang, err)
			}
			out[string(kind)+"."+lang] = pdf
		}
	}
	return out
}

func sampleDocument(kind Kind, n numbering) Document {
	return Document{
		Kind: kind, Number: n.number, TitleIT: withNumber(n.title.IT, n.number), TitleEN: withNumber(n.title.EN, n.number),
		VerificationCode: "7ZK3M9QXW2R8TFV5HCJ1", CreatedAt: issued,
	}
}

func TestEveryKindReadsAsItsGoldenText(t *testing.T) {
	for name, pdf := range samples(t) {
		t.Run(name, func(t *testing.T) {
			testkit.Golden(t, []byte(pdfText(t, pdf)))
		})
	}
}

func TestTheSameContentGivesTheSameBytes(t *testing.T) {
	one, two := samples(t), samples(t)
	for name := range one {
		if !bytes.Equal(one[name], two[name]) {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

func TestDocumentsAreTaggedAndDeclareWhatPDFAAsks(t *testing.T) {
	for name, pdf := range samples(t) {
		for what, pattern := range map[string]string{
			"structure tree":     `/StructTreeRoot \d+ 0 R`,
			"marked content":     `/MarkInfo <</Marked true>>`,
			"language":           `/Lang \((it-IT|en-GB)\)`,
			"title in the frame": `/DisplayDocTitle true`,
			"output intent":      `/OutputIntents \[`,
			"PDF/A part":         `<pdfaid:part>2</pdfaid:part>`,
			"PDF/A level":        `<pdfaid:conformance>A</pdfaid:conformance>`,
			"PDF/UA part":        `<pdfuaid:part>1</pdfuaid:part>`,
			"file identifier":    `/ID \[<[0-9A-F]{32}> <[0-9A-F]{32}>\]`,
			"row header cells":   `/S /TH`,
			"QR alternative":     `/S /Figure\n/P \d+ 0 R\n/Alt <FEFF`,
			"first heading":      `/S /H1`,
		} {
			if !regexp.MustCompile(pattern).Match(pdf) {
				t.Errorf("%s: no %s", name, what)
			}
		}
		if bytes.Contains(pdf, []byte("/EmbeddedFiles")) || bytes.Contains(pdf, []byte("/Transparency")) {
			t.Errorf("%s: has what PDF/A does not want", name)
		}
	}
}

// oddReceipt holds what people paste into forms.
func oddReceipt() ReceiptContent {
	c := sampleReceipt("it")
	c.Applicant.Name = "Łucja Ñandú 🦊 \x00 \u202eΨ漢字 \ue000\ufffe"
	c.Summary[0].Sections[0].Rows = []Row{
		{"Testo lungo", strings.Repeat("parola ", 2500)},
		{"Senza spazi", strings.Repeat("x", 400)},
		{"Righe", "uno\n\n\ndue\r\ntre"},
	}
	return c
}

func TestOddTextDoesNotBreakADocument(t *testing.T) {
	c := oddReceipt()
	n := c.number()
	pdf, err := c.render(sampleIssuer(), sampleDocument(KindReceipt, n))
	if err != nil {
		t.Fatal(err)
	}
	text := pdfText(t, pdf)
	if got := strings.Count(text, "parola"); got != 2500 {
		t.Errorf("words = %d, want 2500", got)
	}
	if !strings.Contains(text, "Pagina 5 di ") {
		t.Errorf("the long answer does not run over several pages")
	}
}

// inflated returns the compressed streams of a file, unpacked.
func inflated(t *testing.T, pdf []byte) (streams [][]byte) {
	t.Helper()
	for _, part := range bytes.Split(pdf, []byte("\nendstream")) {
		_, packed, found := bytes.Cut(part, []byte("stream\n"))
		r, err := zlib.NewReader(bytes.NewReader(packed))
		if !found || err != nil {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		streams = append(streams, content)
	}
	return streams
}

// pdfText reads the lines of a PDF in the order in which they are drawn. The
// documents use fonts whose codes are the characters themselves.
func pdfText(t *testing.T, pdf []byte) string {
	t.Helper()
	var out strings.Builder
	page := 0
	for _, content := range inflated(t, pdf) {
		if !bytes.Contains(content, []byte(" BDC\n")) {
			continue
		}
		page++
		fmt.Fprintf(&out, "--- page %d\n", page)
		for _, m := range shown.FindAllSubmatch(content, -1) {
			out.WriteString(fromUTF16(escapes.Replace(string(m[1]))) + "\n")
		}
	}
	return out.String()
}

var (
	shown   = regexp.MustCompile(`(?s) Td \((.*?[^\\])?\) ?Tj`)
	escapes = strings.NewReplacer(`\\`, `\`, `\(`, "(", `\)`, ")", `\r`, "\r")
)

func fromUTF16(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// TestAnotherReaderReadsTheDocuments asks a reader that is not ours.
func TestAnotherReaderReadsTheDocuments(t *testing.T) {
	for name, content := range samples(t) {
		document, err := reader.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text, err := document.GetPlainText()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if out, err := io.ReadAll(text); err != nil || !bytes.Contains(out, []byte("7ZK3M-9QXW2-R8TFV-5HCJ1")) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// Readers that keep to the rule map at most one first byte in a range, and a
// block holds 100 ranges at most.
func TestEveryCharacterCanBeReadBack(t *testing.T) {
	blocks := regexp.MustCompile(`(?s)(\d+) beginbfrange\n(.*?)endbfrange`)
	maps := 0
	for name, pdf := range samples(t) {
		for _, plain := range inflated(t, pdf) {
			if !bytes.Contains(plain, []byte("begincmap")) {
				continue
			}
			maps++
			mapped := 0
			for _, block := range blocks.FindAllSubmatch(plain, -1) {
				rows := strings.Fields(string(block[2]))
				if count := len(rows) / 3; string(block[1]) != strconv.Itoa(count) || count > 100 {
					t.Errorf("%s: a block of %d ranges says %s", name, count, block[1])
				}
				for i := 0; i+2 < len(rows); i += 3 {
					if rows[i][1:3] != rows[i+1][1:3] || rows[i] != rows[i+2] {
						t.Errorf("%s: range %s", name, strings.Join(rows[i:i+3], " "))
					}
					mapped += 256
				}
			}
			if mapped != 1<<16 {
				t.Errorf("%s: %d characters can be read back", name, mapped)
			}
		}
	}
	if maps == 0 {
		t.Error("no font says which characters it shows")
	}
}
