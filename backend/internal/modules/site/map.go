package site

import (
	"context"
	"slices"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// Node is a page of the map with those under it.
type Node struct {
	Title    i18n.Text
	Path     string
	Children []Node
}

// mapped are the types that the map lists one by one.
var mapped = []string{"organizational_unit", "public_person", "service", "place", "topic", "page"}

// maxMapped is how many contents the map lists at most.
const maxMapped = 5000

// transversal are the pages that belong to no section.
var transversal = []content.Link{
	{Title: words("Cerca", "Search"), Path: "/ricerca"},
	{Title: words("Domande frequenti", "Frequent questions"), Path: "/domande-frequenti"},
	{Title: words("Prenotazione appuntamento", "Book an appointment"), Path: "/servizi/prenotazione-appuntamento"},
	{Title: words("Richiesta di assistenza", "Ask for assistance"), Path: "/servizi/richiesta-assistenza"},
	{Title: words("Segnalazione disservizio", "Report a problem"), Path: "/servizi/segnalazione-disservizio"},
	{Title: words("Amministrazione trasparente", "Transparent administration"), Path: "/amministrazione-trasparente"},
	{Title: words("Albo pretorio", "Official notice board"), Path: "/albo-pretorio"},
	{Title: words("Attuazione misure PNRR", "Recovery plan measures"), Path: "/attuazione-misure-pnrr"},
	{Title: words("Verifica un documento", "Verify a document"), Path: "/verifica"},
	{Title: words("Note legali", "Legal notes"), Path: "/note-legali"},
	{Title: words("Informativa privacy", "Privacy notice"), Path: "/privacy"},
	{Title: words("Mappa del sito", "Site map"), Path: "/mappa-sito"},
}

// Map is the whole tree of the website, to the leaves for offices, people,
// services, places and topics.
func (s *Service) Map(ctx context.Context) ([]Node, error) {
	settings, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	counted, err := s.count(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.Contents.Addresses(ctx, mapped, maxMapped, 0)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b content.Address) int {
		return strings.Compare(strings.ToLower(a.Title["it"]), strings.ToLower(b.Title["it"]))
	})
	out := []Node{}
	for _, m := range append(slices.Clone(menu), struct{ id, section string }{"topics", "topics"}) {
		section, _ := sectionOf(m.section)
		node := branch(section, counted, all)
		if m.id == "live" {
			node.Title = settings.LiveLabel
		}
		out = append(out, node)
	}
	return append(out, rest(all)), nil
}

// branch is a section with its filled pages and the leaves under each.
func branch(section Section, counted counts, all []content.Address) Node {
	node := Node{Title: section.Title, Path: section.Path}
	for _, child := range filled(section.ID, counted) {
		node.Children = append(node.Children, branch(child.Section, counted, all))
	}
	if len(node.Children) == 0 {
		for _, a := range all {
			if parent(a.Path) == section.Path {
				node.Children = append(node.Children, Node{Title: a.Title, Path: a.Path})
			}
		}
	}
	return node
}

// rest are the pages outside the sections.
func rest(all []content.Address) Node {
	node := Node{Title: words("Altre pagine", "Other pages"), Path: "/mappa-sito"}
	for _, l := range transversal {
		node.Children = append(node.Children, Node{Title: l.Title, Path: l.Path})
	}
	for _, a := range all {
		fixed := slices.ContainsFunc(transversal, func(l content.Link) bool { return l.Path == a.Path })
		if a.Type == "page" && !fixed {
			node.Children = append(node.Children, Node{Title: a.Title, Path: a.Path})
		}
	}
	return node
}

func parent(path string) string { return path[:max(0, strings.LastIndexByte(path, '/'))] }
