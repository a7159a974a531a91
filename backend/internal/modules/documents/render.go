package documents

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents/pdf"
)

func (c Case) lang() string {
	if c.Language == "en" {
		return "en"
	}
	return "it"
}

func (c Case) mode() string {
	if c.Simulated {
		return "simulator"
	}
	return "real"
}

func (c Case) registrationNumber() string {
	if c.Registration == nil {
		return c.Number
	}
	return c.Registration.Number
}

// paper writes one document in one language.
type paper struct {
	*pdf.Doc
	lang   string
	issuer Issuer
	doc    Document
	c      Case
}

func (p paper) t(l Localized, args ...any) string {
	if len(args) == 0 {
		return l.In(p.lang)
	}
	return fmt.Sprintf(l.In(p.lang), args...)
}

// print lays out what all documents have in common around the part that
// write adds.
func (c Case) print(issuer Issuer, doc Document, write func(paper)) ([]byte, error) {
	lang := c.lang()
	title := doc.Title().In(lang)
	info := pdf.Info{
		Title: title + " - " + c.Service.In(lang), Subject: c.Service.In(lang), Author: issuer.Name,
		Language: map[string]string{"it": "it-IT", "en": "en-GB"}[lang], Created: doc.CreatedAt,
	}
	frame := pdf.Frame{
		RunningHead: issuer.Name + " · " + title,
		Footer:      txCode.In(lang) + " " + GroupCode(doc.VerificationCode),
		PageLabel:   func(n, total int) string { return fmt.Sprintf(txPage.In(lang), n, total) },
	}
	switch {
	case c.Simulated:
		frame.Watermark = txSimulation.In(lang)
	case issuer.Demo:
		frame.Watermark = txDemoMark.In(lang)
	}
	var failed error
	out, err := pdf.Render(info, frame, func(d *pdf.Doc) {
		p := paper{Doc: d, lang: lang, issuer: issuer, doc: doc, c: c}
		p.open(title)
		write(p)
		failed = cmp.Or(failed, p.close())
	})
	return out, cmp.Or(failed, err)
}

func (p paper) open(title string) {
	contacts := []string{p.issuer.Phone, p.issuer.Email, p.issuer.PEC}
	place := p.issuer.Address
	if p.issuer.TaxCode != "" {
		place += " · " + p.t(txMunicipalTaxCode) + " " + p.issuer.TaxCode
	}
	p.Letterhead(p.issuer.Name, strings.TrimPrefix(place, " · "), join(" · ", contacts...))
	warning := ""
	if p.issuer.Demo {
		warning = p.t(txDemo)
	}
	if p.c.Simulated {
		warning = strings.TrimSpace(p.t(txSimulated) + "\n" + warning)
	}
	if warning != "" {
		p.Notice(warning)
	}
	p.Title(title, p.c.Service.In(p.lang))
}

func (p paper) close() error {
	p.contacts()
	p.Space(2)
	p.Paragraph(p.t(txIssuedOn) + " " + p.instant(p.doc.CreatedAt) + ".")
	url := strings.TrimRight(p.issuer.PublicURL, "/") + "/verifica/" + p.doc.VerificationCode
	return p.Verification(p.t(txVerify), p.t(txVerifyText), url, p.t(txCode), GroupCode(p.doc.VerificationCode), p.t(txQRAlt, url))
}

func (p paper) contacts() {
	p.Heading(p.t(txContacts))
	o := p.c.Office
	p.Fields([][2]string{
		{p.t(txOffice), o.Name.In(p.lang)},
		{p.t(txResponsible), o.Responsible},
		{p.t(txAddress), cmp.Or(o.Address, p.issuer.Address)},
		{p.t(txPhone), cmp.Or(o.Phone, p.issuer.Phone)},
		{p.t(txEmail), cmp.Or(o.Email, p.issuer.Email)},
		{p.t(txPEC), p.issuer.PEC},
	})
}

