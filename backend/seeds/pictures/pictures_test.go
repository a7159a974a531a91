package pictures

import (
	"bytes"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
)

// TestEveryScene draws each scene at each hour: of the right size, the same
// each time and unlike any other.
func TestEveryScene(t *testing.T) {
	seen := map[string]string{}
	check := func(name string, width int, paint func() ([]byte, error)) {
		one, err := paint()
		if err != nil {
			t.Fatal(err)
		}
		two, err := paint()
		if err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s differs from one time to the next", name)
		}
		if other := seen[string(one)]; other != "" {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[string(one)] = name
		config, err := jpeg.DecodeConfig(bytes.NewReader(one))
		if err != nil || config.Width != width {
			t.Errorf("%s: %v, %d wide", name, err, config.Width)
		}
		if dir := os.Getenv("PICTURES_DIR"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".jpg"), one, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for scene := range scenes {
		check(scene, Width, func() ([]byte, error) { return Scene(scene, "", 11) })
	}
	for hour := range hours {
		check("town-"+hour, Width, func() ([]byte, error) { return Scene("town", hour, 64) })
	}
	check("portrait", portrait, func() ([]byte, error) { return Portrait(5) })
	if _, err := Scene("moon", "", 1); err == nil {
		t.Error("a scene that nobody drew")
	}
	if _, err := Scene("lake", "noon", 1); err == nil {
		t.Error("an hour that there is not")
	}
}
