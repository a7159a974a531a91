package wordpress_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/adapters/wordpress"
	"github.com/sportello-pa/sportello/backend/internal/foundation/outbound"
)

// api answers as the REST API of WordPress does, with services on two pages
// of which the third is broken.
func api(t *testing.T) string {
	t.Helper()
	answers := map[string]string{
		"taxonomies":         `{"categorie_servizio":{"slug":"categorie_servizio","rest_base":"categorie_servizio"}}`,
		"types":              `{"servizio":{"slug":"servizio","rest_base":"servizi"},"nav_menu_item":{"slug":"nav_menu_item","rest_base":"menu-items"}}`,
		"categorie_servizio": `[{"id":248,"slug":"ambiente","name":"Verde &amp; ambiente"}]`,
		"servizi?1": `[{"id":7,"date_gmt":"2025-05-10T08:30:00","slug":"orti","status":"publish","link":"http://x/servizio/orti/","title":{"rendered":"Orti &#8211; comunali"},
			"categorie_servizio":[248],"cmb2":{"_dci_servizio_box":{"_dci_servizio_cosa_serve_list":["Un documento"],"_dci_servizio_canale_fisico_uffici":[115]}}}]`,
		"servizi?2": `[{"id":8,"title":"non un oggetto"},{"id":9,"title":{"rendered":"Serre"},"cmb2":[]}]`,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/wp-json/wp/v2/")
		if name == "servizi" {
			w.Header().Set("X-WP-TotalPages", "3")
			name += "?" + r.URL.Query().Get("page")
		}
		answer, ok := answers[name]
		if !ok {
			w.WriteHeader(http.StatusInternalServerError)
		}
		fmt.Fprint(w, answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestTheAPIIsReadPageAfterPage(t *testing.T) {
	address := api(t)
	client := &wordpress.Client{HTTP: outbound.New("wordpress", outbound.Options{})}
	site, err := client.Read(t.Context(), address, []string{"servizio"})
	if err != nil {
		t.Fatal(err)
	}
	if len(site.Items) != 2 || len(site.Faults) != 2 {
		t.Fatalf("%d items and %d faults were read: %v", len(site.Items), len(site.Faults), site.Faults)
	}
	first := site.Items[0]
	if first.ID != "7" || first.Title != "Orti – comunali" || first.Terms[0].Name != "Verde & ambiente" {
		t.Errorf("the first item is %+v", first)
	}
	offices, _ := first.Meta["_dci_servizio_canale_fisico_uffici"].([]any)
	if len(offices) != 1 || fmt.Sprint(offices[0]) != "115" {
		t.Errorf("the offices are %v", offices)
	}
}

func TestPrivateNetworksAreOutOfReach(t *testing.T) {
	client := &wordpress.Client{HTTP: outbound.New("wordpress", outbound.Options{PublicOnly: true})}
	for _, address := range []string{api(t), "http://localhost:1", "http://[::ffff:10.0.0.1]", "http://169.254.169.254", "http://100.64.0.1"} {
		if _, err := client.Read(t.Context(), address, nil); !errors.Is(err, outbound.ErrPrivate) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestFilesComeOnlyFromTheSite(t *testing.T) {
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	server := httptest.NewServer(http.RedirectHandler(elsewhere.URL+"/file.pdf", http.StatusFound))
	defer server.Close()
	client := &wordpress.Client{HTTP: outbound.New("wordpress", outbound.Options{})}
	_, err := client.Fetch(t.Context(), strings.TrimPrefix(server.URL, "http://"), server.URL+"/file.pdf")
	if err == nil || !strings.Contains(err.Error(), "altro sito") {
		t.Errorf("a file of another host: %v", err)
	}
}

func TestHostileFieldsAreRefused(t *testing.T) {
	for _, value := range []string{`a:1:{i:0;s:99:"x";}`, `a:999999999:{}`, `O:8:"stdClass":0:{}`, strings.Repeat(`a:1:{i:0;`, 50) + strings.Repeat("}", 50), `a:-1:{}`} {
		wxr := `<rss xmlns:wp="http://wordpress.org/export/1.2/">
<item>
<wp:post_id>1</wp:post_id><wp:post_type>notizia</wp:post_type>
<wp:postmeta><wp:meta_key>campo</wp:meta_key><wp:meta_value><![CDATA[` + value + `]]></wp:meta_value></wp:postmeta>
</item>
</rss>`
		site, err := wordpress.ReadWXR(strings.NewReader(wxr))
		if err != nil || len(site.Items) != 1 {
			t.Fatalf("%s: %v", value, err)
		}
		if kept, plain := site.Items[0].Meta["campo"]; plain && kept != value {
			t.Errorf("%s became %v", value, kept)
		}
	}
}