// facts writes the table that identifies the application.
func (p paper) facts(more ...[2]string) {
	pairs := [][2]string{{p.t(txApplicationNumber), p.c.Number}}
	if r := p.c.Registration; r != nil {
		pairs = append(pairs, [2]string{p.t(txRegistration), r.Number}, [2]string{p.t(txRegistrationDate), p.instant(r.Date)})
	}
	pairs = append(pairs, more...)
	pairs = append(pairs,
		[2]string{p.t(txApplicant), p.c.Applicant.Name},
		[2]string{p.t(txTaxCode), p.c.Applicant.TaxCode},
	)
	p.Fields(pairs)
}

func (p paper) answers(heading Localized, steps []Step) {
	if len(steps) == 0 {
		return
	}
	p.Heading(p.t(heading))
	for _, step := range steps {
		for _, s := range step.Sections {
			rows := make([][2]string, len(s.Rows))
			for i, r := range s.Rows {
				rows[i] = [2]string{r.Label, cmp.Or(r.Value, "–")}
			}
			if len(rows) > 0 {
				p.Subheading(join(" – ", step.Title, s.Title))
				p.Fields(rows)
			}
		}
	}
}

func (p paper) attachments(files []AttachedFile) {
	if len(files) == 0 {
		return
	}
	p.Heading(p.t(txAttachments))
	rows := make([][]string, len(files))
	for i, f := range files {
		rows[i] = []string{f.Label, f.Name + "\n" + f.SHA256, p.size(f.Size)}
	}
	p.Columns([]float64{48, pdf.Width - 70, 22}, []string{p.t(txDocument), p.t(txFile), p.t(txSize)}, rows, false)
}

func (p paper) amounts(lines []FeeLine) {
	if len(lines) == 0 {
		return
	}
	p.Heading(p.t(txFees))
	var rows [][]string
	total := int64(0)
	for _, l := range lines {
		rows = append(rows, []string{l.Reason.In(p.lang), p.money(l.AmountCents)})
		total += l.AmountCents
	}
	rows = append(rows, []string{p.t(txTotal), p.money(total)})
	p.Columns([]float64{pdf.Width - 40, 40}, []string{p.t(txFeeReason), p.t(txAmount)}, rows, true)
}

func (p paper) section(heading Localized, text string) {
	if strings.TrimSpace(text) != "" {
		p.Heading(p.t(heading))
		p.Paragraph(text)
	}
}

func (c ReceiptContent) number() numbering {
	return numbering{number: c.registrationNumber(), file: txReceiptFile, title: txReceiptTitle}
}

func (c ReceiptContent) render(issuer Issuer, doc Document) ([]byte, error) {
	return c.print(issuer, doc, func(p paper) {
		p.Paragraph(p.t(txReceiptIntro))
		p.facts([2]string{p.t(txSubmittedAt), p.instant(c.SubmittedAt)})
		p.answers(txAnswers, c.Summary)
		if len(c.Declarations) > 0 {
			p.Heading(p.t(txDeclarations))
			p.List(c.Declarations)
		}
		p.attachments(c.Attachments)
		p.amounts(c.Fees)
		c.terms(p)
	})
}

func (c ReceiptContent) terms(p paper) {
	p.Heading(p.t(txNext))
	if c.DueDate != nil {
		p.Paragraph(p.t(txDeadline, c.DeadlineDays, p.date(*c.DueDate)))
	}
	silence, known := txSilence[c.Silence]
	if !known {
		silence = txSilence["none"]
	}
	p.Paragraph(p.t(silence))
	if c.Silence == "assent" {
		p.Paragraph(p.t(txRemedyAssent))
		return
	}
	p.section(txRemedies, p.t(txRemedySilence))
}

func (c OutcomeContent) number() numbering {
	return numbering{series: "acts", file: txOutcomeFile, title: txOutcomeTitle}
}

func (c OutcomeContent) result() Localized {
	switch {
	case c.BySilence:
		return txSilenceOver
	case c.Accepted:
		return txAccepted
	}
	return txRejected
}

func (c OutcomeContent) render(issuer Issuer, doc Document) ([]byte, error) {
	return c.print(issuer, doc, func(p paper) {
		p.Notice(p.t(c.result()))
		p.facts(
			[2]string{p.t(txSubmittedAt), p.instant(c.SubmittedAt)},
			[2]string{p.t(txDecidedAt), p.instant(c.DecidedAt)},
			[2]string{p.t(txDecidedBy), c.DecidedBy},
		)
		p.section(txDecision, c.Decision)
		p.section(txReasons, c.Reasons)
		p.answers(txBasis, c.Summary)
		p.section(txRemedies, p.t(txRemedyAct))
	})
}

func (c PaymentReceiptContent) number() numbering {
	return numbering{number: cmp.Or(c.IUV, c.ReceiptID, c.Number), file: txPaymentFile, title: txPaymentTitle}
}

func (c PaymentReceiptContent) render(issuer Issuer, doc Document) ([]byte, error) {
	return c.print(issuer, doc, func(p paper) {
		p.Paragraph(p.t(txPaymentIntro))
		p.Fields([][2]string{
			{p.t(txApplicationNumber), c.Number},
			{p.t(txPaymentReason), c.Reason.In(p.lang)},
			{p.t(txAmount), p.money(c.TotalCents)},
			{p.t(txPaidAt), p.instant(c.PaidAt)},
			{p.t(txNotice), c.NoticeNumber},
			{p.t(txIUV), c.IUV},
			{p.t(txReceiptID), c.ReceiptID},
			{p.t(txPSP), c.PSP},
			{p.t(txPayer), c.Applicant.Name},
			{p.t(txTaxCode), c.Applicant.TaxCode},
		})
		p.amounts(c.Lines)
	})
}

func (c IntegrationReceiptContent) number() numbering {
	return numbering{number: c.registrationNumber(), file: txIntegrationFile, title: txIntegrationTitle}
}

func (c IntegrationReceiptContent) render(issuer Issuer, doc Document) ([]byte, error) {
	return c.print(issuer, doc, func(p paper) {
		p.Paragraph(p.t(txIntegrationIntro))
		p.facts(
			[2]string{p.t(txRequestedAt), p.instant(c.RequestedAt)},
			[2]string{p.t(txAnsweredAt), p.instant(c.AnsweredAt)},
		)
		p.section(txIntegrationRequest, c.RequestText)
		p.section(txIntegrationAnswer, c.Answer)
		p.attachments(c.Attachments)
		if c.DueDate != nil {
			p.Heading(p.t(txNext))
			p.Paragraph(p.t(txNewDeadline, p.date(*c.DueDate)))
		}
	})
}

var monthsIT = [...]string{
	"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
	"luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
}

func (p paper) date(t time.Time) string {
	t = t.In(clock.Rome)
	if p.lang == "en" {
		return t.Format("2 January 2006")
	}
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = "1°"
	}
	return fmt.Sprintf("%s %s %d", day, monthsIT[t.Month()-1], t.Year())
}

func (p paper) instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.date(t) + p.t(txHours) + t.In(clock.Rome).Format("15:04")
}

func (p paper) money(cents int64) string {
	if p.lang == "en" {
		return "€" + decimal(cents, ",", ".")
	}
	return decimal(cents, ".", ",") + " €"
}

func decimal(cents int64, thousands, point string) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	whole := fmt.Sprint(cents / 100)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thousands + whole[i:]
	}
	return fmt.Sprintf("%s%s%s%02d", sign, whole, point, cents%100)
}

func (p paper) size(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d byte", bytes)
	case bytes < 1_000_000:
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	}
	text := fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	if p.lang == "it" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// join puts the separator between the parts that are not empty.
func join(sep string, parts ...string) string {
	var out []string
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}

func withNumber(title, number string) string {
	if strings.Contains(title, "%s") {
		return fmt.Sprintf(title, number)
	}
	return title
}
